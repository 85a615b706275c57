import CardSimulator
import Foundation
import KioskTesting
import Testing
import Vocabulary

@testable import virtual_kiosk

/// The cards beside the kiosk keep what they are told, whoever ends the program.
struct CardTableTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder("cards") }

    /// Nobody listens at the slot; the reader keeps trying and the cards need not care.
    private func table(seed: UInt64 = 1) throws -> (CardTable, VirtualReader) {
        let reader = try VirtualReader(slot: .unix(path: folder.appending(path: "vpcd.0").path))
        let table = try CardTable(
            reader: reader, files: CardFiles(folder: folder.path), seed: seed, changed: {})
        return (table, reader)
    }

    private static let createApplication: [UInt8] = [
        0x90, 0xCA, 0x00, 0x00, 0x05, 0x50, 0x4E, 0x59, 0x0F, 0x81, 0x00,
    ]
    private static let listApplications: [UInt8] = [0x90, 0x6A, 0x00, 0x00, 0x00]

    @Test func `A card is on disk before its answer, and comes back as it was`() throws {
        let (table, reader) = try table()
        defer { reader.stop() }
        _ = try table.create(name: "one", profile: .desfireEV2, uid: "04A1B2C3D4E5F6", label: nil)
        #expect(try table.card("one").transmit(Self.createApplication).bytes == [0x91, 0x00])
        // No farewell: another program reads what is there now.
        let (again, second) = try self.table(seed: 2)
        defer { second.stop() }
        let card = try again.card("one")
        #expect(card.uid.description == "04A1B2C3D4E5F6")
        #expect(card.transmit(Self.listApplications).bytes == [0x50, 0x4E, 0x59, 0x91, 0x00])
    }

    @Test func `A torn card is no longer on the reader, a swapped one has been replaced`() async throws {
        let (table, reader) = try table()
        defer { reader.stop() }
        for name in ["one", "two"] { _ = try table.create(name: name, profile: .desfireEV2, uid: nil, label: nil) }
        try await table.insert("one")
        #expect(table.onReader == ["one"])
        try table.fault("one", FaultRequest(effect: .swapped, ins: "60", card: "two"))
        #expect(try table.card("one").transmit([0x60]).bytes == nil)
        #expect(table.onReader == ["two"])
        try table.fault("two", FaultRequest(effect: .tornAfter))
        #expect(try table.card("two").transmit([0x60]).bytes == nil)
        #expect(table.onReader == [])
    }

    @Test func `A second card lies beside the first, and lifting either leaves the other`() async throws {
        let (table, reader) = try table()
        defer { reader.stop() }
        for name in ["one", "two"] { _ = try table.create(name: name, profile: .desfireEV2, uid: nil, label: nil) }
        try await table.layBeside("one")
        #expect(table.onReader == ["one"], "on an empty reader it lies alone")
        try await table.layBeside("two")
        #expect(table.onReader == ["one", "two"])
        #expect(table.reports().map(\.isOnReader) == [true, true])
        try await table.remove("one")
        #expect(table.onReader == ["two"])
        try await table.layBeside("two")
        #expect(table.onReader == ["two"], "not beside itself")
        try await table.remove("two")
        #expect(table.onReader == [])
        #expect(!reader.isOccupied)
    }

    @Test func `Of two cards in the field the reader names now one, now the other, and neither can be read`() throws {
        let (table, reader) = try table()
        defer { reader.stop() }
        let cards = try ["one", "two"].map { name in
            _ = try table.create(name: name, profile: .desfireEV2, uid: nil, label: nil)
            return try table.card(name)
        }
        let pair = CardPair(cards[0], cards[1])
        var named: [[UInt8]?] = []
        for _ in 0..<3 {
            pair.powerChanged()
            pair.powerChanged()
            #expect(pair.atr == cards[0].atr)
            named.append(pair.transmit([0xFF, 0xCA, 0, 0, 0]).bytes)
            #expect(pair.transmit(Self.listApplications).bytes == [0x63, 0x00])
        }
        #expect(named[0] != named[1])
        #expect(named[0] == named[2])
    }

    @Test func `Latency holds for the cards that are there and those that come`() throws {
        let (table, reader) = try table()
        defer { reader.stop() }
        _ = try table.create(name: "one", profile: .desfireEV2, uid: nil, label: nil)
        table.latency = .milliseconds(15)
        _ = try table.create(name: "two", profile: .ntag215, uid: nil, label: nil)
        #expect(table.reports().map(\.latencyMs) == [15, 15])
    }

    @Test(
        arguments: [
            ("Upper", "ev2", nil), ("", "ev2", nil), ("a/b", "ev2", nil), ("ok", "ev2", "04A1"),
            ("ok", "classic1k", "zz"),
            (String(repeating: "a", count: 33), "ev2", nil),
        ] as [(String, String, String?)])
    func `Names and UIDs that cannot be are refused`(name: String, profile: String, uid: String?) throws {
        let (table, reader) = try table()
        defer { reader.stop() }
        let profile = try #require(CardProfile(rawValue: profile))
        #expect(throws: CardTable.Refusal.self) {
            try table.create(name: name, profile: profile, uid: uid, label: nil)
        }
        #expect(table.reports().isEmpty)
    }

    @Test func `There is an end to the cards`() throws {
        let (table, reader) = try table()
        defer { reader.stop() }
        for number in 0..<CardTable.limit {
            _ = try table.create(name: "c\(number)", profile: .classic1K, uid: nil, label: nil)
        }
        #expect(throws: CardTable.Refusal.full) {
            try table.create(name: "one-more", profile: .classic1K, uid: nil, label: nil)
        }
        #expect(throws: CardTable.Refusal.taken("c1")) {
            try table.create(name: "c1", profile: .classic1K, uid: nil, label: nil)
        }
    }

    @Test(arguments: [
        FaultRequest(effect: .tornAfter, ins: "C"), FaultRequest(effect: .tornAfter, command: 0),
        FaultRequest(effect: .swapped), FaultRequest(effect: .swapped, card: "nobody"),
        FaultRequest(effect: .malformed, bytes: "0"), FaultRequest(effect: .truncated, by: -1),
    ])
    func `A fault that makes no sense is refused`(request: FaultRequest) throws {
        let (table, reader) = try table()
        defer { reader.stop() }
        _ = try table.create(name: "one", profile: .desfireEV2, uid: nil, label: nil)
        #expect(throws: CardTable.Refusal.self) { try table.fault("one", request) }
        #expect(try !table.report("one").hasFault)
    }

    @Test func `A card file that cannot be read stops the program and stays as it is`() throws {
        let file = folder.appending(path: "one.json")
        try Data("{".utf8).write(to: file)
        #expect(throws: CardFiles.Unreadable.self) { try CardFiles(folder: folder.path).load() }
        #expect(try Data(contentsOf: file) == Data("{".utf8))
    }
}
