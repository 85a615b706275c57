import Testing
import Vocabulary

@testable import CardSimulator

/// Command × file type × access rights × proved key × communication mode × channel, against a table written down
/// from the data sheets (MF3ICD81 §9.6; AN12343 table 10), not from the card's code.
struct AccessTableTests {
    enum Kind: CaseIterable {
        case standard, backup, value, valueWithLimitedCredit, valueWithFreeReading, linear, cyclic
    }

    /// One line of the data sheets: which of the four rights is enough, and for which files.
    struct Rule {
        let name: String
        let codes: [UInt8]
        /// Of "R", "W", "X" (read-and-write), "C" (change).
        let rights: String
        let kinds: Set<Kind>
        let header: [UInt8]
        let payload: [UInt8]
        /// What the answer's length must be.
        let answer: Int
    }

    static let files: Set<Kind> = [.standard, .backup]
    static let values: Set<Kind> = [.value, .valueWithLimitedCredit, .valueWithFreeReading]
    static let records: Set<Kind> = [.linear, .cyclic]
    static let rules = [
        Rule(
            name: "ReadData", codes: [0xBD, 0xAD], rights: "RX", kinds: files, header: [0, 0, 0, 20, 0, 0], payload: [],
            answer: 20),
        Rule(
            name: "WriteData", codes: [0x3D, 0x8D], rights: "WX", kinds: files, header: [4, 0, 0, 3, 0, 0],
            payload: [7, 8, 9], answer: 0),
        Rule(name: "GetValue", codes: [0x6C], rights: "RWX", kinds: values, header: [], payload: [], answer: 4),
        Rule(name: "Debit", codes: [0xDC], rights: "RWX", kinds: values, header: [], payload: [1, 0, 0, 0], answer: 0),
        Rule(
            name: "LimitedCredit", codes: [0x1C], rights: "WX", kinds: [.valueWithLimitedCredit], header: [],
            payload: [1, 0, 0, 0], answer: 0),
        Rule(name: "Credit", codes: [0x0C], rights: "X", kinds: values, header: [], payload: [1, 0, 0, 0], answer: 0),
        Rule(
            name: "ReadRecords", codes: [0xBB, 0xAB], rights: "RX", kinds: records, header: [0, 0, 0, 1, 0, 0],
            payload: [], answer: 16),
        Rule(
            name: "WriteRecord", codes: [0x3B, 0x8B], rights: "WX", kinds: records, header: [0, 0, 0, 2, 0, 0],
            payload: [1, 2], answer: 0),
        Rule(name: "ClearRecordFile", codes: [0xEB], rights: "X", kinds: records, header: [], payload: [], answer: 0),
        Rule(
            name: "ChangeFileSettings", codes: [0x5F], rights: "C", kinds: Set(Kind.allCases), header: [],
            payload: [0, 0xEE, 0xEE], answer: 0),
    ]

    private static func content(_ kind: Kind) -> CardFile.Content {
        let bytes = [UInt8](0..<32)
        func value(_ options: UInt8) -> CardFile.Content {
            var value = StoredValue(lower: 0, upper: 1000, current: 500, options: options)
            value.limitedCredit = 10
            return .value(value)
        }
        func records(_ isCyclic: Bool) -> CardFile.Content {
            var records = StoredRecords(isCyclic: isCyclic, recordSize: 16, limit: 5)
            records.stored = [[UInt8](repeating: 1, count: 16), [UInt8](repeating: 2, count: 16)]
            return .records(records)
        }
        return switch kind {
        case .standard: .standard(bytes)
        case .backup: .backup(bytes)
        case .value: value(0)
        case .valueWithLimitedCredit: value(1)
        case .valueWithFreeReading: value(2)
        case .linear: records(false)
        case .cyclic: records(true)
        }
    }

    /// How the card is being spoken to: nobody has proved a key, or one of four has been proved.
    enum Speaker: CaseIterable {
        case nobody, ev1Named, ev1Other, ev2Named, ev2Other

        var key: UInt8? {
            switch self {
            case .nobody: nil
            case .ev1Named, .ev2Named: 1
            case .ev1Other, .ev2Other: 2
            }
        }

        var method: AuthenticationMethod { self == .ev1Named || self == .ev1Other ? .aes : .ev2First }
    }

    private static func terminal(_ speaker: Speaker) throws -> Terminal {
        var terminal = Terminal(try #require(SampleCard.blank()))
        #expect(terminal.administer(0xCA, wire(SampleCard.aid, 3) + [0x0F, 0x83]).status == 0)
        terminal.select(SampleCard.aid)
        if let key = speaker.key {
            #expect(terminal.authenticate(speaker.method, key, [UInt8](repeating: 0, count: 16)) == 0)
        }
        return terminal
    }

    /// Every pattern of "key 1", everybody and nobody in the four places.
    static let patterns: [UInt16] = (0..<81).map { number in
        var (rest, bits) = (number, UInt16(0))
        for _ in 0..<4 {
            bits = bits << 4 | [0x1, 0xE, 0xF][rest % 3]
            rest /= 3
        }
        return bits
    }

    /// The expectation: a status, and how the exchange is protected if it is allowed.
    private static func expected(
        _ rule: Rule, _ kind: Kind, _ bits: UInt16, _ speaker: Speaker, _ mode: Protection
    ) -> (status: UInt8, protection: Protection) {
        guard rule.kinds.contains(kind) else { return (0x9D, .plain) }
        let places: [Character: Int] = ["R": 12, "W": 8, "X": 4, "C": 0]
        var holders = rule.rights.compactMap { places[$0] }.map { UInt8(bits >> $0 & 0xF) }
        if rule.name == "GetValue", kind == .valueWithFreeReading { holders.append(0xE) }
        let isChange = rule.name == "ChangeFileSettings"
        if let key = speaker.key, holders.contains(key) { return (0, isChange ? .full : mode) }
        if holders.contains(0xE) { return (0, .plain) }
        return (holders.allSatisfy { $0 == 0xF } ? 0x9D : 0xAE, .plain)
    }

    @Test(arguments: Speaker.allCases, [(Protection.plain, UInt8(0)), (.mac, 1), (.full, 3)])
    func `Who may do what with which file, and how it is protected`(
        speaker: Speaker, mode: (Protection, UInt8)
    ) throws {
        let start = try Self.terminal(speaker)
        var wrong: [String] = []
        for rule in Self.rules {
            for kind in Kind.allCases {
                for bits in Self.patterns {
                    var terminal = start
                    terminal.chip.memory.applications[0].files = [
                        CardFile(
                            number: 7, communication: mode.1, rights: AccessRights(bits), content: Self.content(kind))
                    ]
                    let (status, protection) = Self.expected(rule, kind, bits, speaker, mode.0)
                    let code = rule.codes[Int(bits >> 12) % rule.codes.count]
                    let answer = terminal.send(
                        code, header: [7] + rule.header, payload: rule.payload, protection)
                    let length = status == 0 ? rule.answer : 0
                    if answer.status != status || answer.data.count != length || !answer.isGenuine {
                        wrong.append(
                            "\(rule.name) on \(kind), rights \(String(bits, radix: 16)): \(answer), not \(status)")
                    }
                }
            }
        }
        #expect(wrong.isEmpty, "\(wrong.count) wrong, first: \(wrong.first ?? "")")
    }

    @Test(arguments: [Protection.mac, .full])
    func `A command with less protection than the file asks for is refused`(mode: Protection) throws {
        let start = try Self.terminal(.ev2Named)
        for rule in Self.rules where rule.name != "ChangeFileSettings" {
            for kind in Kind.allCases where rule.kinds.contains(kind) {
                var terminal = start
                terminal.chip.memory.applications[0].files = [
                    CardFile(
                        number: 7, communication: mode == .mac ? 1 : 3, rights: AccessRights(0x1111),
                        content: Self.content(kind))
                ]
                let before = terminal.chip.memory
                var answer = terminal.send(rule.codes[0], header: [7] + rule.header, payload: rule.payload, .plain)
                // A chained command waits for its missing bytes; whatever comes instead is refused.
                if answer.status == 0 { answer = terminal.frame(0xC7) }
                #expect([0x7E, 0x1E, 0xCA].contains(answer.status), "\(rule.name) on \(kind)")
                #expect(terminal.chip.memory == before)
                #expect(terminal.chip.transaction.isEmpty)
            }
        }
    }

    /// The four low bits of the settings and who has proved what, for the commands they govern.
    @Test(arguments: 0..<16, [nil, 0, 1] as [UInt8?])
    func `The key settings decide over listing, creating, deleting and changing`(
        bits: Int, proved: UInt8?
    ) throws {
        let blank = [UInt8](repeating: 0, count: 16)
        var start = Terminal(try #require(SampleCard.blank()))
        _ = start.administer(0xCA, wire(SampleCard.aid, 3) + [UInt8(bits), 0x83])
        start.select(SampleCard.aid)
        start.chip.memory.applications[0].files = [
            CardFile(number: 7, communication: 0, rights: AccessRights(0xEEEE), content: .standard([1]))
        ]
        if let proved { #expect(start.authenticate(.ev2First, proved, blank) == 0) }
        let isMaster = proved == 0
        func expect(_ name: String, allowed: Bool, otherwise: UInt8 = 0xAE, _ body: (inout Terminal) -> UInt8) {
            var terminal = start
            #expect(body(&terminal) == (allowed ? 0 : otherwise), "\(name), settings \(bits), proved \(proved ?? 99)")
        }
        let (keyChangeable, freeListing) = (bits & 1 != 0, bits & 2 != 0)
        let (freeCreation, changeable) = (bits & 4 != 0, bits & 8 != 0)
        expect("GetFileIDs", allowed: freeListing || isMaster) { $0.administer(0x6F).status }
        expect("GetFileSettings", allowed: freeListing || isMaster) { $0.administer(0xF5, [7]).status }
        expect("GetKeySettings", allowed: freeListing || isMaster) { $0.administer(0x45).status }
        expect("GetKeyVersion", allowed: true) { $0.administer(0x64, [2]).status }
        expect("CreateStdDataFile", allowed: freeCreation || isMaster) {
            $0.administer(0xCD, [8, 0, 0xEE, 0xEE, 4, 0, 0]).status
        }
        expect("DeleteFile", allowed: freeCreation || isMaster) { $0.administer(0xDF, [7]).status }
        expect("ChangeKeySettings", allowed: changeable && isMaster, otherwise: isMaster ? 0x9D : 0xAE) {
            $0.send(0x54, header: [], payload: [0x0F], .full).status
        }
        let forbidden: UInt8 = proved == nil ? 0xAE : keyChangeable ? 0xAE : 0x9D
        expect("ChangeKey 0", allowed: keyChangeable && isMaster, otherwise: forbidden) {
            $0.changeKey(0, to: SampleCard.keys[0], from: isMaster ? nil : blank)
        }
        // The upper nibble is 0: the master key changes the others.
        expect("ChangeKey 2", allowed: isMaster) { $0.changeKey(2, to: SampleCard.keys[2], from: blank) }
    }

    /// The upper nibble of the settings: which key changes key 2.
    @Test(arguments: 0..<16) func `The change key right decides who changes the other keys`(nibble: Int) throws {
        let blank = [UInt8](repeating: 0, count: 16)
        for proved in [UInt8(0), 1, 2] {
            var terminal = Terminal(try #require(SampleCard.blank()))
            _ = terminal.administer(0xCA, wire(SampleCard.aid, 3) + [UInt8(nibble) << 4 | 0x0B, 0x83])
            terminal.select(SampleCard.aid)
            #expect(terminal.authenticate(.ev2First, proved, blank) == 0)
            let expected: UInt8 =
                switch nibble {
                case 0xF: 0x9D
                case 0xE: proved == 2 ? 0 : 0xAE
                // Key 2 itself is the change key: then only the master key changes it.
                case 2: proved == 0 ? 0 : 0xAE
                default: Int(proved) == nibble ? 0 : 0xAE
                }
            let status = terminal.changeKey(2, to: SampleCard.keys[2], from: proved == 2 ? nil : blank)
            #expect(status == expected, "nibble \(nibble), proved \(proved)")
        }
    }
}
