internal import CardCrypto
internal import Vocabulary

/// Rules for everything that EV2 and NTAG 424 share: authentication, IVs, protected exchanges.
extension SelfTest {
    static func ev2Rule(for vector: Vector) throws(VectorProblem) -> Rule {
        let names = Set(vector.inputs.keys)
        if names.isSuperset(of: ["key", "RndA", "RndB"]) { return ev2SessionKeys }
        if names.isSuperset(of: ["key", "cmd2_data"]) { return ev2RecordedAuthentication }
        if names.isSuperset(of: ["key", "E_RndB"]) { return ev2Authentication }
        if names.contains("SesAuthMACKey") { return ev2Exchange }
        if names == ["SesAuthENCKey", "TI", "CmdCtr"] { return ev2CommandIV }
        throw .noRule("no rule for these inputs")
    }

    /// The whole handshake, from the reader's side.
    static func ev2Authentication(_ inputs: VectorInputs, _: Vector) throws(VectorProblem) -> Computed {
        let key = try aes(inputs, "key")
        let randomA = try inputs.hex("RndA", count: 16)
        var proof = EV2Authentication(key: key, randomA: randomA)
        guard let response = proof.respond(to: try inputs.hex("E_RndB")) else { throw .damaged("challenge length") }
        let final = try inputs.hex("response2")
        guard let session = proof.session(from: final) else { throw .damaged("the card's proof is wrong") }
        let first = CommandAPDU(
            desfire: Instruction.authenticateEV2First.rawValue, [try inputs.byte("key_no"), 0x00])
        let plain = key.decryptCBC(final, iv: EV2Authentication.zeroIV)
        var computed = Computed()
        computed["cmd1"] = first.bytes
        computed["cmd2"] = CommandAPDU.next(response).bytes
        computed["RndB"] = key.decryptBlock(try inputs.hex("E_RndB", count: 16))
        computed["RndA_rot"] = Array(plain[4..<20])
        computed["PDcap2"] = Array(plain[20..<26])
        computed["PCDcap2"] = Array(plain[26..<32])
        computed["TI"] = session.transaction
        record(key, randomA, try inputs.hex("E_RndB"), in: &computed)
        return computed
    }

    /// A recorded handshake whose RndA is not printed: it is recovered from the reader's message.
    static func ev2RecordedAuthentication(_ inputs: VectorInputs, _: Vector) throws(VectorProblem) -> Computed {
        let key = try aes(inputs, "key")
        let message = try inputs.hex("cmd2_data", count: 32)
        let sent = key.decryptCBC(message, iv: EV2Authentication.zeroIV)
        let randomA = Array(sent[..<16])
        var proof = EV2Authentication(key: key, randomA: randomA)
        let response = proof.respond(to: try inputs.hex("E_RndB"))
        let session = proof.session(from: try inputs.hex("response2"))
        var computed = Computed()
        computed["RndA_recovered"] = randomA
        computed.set("RndB_rot_matches", text: response == message ? "True" : "False")
        computed.set("RndA_rot_matches", text: session != nil ? "True" : "False")
        computed["TI"] = session?.transaction
        record(key, randomA, try inputs.hex("E_RndB", count: 16), in: &computed)
        return computed
    }

    static func ev2SessionKeys(_ inputs: VectorInputs, _: Vector) throws(VectorProblem) -> Computed {
        let keys = EV2Authentication.sessionKeys(
            key: try aes(inputs, "key"), randomA: try inputs.hex("RndA", count: 16),
            randomB: try inputs.hex("RndB", count: 16))
        var computed = Computed()
        computed["SesAuthENCKey"] = keys.encryption
        computed["SesAuthMACKey"] = keys.mac
        return computed
    }

    static func ev2CommandIV(_ inputs: VectorInputs, _: Vector) throws(VectorProblem) -> Computed {
        let session = try ev2Session(inputs)
        var computed = Computed()
        computed["iv_cmd"] = session.commandIV
        return computed
    }

    /// One protected command and the MAC of its answer, both through the session that cards meet.
    static func ev2Exchange(_ inputs: VectorInputs, _ vector: Vector) throws(VectorProblem) -> Computed {
        var session = try ev2Session(inputs)
        let code = try instructionCode(inputs, vector)
        let header = try inputs.hex("cmd_header")
        var computed = Computed()
        var data = try inputs.optionalHex("cmd_data")
        if let cryptogram = try ev2Cryptogram(inputs, session, header) {
            computed["plain_cryptogram"] = cryptogram
            computed["cmd_data"] = cryptogram
            data = cryptogram
        }
        computed["iv_cmd"] = session.commandIV
        let payload = session.seal(
            code: code, header: header, data: data, encrypting: inputs.has("SesAuthENCKey"))
        let body = Array(payload.dropLast(EV2Session.macCount))
        computed["cmd_mac"] = Array(payload.suffix(EV2Session.macCount))
        computed["cmd_ciphertext"] = Array(body.dropFirst(header.count))
        computed["c_apdu"] = CommandAPDU(desfire: code, payload).bytes
        computed["native_cmd"] = [code] + payload
        try ev2Answer(inputs, code, session, &computed)
        return computed
    }

    /// What ChangeKey encrypts, where the vector states keys; `nil` where it states the data, or another command.
    private static func ev2Cryptogram(
        _ inputs: VectorInputs, _ session: EV2Session, _ header: [UInt8]
    ) throws(VectorProblem) -> [UInt8]? {
        guard inputs.has("new_key") else { return nil }
        guard let number = header.first else { throw .damaged("cmd_header names no key") }
        let isOwn = inputs.has("auth_key_no") ? number == (try inputs.byte("auth_key_no")) : !inputs.has("old_key")
        let replaced = try replacedKey(inputs, isOwn: isOwn)
        return session.keyCryptogram(number: number, new: try newKey(inputs), replacing: replaced)
    }

    private static func ev2Answer(
        _ inputs: VectorInputs, _ code: UInt8, _ session: EV2Session, _ computed: inout Computed
    ) throws(VectorProblem) {
        computed["iv_rsp"] = session.answerIV
        let ciphertext = try inputs.optionalHex("rsp_ciphertext")
        let body = ciphertext.isEmpty ? try inputs.optionalHex("rsp_data") : ciphertext
        let mac = session.answerMAC(body)
        computed["rsp_mac"] = mac
        if inputs.has("r_apdu") { computed["r_apdu"] = body + mac + [0x91, 0x00] }
        guard !ciphertext.isEmpty else { return }
        guard ciphertext.count.isMultiple(of: 16) else { throw .damaged("the answer is no whole block") }
        let plain = session.decrypted(ciphertext)
        computed["rsp_plain_padded"] = plain
        // CommitReaderID answers one whole block without padding (AN12343 table 32), which we never read.
        if code == Instruction.commitReaderID.rawValue { return }
        guard BitPadding.unpad(plain) != nil else { throw .damaged("the answer does not open") }
    }

    /// 16 bytes and a version.
    static func newKey(_ inputs: VectorInputs) throws(VectorProblem) -> NewKey {
        guard let version = try inputs.hex("new_key_version", count: 1).first else { throw .damaged("no version") }
        return .aes(try inputs.hex("new_key", count: 16), version: version)
    }

    /// What ChangeKey mixes the new key with; `nil` for the key that authenticated.
    static func replacedKey(_ inputs: VectorInputs, isOwn: Bool) throws(VectorProblem) -> [UInt8]? {
        if isOwn { return nil }
        guard inputs.has("old_key") else { throw .damaged("the replaced key is not stated") }
        return try inputs.hex("old_key", count: 16)
    }

    /// Stated, or named by the vector's name: `WriteData …`, or `… ins C4 …`.
    private static func instructionCode(_ inputs: VectorInputs, _ vector: Vector) throws(VectorProblem) -> UInt8 {
        if inputs.has("ins"), let code = try inputs.hex("ins", count: 1).first { return code }
        if vector.name.hasPrefix("WriteData") { return 0x8D }
        let words = vector.name.split(separator: " ")
        guard let index = words.firstIndex(of: "ins"), index + 1 < words.count,
            let code = Hex.bytes(words[index + 1])?.first
        else { throw .damaged("input ins is missing") }
        return code
    }

    private static func ev2Session(_ inputs: VectorInputs) throws(VectorProblem) -> EV2Session {
        let encryption = try aes(inputs, inputs.has("SesAuthENCKey") ? "SesAuthENCKey" : "SesAuthMACKey")
        let mac = try aes(inputs, inputs.has("SesAuthMACKey") ? "SesAuthMACKey" : "SesAuthENCKey")
        guard let counter = UInt16(exactly: try inputs.number("CmdCtr")) else { throw .damaged("CmdCtr is too large") }
        return EV2Session(
            encryptionKey: encryption, macKey: mac, transaction: try inputs.hex("TI", count: 4), counter: counter)
    }

    private static func record(
        _ key: AESKey, _ randomA: [UInt8], _ challenge: [UInt8], in computed: inout Computed
    ) {
        let randomB = key.decryptBlock(challenge)
        let keys = EV2Authentication.sessionKeys(key: key, randomA: randomA, randomB: randomB)
        computed["SesAuthENCKey"] = keys.encryption
        computed["SesAuthMACKey"] = keys.mac
    }

    static func aes(_ inputs: VectorInputs, _ name: String) throws(VectorProblem) -> AESKey {
        guard let key = AESKey(try inputs.hex(name)) else { throw .damaged("input \(name) is no AES key") }
        return key
    }
}
