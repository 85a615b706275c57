import Testing
import Vocabulary

@testable import CardSimulator

/// A real card's session, printed by ElmueSoft, and libfreefare's recorded cryptograms.
struct EV1VectorTests {
    private let vectors: [String: PublishedVector]

    init() throws { vectors = try PublishedVector.load("desfire-ev1") }

    private func vector(_ id: String) throws -> PublishedVector { try #require(vectors[id]) }

    /// A card that will draw the printed challenges in their order.
    private func chip(_ authentications: [String]) throws -> DesfireChip {
        let challenges = try authentications.flatMap { try vector($0).need("RndB") }
        var memory = DesfireMemory()
        var application = CardApplication(aid: 0x0000AA, keySettings: 0x0F, kind: .aes, keyCount: 2)
        application.keys[1] = CardKey(
            kind: .aes, bytes: Hex.bytes("10182028303840485058606870788088") ?? [], version: 0x10)
        memory.applications = [application]
        let uid = try #require(CardUID(hex: "04DE5F1EACC040"))
        var chip = DesfireChip(
            generation: .ev1, uid: uid, memory: memory, random: CardRandom(seed: 1, first: challenges))
        #expect(chip.transmit([0x5A, 0xAA, 0x00, 0x00]) == [0x00])
        return chip
    }

    private func authenticate(_ chip: inout DesfireChip, _ id: String) throws {
        let vector = try vector(id)
        let first = try chip.transmit(vector.need("native_cmd1"))
        #expect(try first == [0xAF] + vector.need("card_rndB_enc"))
        let second = try chip.transmit([0xAF] + vector.need("RndAB_enc"))
        #expect(try second == [0x00] + vector.need("card_final"))
    }

    private func exchange(_ chip: inout DesfireChip, _ id: String) throws {
        let vector = try vector(id)
        let answer = try chip.transmit(vector.need("native_cmd"))
        #expect(answer == vector.bytes("native_rsp") ?? [0x00], "\(id)")
    }

    @Test func `Key 0 goes through four values as on the real card`() throws {
        var chip = try chip(["ev1-aes-auth-1", "ev1-aes-auth-2", "ev1-aes-auth-3", "ev1-aes-auth-4"])
        try authenticate(&chip, "ev1-aes-auth-1")
        try exchange(&chip, "ev1-changekey-1")
        try authenticate(&chip, "ev1-aes-auth-2")
        try exchange(&chip, "ev1-changekey-2")
        try authenticate(&chip, "ev1-aes-auth-3")
        try exchange(&chip, "ev1-cmac-3")
        try exchange(&chip, "ev1-changekey-4")
        try authenticate(&chip, "ev1-aes-auth-4")
    }

    @Test func `A file is created, written and read as on the real card`() throws {
        var chip = try chip(["ev1-aes-auth-5"])
        try authenticate(&chip, "ev1-aes-auth-5")
        for number in 7...13 { try exchange(&chip, "ev1-cmac-\(number)") }
    }

    @Test(arguments: ["writedata-std", "writedata-backup", "credit", "writerecord"])
    func `A cryptogram of libfreefare opens to its data`(name: String) throws {
        let vector = try vector("ev1-full-cmd-\(name)-1")
        let header = try vector.need("header")
        let data = try vector.need("data")
        var channel = try #require(
            EV1Channel(
                keyNumber: 0, sessionKey: try vector.need("session_key"),
                iv: try vector.need("iv_before")))
        let plan = CommandPlan(
            ins: header[0], headerLength: header.count - 1, payloadLength: data.count, protection: .full)
        let command = Array(try vector.need("native_cmd").dropFirst())
        #expect(try channel.open(plan, command).payload == data)
        let expected = try vector.need("iv_after")
        var continued = try #require(
            EV1Channel(keyNumber: 0, sessionKey: try vector.need("session_key"), iv: expected))
        #expect(channel.seal(plan, []) == continued.seal(plan, []), "the IV has moved on as recorded")
    }

    @Test(arguments: 1...8)
    func `An enciphered answer is what libfreefare accepted`(number: Int) throws {
        let vector = try vector("ev1-full-rsp-\(number)")
        var channel = try #require(
            EV1Channel(
                keyNumber: 0, sessionKey: try vector.need("session_key"),
                iv: try vector.need("iv_before")))
        let plan = CommandPlan(ins: 0xBD, headerLength: 7, payloadLength: 0, protection: .full)
        let sealed = channel.seal(plan, try vector.need("data"))
        #expect(try sealed == vector.need("ciphertext"))
    }

    @Test(arguments: 1...2) func `The checksum goes least significant byte first`(number: Int) throws {
        let vector = try vector("desfire-crc32-\(number)")
        #expect(try Checksum.crc32(vector.need("data")) == vector.bytes("crc32_wire_lsb_first"))
    }

    @Test func `The type A checksum is the standard's example`() {
        // ISO/IEC 14443-3 annex B.
        #expect(Checksum.crc16([0x00, 0x00]) == [0xA0, 0x1E])
        #expect(Checksum.crc16([0x12, 0x34]) == [0x26, 0xCF])
    }

    @Test func `Two-key DES agrees with the published single DES pair when both keys are equal`() {
        // FIPS 46-3's classic worked example.
        let key = Hex.bytes("133457799BBCDFF1") ?? []
        let cipher = TripleDES(key + key)
        #expect(cipher.encrypt(Hex.bytes("0123456789ABCDEF") ?? []) == Hex.bytes("85E813540F0AB405"))
        #expect(cipher.decrypt(Hex.bytes("85E813540F0AB405") ?? []) == Hex.bytes("0123456789ABCDEF"))
    }
}
