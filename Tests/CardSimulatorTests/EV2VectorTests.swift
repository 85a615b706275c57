import CardCrypto
import Testing
import Vocabulary

@testable import CardSimulator

/// NXP's AN12343 and other people's traces drive the card, which must answer as printed.
struct EV2VectorTests {
    private let vectors: [String: PublishedVector]

    init() throws { vectors = try PublishedVector.load("desfire-ev2") }

    private func vector(_ id: String) throws -> PublishedVector { try #require(vectors[id]) }

    /// A card whose application has the vector's key, and which will draw the vector's challenge and identifier.
    private func chip(_ vector: PublishedVector, uid: String = "04DE5F1EACC040") throws -> DesfireChip {
        let key = try vector.need("key")
        let number = try vector.needNumber("key_no")
        let enciphered = try vector.need("E_RndB")
        let challenge = try #require(AESKey(key)).decryptBlock(enciphered)
        let random = try CardRandom(seed: 1, first: challenge + vector.need("TI"))
        return try Self.chip(key: key, number: number, uid: uid, random: random)
    }

    private static func chip(
        key: [UInt8], number: Int, uid: String = "04DE5F1EACC040", random: CardRandom = CardRandom(seed: 1)
    ) throws -> DesfireChip {
        var memory = DesfireMemory()
        var application = CardApplication(aid: 0x015342, keySettings: 0x0F, kind: .aes, keyCount: 5)
        application.keys[number] = CardKey(kind: .aes, bytes: key, version: 0)
        memory.applications = [application]
        let uid = try #require(CardUID(hex: uid))
        var chip = DesfireChip(generation: .ev2, uid: uid, memory: memory, random: random)
        #expect(chip.transmit([0x90, 0x5A, 0x00, 0x00, 0x03, 0x42, 0x53, 0x01, 0x00]) == [0x91, 0x00])
        return chip
    }

    /// Both passes as printed. - Returns: the card, authenticated.
    private func authenticated(_ id: String) throws -> DesfireChip {
        let vector = try vector(id)
        var chip = try chip(vector)
        let number = UInt8(try vector.needNumber("key_no"))
        let first = chip.transmit([0x90, 0x71, 0x00, 0x00, 0x02, number, 0x00, 0x00])
        #expect(try first == vector.need("E_RndB") + [0x91, 0xAF])
        let token = try vector.bytes("cmd2_data") ?? Array(vector.need("cmd2").dropFirst(5).dropLast())
        let second = chip.transmit([0x90, 0xAF, 0x00, 0x00, 0x20] + token + [0x00])
        #expect(try second == vector.need("response2") + [0x91, 0x00])
        return chip
    }

    @Test(arguments: [
        "an12343-t16", "an12343-t7-auth", "an12343-t32-auth", "an12343-t38-auth", "an12343-t40-auth",
    ])
    func `Authentication answers as printed`(id: String) throws {
        _ = try authenticated(id)
    }

    @Test func `A whole session of the application note: GetCardUID`() throws {
        var chip = try authenticated("an12343-t7-auth")
        let command = try vector("an12343-t7")
        let expected = try command.need("rsp_ciphertext") + command.need("rsp_mac")
        #expect(try chip.transmit(command.need("c_apdu")) == expected + [0x91, 0x00])
    }

    @Test func `A whole session of the application note: WriteRecord, then ReadRecords shows the old state`() throws {
        var chip = try authenticated("an12343-t32-auth")
        let records = StoredRecords(isCyclic: true, recordSize: 16, limit: 4)
        chip.memory.applications[0].files = [
            CardFile(number: 1, communication: 3, rights: AccessRights(0x1111), content: .records(records))
        ]
        let command = try vector("an12343-t32-writerecord")
        #expect(try chip.transmit(command.need("c_apdu")) == command.need("r_apdu"))
        guard case .append(let pending) = chip.transaction.records[1] else {
            Issue.record("no record is pending")
            return
        }
        #expect(try pending == command.need("cmd_data"))
    }

    @Test func `A whole session of the application note: GetKeyVersion`() throws {
        var chip = try authenticated("an12343-t38-auth")
        let command = try vector("an12343-t38")
        let expected = try command.need("rsp_data") + command.need("rsp_mac")
        #expect(try chip.transmit(command.need("c_apdu")) == expected + [0x91, 0x00])
    }

    @Test func `A whole session of the application note: ChangeKey of the proved key`() throws {
        var chip = try authenticated("an12343-t40-auth")
        let command = try vector("an12343-t40")
        #expect(try chip.transmit(command.need("c_apdu")) == [0x91, 0x00])
        #expect(chip.memory.applications[0].keys[0].bytes == Hex.bytes("01234567890123456789012345678901"))
        guard case .none = chip.channel else {
            Issue.record("changing the proved key ends the session")
            return
        }
    }

    /// A file as the vector's sample must have had it.
    private static func file(_ id: String) -> CardFile {
        let open = AccessRights(0x0000)
        let value = StoredValue(lower: 0, upper: .max, current: 0, options: 0)
        var records = StoredRecords(isCyclic: true, recordSize: 16, limit: 4)
        records.stored = [Hex.bytes("11223344556677889900112233445566") ?? []]
        let written = [UInt8](repeating: 0x22, count: 25) + [UInt8](repeating: 0, count: 23)
        return switch id {
        case "an12343-t11":
            CardFile(number: 4, communication: 0, rights: open, content: .standard([0]))
        case "an12343-t33":
            CardFile(number: 1, communication: 3, rights: open, content: .records(records))
        case "an12343-t35", "an12343-t36":
            CardFile(number: 3, communication: 3, rights: open, content: .value(value))
        default:
            CardFile(
                number: 0, communication: id == "an12343-t25" ? 3 : 1, rights: open, content: .standard(written))
        }
    }

    @Test(arguments: [
        "an12343-t11", "an12343-t23", "an12343-t24", "an12343-t25", "an12343-t33", "an12343-t35", "an12343-t36",
    ])
    func `The card answers a command of the application note byte for byte`(id: String) throws {
        let vector = try vector(id)
        var chip = try Self.chip(key: [UInt8](repeating: 0, count: 16), number: 0)
        chip.memory.applications[0].files = [Self.file(id)]
        chip.channel = .ev2(try channel(vector))
        var command = try vector.bytes("c_apdu") ?? assembled(vector)
        // One table prints CLA 00, a misprint for 90.
        command[0] = 0x90
        let data = vector.bytes("rsp_ciphertext") ?? vector.bytes("rsp_data") ?? []
        let expected = try data + vector.need("rsp_mac") + [0x91, 0x00]
        #expect(chip.transmit(command) == expected)
    }

    private func assembled(_ vector: PublishedVector) throws -> [UInt8] {
        let parts = ["cmd_header", "cmd_ciphertext", "cmd_mac"].flatMap { vector.bytes($0) ?? [] }
        return try [0x90] + vector.need("ins") + [0x00, 0x00, UInt8(parts.count)] + parts + [0x00]
    }

    private func channel(_ vector: PublishedVector) throws -> EV2Channel {
        let authentication = try vector.need("SesAuthMACKey")
        let encryption = vector.bytes("SesAuthENCKey") ?? authentication
        return EV2Channel(
            keyNumber: 0, encryption: try #require(AESKey(encryption)),
            authentication: try #require(AESKey(authentication)),
            identifier: try vector.need("TI"), counter: UInt16(try vector.needNumber("CmdCtr")))
    }

    @Test(arguments: [
        "an12343-t5", "an12343-t6", "an12343-t25", "an12343-t36", "ev2-java-cmd-3-C4", "ev2-java-cmd-5-8D",
    ])
    func `An enciphered command opens to the printed data`(id: String) throws {
        let vector = try vector(id)
        var channel = try channel(vector)
        let header = vector.bytes("cmd_header") ?? []
        let wire: [UInt8] =
            if let native = vector.bytes("native_cmd") { Array(native.dropFirst()) } else {
                Array(try vector.need("c_apdu").dropFirst(5).dropLast())
            }
        let ins = try #require((vector.bytes("ins") ?? vector.bytes("native_cmd"))?.first)
        let plan = CommandPlan(ins: ins, headerLength: header.count, payloadLength: nil, protection: .full)
        let opened = try channel.open(plan, wire)
        #expect(opened.header == header)
        #expect(try opened.payload == vector.need("cmd_data"))
        if let answer = vector.bytes("rsp_mac") { #expect(channel.seal(plan, []) == answer) }
    }

    @Test func `A flipped bit anywhere in a command is an integrity error and ends the session`() throws {
        let vector = try vector("an12343-t36")
        let command = try vector.need("c_apdu")
        for index in 5..<command.count - 1 {
            var chip = try Self.chip(key: [UInt8](repeating: 0, count: 16), number: 0)
            chip.memory.applications[0].files = [Self.file("an12343-t36")]
            chip.channel = .ev2(try channel(vector))
            var damaged = command
            damaged[index] ^= 0x10
            let status = chip.transmit(damaged)
            #expect(status == [0x91, index == 5 ? 0xF0 : 0x1E], "byte \(index)")
            #expect(chip.channel.keyNumber == nil)
        }
    }
}
