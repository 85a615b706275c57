import CardCrypto
import Testing
import Vocabulary

@testable import CardProtocol

/// Key files, diversification, and that no key prints itself.
struct KeyTests {
    static let hex = "00112233445566778899AABBCCDDEEFF"

    @Test func `Diversification equals a plain CMAC for 16 to 31 bytes, and only there`() throws {
        let bytes = try #require(Hex.bytes(Self.hex))
        let key = try #require(AESKey(bytes))
        for count in 1...31 {
            let input = (0..<count).map { UInt8($0) }
            let equal = Diversification.aes128(master: key, input: input) == key.cmac([0x01] + input)
            #expect(equal == (count >= 16), "\(count) bytes")
        }
        let uid = try #require(CardUID(hex: "04112233445566"))
        #expect(MemberCardV1.diversification(uid)?.count == 16)
        let short = try #require(CardUID(hex: "04112233"))
        #expect(MemberCardV1.diversification(short) == nil)
    }

    @Test func `A key file is comments and lines of role, generation and key`() throws {
        let ring = try KeyRing(text: "# desk\n\nkiosk 1 \(Self.hex) # old\n  kiosk 2 \(Self.hex)\npicc 1 \(Self.hex)")
        #expect(ring.generations(of: .kiosk) == [1, 2])
        #expect(ring.roles == [.kiosk, .picc])
        #expect(ring.key(.staff, generation: 1) == nil)
    }

    @Test(arguments: [
        ("kiosk 1", KeyRing.Problem.notThreeWords(line: 1)),
        ("\nking 1 \(hex)", .unknownRole(line: 2)),
        ("kiosk 0 \(hex)", .badGeneration(line: 1)),
        ("kiosk 128 \(hex)", .badGeneration(line: 1)),
        ("kiosk 1 0011", .badKey(line: 1)),
        ("kiosk 1 \(hex)\nkiosk 1 \(hex)", .repeated(line: 2)),
        ("kiosk 1 \(hex)\nstaff 1 \(hex)", .notForKiosks(.staff)),
        ("", .missing(.kiosk)),
    ])
    func `A wrong key file is refused by line, and the text holds no key`(_ text: String, _ problem: KeyRing.Problem) {
        #expect(throws: problem) { try KioskKeys(text: text) }
        #expect(!problem.description.contains("0011"))
    }

    @Test func `No key prints itself`() throws {
        let ring = try KeyRing(text: "kiosk 1 \(Self.hex)")
        let key = try #require(ring.key(.kiosk, generation: 1))
        let new = NewKey.aes(try #require(Hex.bytes(Self.hex)), version: 1)
        let des = try #require(Hex.bytes(Self.hex).flatMap { TripleDESKey($0) })
        let things: [Any] = [
            ring, try KioskKeys(ring), key, new, des, Hex.bytes(Self.hex).flatMap { AESKey($0) } as Any,
        ]
        for thing in things {
            var dumped = ""
            dump(thing, to: &dumped)
            for text in ["\(thing)", String(reflecting: thing), dumped] {
                #expect(!text.contains("0011223") && !text.contains("17, 34, 51") && !text.contains("- 51"), "\(text)")
            }
        }
        #expect(key.checkValue.count == 6)
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `No bytes from outside trap a parser`(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<4_000 {
            let count = Int(generator.next() % 64)
            let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next() >> 11) }
            _ = ResponseAPDU(bytes)
            _ = FileSettings(bytes)
            _ = KeySettings(bytes)
            _ = CardVersion(bytes)
            _ = MemberFile(bytes)
            _ = CardRecord(bytes)
            _ = Odometer.spent(bytes)
            _ = BitPadding.unpad(bytes)
            _ = try? KeyRing(text: String(decoding: bytes, as: UTF8.self))
            _ = try? Vector.list(json: bytes)
            _ = StatusWord(UInt16(truncatingIfNeeded: generator.next())).description
        }
    }

    @Test(arguments: [UInt64(1), 2])
    func `Sessions open no answer that was not made for them`(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let key = try #require(Hex.bytes(Self.hex).flatMap { AESKey($0) })
        let commands = [DESFireCommand.getValue(2), .commitTransaction, .getKeySettings, .readData(1, count: 48)]
        for _ in 0..<2_000 {
            let bytes = (0..<Int(generator.next() % 90)).map { _ in UInt8(truncatingIfNeeded: generator.next() >> 7) }
            for command in commands {
                var ev2 = EV2Session(encryptionKey: key, macKey: key, transaction: [1, 2, 3, 4])
                var ev1 = EV1Session(key: key)
                _ = ev2.seal(command)
                _ = ev1.seal(command)
                #expect(throws: CardError.self) { try ev2.open(bytes, to: command) }
                #expect(throws: CardError.self) { try ev1.open(bytes, to: command) }
            }
        }
    }

    @Test func `The member file and the record are what they were, and every changed byte of the file is noticed`()
        throws
    {
        let member = try #require(MemberID("6f1f3c9e-4b58-4c61-9a0b-0d1f2a3b4c5d"))
        let file = MemberFile(
            member: member, issueNumber: 3, expiryDay: 21_000, tierHint: 2, language: 1, generation: .ev3)
        #expect(file.bytes.count == 48)
        #expect(MemberFile(file.bytes) == file)
        for index in file.bytes.indices {
            var damaged = file.bytes
            damaged[index] ^= 0x10
            #expect(MemberFile(damaged) == nil, "byte \(index)")
        }
        let record = CardRecord(
            operation: try #require(OperationID("11111111-2222-4333-8444-555555555555")), kind: 2,
            amount: Amount(points: 30, fen: 2_147_483_647), after: Amount(points: 31, fen: 2_147_483_647),
            kioskNumber: .max, atSeconds: -1)
        #expect(record.bytes.count == 48)
        #expect(CardRecord(record.bytes) == record)
    }
}
