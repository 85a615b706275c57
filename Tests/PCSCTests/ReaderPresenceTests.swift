import CardProtocol
import Testing
import Vocabulary

@testable import PCSC

/// What is told about a reader, decided without any reader.
struct ReaderPresenceTests {
    /// One thing that a thread reports.
    enum Report: Sendable {
        case saw(UInt32)
        case failed(ReaderFault)
        case met(ReaderFault)
        case removed(ReaderFault)
    }

    private static let present: UInt32 = 0x20
    private static let empty: UInt32 = 0x10
    private static let inUse: UInt32 = 0x100
    private static let exclusive: UInt32 = 0x80
    private static let mute: UInt32 = 0x200

    private static func count(_ events: UInt32) -> UInt32 { events << 16 }

    static let stories: [(name: String, reports: [Report], told: [ReaderEvent])] = [
        (
            "a tap", [.saw(empty), .saw(present + count(1)), .saw(empty + count(2))],
            [.ready(reader: "R"), .cardPresented(atr: []), .cardRemoved]
        ),
        (
            "E25 i left for a minute, lifted and put back",
            [.saw(present + count(1))]
                + (0..<600).map { .saw(present + [0, inUse, exclusive, mute][$0 % 4] + count(1)) }
                + [.saw(empty + count(2)), .saw(present + count(3))],
            [.ready(reader: "R"), .cardPresented(atr: []), .cardRemoved, .cardPresented(atr: [])]
        ),
        ("left from before", [.saw(present + count(7))], [.ready(reader: "R"), .cardPresented(atr: [])]),
        (
            "flags flicker while we and others connect, reset and power down",
            [
                .saw(present + count(1)), .saw(present + inUse + count(1)), .saw(present + exclusive + count(1)),
                .saw(present + mute + count(1)), .saw(present + count(1)),
            ], [.ready(reader: "R"), .cardPresented(atr: [])]
        ),
        (
            "swapped between two looks", [.saw(present + count(1)), .saw(present + count(3))],
            [.ready(reader: "R"), .cardPresented(atr: []), .cardRemoved, .cardPresented(atr: [])]
        ),
        (
            "the counter starts over", [.saw(present + count(0xFFFF)), .saw(empty), .saw(present + count(1))],
            [.ready(reader: "R"), .cardPresented(atr: []), .cardRemoved, .cardPresented(atr: [])]
        ),
        (
            "a fault is told once", [.failed(.noService), .failed(.noService), .failed(.noReader), .saw(empty)],
            [.lost(.noService), .lost(.noReader), .ready(reader: "R")]
        ),
        (
            "a card is presented anew after a fault",
            [.saw(present + count(1)), .failed(.noService), .saw(present + count(1))],
            [
                .ready(reader: "R"), .cardPresented(atr: []), .lost(.noService), .ready(reader: "R"),
                .cardPresented(atr: []),
            ]
        ),
        (
            "in use until the other lets go",
            [.saw(present), .met(.inUse), .saw(present + inUse), .saw(present + exclusive), .saw(present)],
            [
                .ready(reader: "R"), .cardPresented(atr: []), .lost(.inUse), .ready(reader: "R"),
                .cardPresented(atr: []),
            ]
        ),
        (
            "stuck until the call is back", [.saw(empty), .met(.stuck), .saw(present), .removed(.stuck)],
            [.ready(reader: "R"), .lost(.stuck), .ready(reader: "R"), .cardPresented(atr: [])]
        ),
        (
            "pcscd dies while stuck", [.saw(empty), .met(.stuck), .failed(.noService), .removed(.stuck), .saw(empty)],
            [.ready(reader: "R"), .lost(.stuck), .lost(.noService), .ready(reader: "R")]
        ),
        (
            "stuck before anything was seen", [.met(.stuck), .removed(.stuck), .saw(empty)],
            [.lost(.stuck), .ready(reader: "R")]
        ),
    ]

    @Test(arguments: stories)
    func `What is told follows from what is seen`(name: String, reports: [Report], told: [ReaderEvent]) {
        var presence = ReaderPresence()
        let events = reports.flatMap { report in
            switch report {
            case .saw(let flags): presence.saw(ReaderState(reader: "R", flags: flags))
            case .failed(let fault): presence.failed(fault)
            case .met(let fault): presence.met(obstacle: fault)
            case .removed(let fault): presence.removed(obstacle: fault)
            }
        }
        #expect(events == told, "\(name)")
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `Cards come and go in turns, whatever is seen`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var presence = ReaderPresence()
        var isReady = false
        var hasCard = false
        for _ in 0..<200 {
            let events: [ReaderEvent] =
                switch random.next() % 8 {
                case 0: presence.failed(.noService)
                case 1: presence.met(obstacle: .stuck)
                case 2: presence.met(obstacle: .inUse)
                case 3: presence.removed(obstacle: .stuck)
                default: presence.saw(ReaderState(reader: "R", flags: UInt32(truncatingIfNeeded: random.next())))
                }
            for event in events {
                switch event {
                case .several: break
                case .ready:
                    #expect(!isReady, "seed \(seed)")
                    isReady = true
                case .lost: (isReady, hasCard) = (false, false)
                case .cardPresented:
                    #expect(isReady && !hasCard, "seed \(seed)")
                    hasCard = true
                case .cardRemoved:
                    #expect(isReady && hasCard, "seed \(seed)")
                    hasCard = false
                }
            }
        }
    }

    @Test(arguments: [
        (0x8010_0016, ChannelError.removed), (0x8010_0069, .removed), (0x8010_000C, .removed), (0x8010_0066, .removed),
        (0x8010_0067, .removed), (0x8010_0068, .reset), (0x8010_0017, .readerFailed(code: 0x8010_0017)),
        (0x8010_0013, .readerFailed(code: 0x8010_0013)), (0x8010_001D, .readerFailed(code: 0x8010_001D)),
    ])
    func `Every code of an exchange has one meaning`(code: Int, error: ChannelError) {
        #expect(PCSCCode(code).channelError == error)
    }

    @Test(arguments: [
        (0x8010_001D, ReaderFault.noService, PCSCError.noService), (0x8010_0013, .noService, .noService),
        (0x8010_001E, .noService, .noService), (0x8010_0009, .noReader, .noReader),
        (0x8010_0017, .noReader, .noReader), (0x8010_000B, .inUse, .inUse),
        (0x8010_006A, .failed(code: 0x8010_006A), .turnedAway),
    ])
    func `Every code of connecting has one meaning`(code: Int, fault: ReaderFault, error: PCSCError) {
        #expect(PCSCCode(code).readerFault == fault)
        #expect(PCSCError(PCSCCode(code)) == error)
    }
}
