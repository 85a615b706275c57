import Testing
import Vocabulary

@testable import CardSimulator

/// Somebody holds a kiosk's key, or none, and a member's card, and wants value back.
struct RedTeamTests {
    /// What no attacker may ever change.
    private struct Invariant: Equatable {
        var keys: [CardKey]
        var cardKey: CardKey
        var settings: [UInt8]
        var files: [UInt8]
        var rights: [AccessRights]

        init?(_ memory: DesfireMemory) {
            guard memory.applications.count == 1, let application = memory.application(SampleCard.aid) else {
                return nil
            }
            keys = application.keys
            cardKey = memory.masterKey
            settings = [memory.keySettings, application.keySettings]
            files = application.files.map(\.number)
            rights = application.files.map(\.rights)
        }
    }

    private struct Odometers: Equatable {
        var fen: Int32
        var points: Int32

        init?(_ memory: DesfireMemory) {
            guard let application = memory.application(SampleCard.aid),
                case .value(let fen) = application.file(SampleCard.fenFile)?.content,
                case .value(let points) = application.file(SampleCard.pointsFile)?.content
            else { return nil }
            (self.fen, self.points) = (fen.current, points.current)
        }
    }

    /// Every command the card knows, every one it does not, and every parameter that could matter.
    struct Attacker {
        var random: CardRandom
        let key: [UInt8]?

        mutating func below(_ limit: Int) -> Int { Int(integer(random.bytes(4))) % limit }
        mutating func pick<T>(_ choices: [T]) -> T { choices[below(choices.count)] }

        mutating func amount() -> [UInt8] {
            wire(pick([0, 1, -1, 100, .max, .min, Int32(truncatingIfNeeded: integer(random.bytes(4)))] as [Int32]), 4)
        }

        mutating func step(_ terminal: inout Terminal) {
            terminal.wraps = below(2) == 0
            switch below(20) {
            case 0:
                terminal.chip.powerUp()
                terminal.session = .none
            case 1: terminal.select(pick([SampleCard.aid, SampleCard.aid, SampleCard.aid, 0, 0x123456]))
            case 2...5: authenticate(&terminal)
            case 7, 8: patient(&terminal)
            case 6: _ = terminal.frame(UInt8(below(256)), random.bytes(below(50)))
            default: command(&terminal)
            }
        }

        /// A whole transaction without a slip: proves a key, moves a value as the file asks for, and commits.
        private mutating func patient(_ terminal: inout Terminal) {
            terminal.select(SampleCard.aid)
            terminal.authenticate(pick([.ev2First, .aes]), 1, key ?? [UInt8](repeating: 0, count: 16))
            for _ in 0...below(2) {
                let code = pick([0x0C, 0x1C, 0xDC, 0xDC] as [UInt8])
                _ = terminal.send(code, header: [pick([2, 3])], payload: amount(), .full)
            }
            _ = terminal.administer(0xC7)
        }

        private mutating func authenticate(_ terminal: inout Terminal) {
            if below(2) == 0 { terminal.select(SampleCard.aid) }
            let method = pick([.ev2First, .ev2First, .aes, .ev2Following, .legacy] as [AuthenticationMethod])
            let blank = [UInt8](repeating: 0, count: 16)
            if let key, below(4) != 0 {
                terminal.authenticate(method, 1, key)
            } else {
                terminal.authenticate(method, UInt8(below(6)), pick([blank, key ?? blank]))
            }
        }

        private mutating func command(_ terminal: inout Terminal) {
            let file = UInt8(pick([2, 3, 2, 3, 4, 1, 5, 0x0F, 0x1F]))
            let protection = pick([.full, .full, .full, .mac, .plain] as [Protection])
            let span = wire(below(3), 3) + wire(pick([0, 1, 4, 48]), 3)
            let rights = wire(below(65536), 2)
            switch below(18) {
            case 0...3:
                _ = terminal.send(pick([0x0C, 0x1C, 0xDC]), header: [file], payload: amount(), protection)
            case 4: _ = terminal.send(0x6C, header: [file], payload: [], protection)
            case 5:
                _ = terminal.send(
                    pick([0x3D, 0x8D, 0x3B, 0x8B]), header: [file] + span,
                    payload: random.bytes(Int(span[3])), protection)
            case 6: _ = terminal.send(pick([0xBD, 0xAD, 0xBB, 0xAB]), header: [file] + span, payload: [], protection)
            case 7, 8: _ = terminal.administer(pick([0xC7, 0xC7, 0xA7, 0xEB, 0xC8]))
            case 9: _ = terminal.administer(0xDF, [file])
            case 10:
                _ = terminal.administer(
                    pick([0xDA, 0xCA, 0xFC]),
                    pick([
                        [], wire(SampleCard.aid, 3),
                        wire(SampleCard.aid, 3) + [0x0F, 0x85],
                    ]))
            case 11: _ = terminal.send(0x54, header: [], payload: [UInt8(below(256))], protection)
            case 12: _ = terminal.send(0x5F, header: [file], payload: [3] + rights, protection)
            case 13: _ = terminal.send(0x5C, header: [UInt8(below(3))], payload: random.bytes(1), protection)
            case 14:
                terminal.changeKey(
                    UInt8(pick([0, 1, 2, 0x80])), to: random.bytes(16),
                    from: pick([nil, key, [UInt8](repeating: 0, count: 16)]))
            case 15:
                _ = terminal.administer(
                    0xCC,
                    [file, 3] + rights + wire(0, 4) + wire(SampleCard.limit, 4)
                        + wire(SampleCard.limit, 4) + [0x03])
            case 16: _ = terminal.administer(pick([0xCD, 0xCB]), [file, 0] + rights + wire(48, 3))
            default:
                _ = terminal.administer(
                    pick([0x60, 0x6A, 0x6E, 0x45, 0x6F, 0x51, 0xF5, 0x64, 0xC6, 0x55]),
                    pick([[], [file]]))
            }
        }
    }

    static let steps = 600

    /// - Returns: what went wrong, with the step; `nil` if the card held.
    private static func attack(settings: UInt8, key: [UInt8]?, seed: UInt64) throws -> String? {
        var terminal = Terminal(try #require(SampleCard.blank(seed: seed)))
        #expect(SampleCard.issue(&terminal, settings: settings) == [])
        terminal.select(SampleCard.aid)
        let invariant = try #require(Invariant(terminal.chip.memory))
        var last = try #require(Odometers(terminal.chip.memory))
        var attacker = Attacker(random: CardRandom(seed: seed), key: key)
        for step in 0..<steps {
            attacker.step(&terminal)
            guard let now = Odometers(terminal.chip.memory) else { return "step \(step): an odometer is gone" }
            if now.fen > last.fen || now.points > last.points { return "step \(step): an odometer went back" }
            guard Invariant(terminal.chip.memory) == invariant else { return "step \(step): the card was changed" }
            last = now
        }
        return nil
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `With the kiosk's key no odometer goes back and nothing is made anew`(seed: UInt64) throws {
        #expect(try Self.attack(settings: 0x0B, key: SampleCard.keys[1], seed: seed) == nil, "seed \(seed)")
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `Without a key nothing on the card moves`(seed: UInt64) throws {
        #expect(try Self.attack(settings: 0x0B, key: nil, seed: seed) == nil, "seed \(seed)")
    }

    @Test func `The attacker is worth his name: with the usual settings he succeeds without any key`() throws {
        let broken = try (1...20).filter { try Self.attack(settings: 0x0F, key: nil, seed: UInt64($0)) != nil }
        #expect(broken.count == 20)
    }

    @Test func `The attacker does spend: odometers move forward with the kiosk's key`() throws {
        var terminal = Terminal(try #require(SampleCard.blank()))
        #expect(SampleCard.issue(&terminal) == [])
        terminal.select(SampleCard.aid)
        var attacker = Attacker(random: CardRandom(seed: 3), key: SampleCard.keys[1])
        for _ in 0..<4000 { attacker.step(&terminal) }
        #expect(try #require(Odometers(terminal.chip.memory)).fen < SampleCard.limit)
    }

    @Test func `The kiosk's key cannot credit by any right, amount or protection`() throws {
        var issued = Terminal(try #require(SampleCard.blank()))
        #expect(SampleCard.issue(&issued) == [])
        issued.select(SampleCard.aid)
        #expect(issued.authenticate(.ev2First, 1, SampleCard.keys[1]) == 0)
        #expect(issued.send(0xDC, header: [2], payload: wire(500, 4), .full).status == 0)
        #expect(issued.send(0xC7, header: [], payload: [], .mac).status == 0)
        for code in [0x0C, 0x1C] as [UInt8] {
            for amount in [0, 1, 500, -1, .min, .max] as [Int32] {
                for protection in [.plain, .mac, .full] as [Protection] {
                    var terminal = issued
                    let answer = terminal.send(code, header: [2], payload: wire(amount, 4), protection)
                    #expect(answer.status == 0x9D, "code \(code), amount \(amount)")
                }
            }
        }
        var negative = issued
        #expect(negative.send(0xDC, header: [2], payload: wire(Int32(-1), 4), .full).status == 0x9E)
    }
}
