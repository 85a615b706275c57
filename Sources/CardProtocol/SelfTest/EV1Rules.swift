internal import CardCrypto
internal import Vocabulary

/// Rules for EV1's AES protocol.
extension SelfTest {
    static func ev1Rule(for vector: Vector) throws(VectorProblem) -> Rule {
        let names = Set(vector.inputs.keys)
        if names.isSuperset(of: ["card_rndB_enc", "card_final"]) { return ev1Authentication }
        if names.isSuperset(of: ["new_key", "session_key"]) { return ev1ChangeKey }
        if names.isSuperset(of: ["native_cmd", "native_rsp"]) { return ev1PlainExchange }
        if names == ["RndA", "RndB"] { return ev1SessionKey }
        if names == ["data"] { return crc32 }
        throw .noRule("no rule for these inputs")
    }

    static func ev1Authentication(_ inputs: VectorInputs, _: Vector) throws(VectorProblem) -> Computed {
        let key = try aes(inputs, "key")
        let randomA = try inputs.hex("RndA", count: 16)
        let challenge = try inputs.hex("card_rndB_enc", count: 16)
        var proof = EV1Authentication(key: key, randomA: randomA)
        guard let response = proof.respond(to: challenge) else { throw .damaged("challenge length") }
        guard proof.session(from: try inputs.hex("card_final")) != nil else {
            throw .damaged("the card's proof is wrong")
        }
        let randomB = key.decryptBlock(challenge)
        var computed = Computed()
        computed["native_cmd1"] = [Instruction.authenticateAES.rawValue, try inputs.byte("key_no")]
        computed["RndB"] = randomB
        computed["RndAB_enc"] = response
        computed["RndA_rot"] = EV2Authentication.rotated(randomA)
        computed["session_key"] = EV1Authentication.sessionKey(randomA: randomA, randomB: randomB)
        return computed
    }

    /// Of the authenticated key, or of another one when the vector says which key it replaces.
    static func ev1ChangeKey(_ inputs: VectorInputs, _: Vector) throws(VectorProblem) -> Computed {
        let number = try inputs.byte("key_no")
        let replaced = try replacedKey(inputs, isOwn: number == (try inputs.byte("auth_key_no")))
        var session = try ev1Session(inputs)
        let cryptogram = session.keyCryptogram(number: number, new: try newKey(inputs), replacing: replaced)
        let payload = session.seal(.init(.changeKey, header: [number], data: cryptogram, protection: .full))
        var computed = Computed()
        computed["plain_cryptogram"] = EV1Session.zeroPadded(cryptogram)
        computed["enc_cryptogram"] = Array(payload.dropFirst())
        computed["native_cmd"] = [Instruction.changeKey.rawValue] + payload
        return computed
    }

    static func ev1PlainExchange(_ inputs: VectorInputs, _: Vector) throws(VectorProblem) -> Computed {
        var session = try ev1Session(inputs)
        let native = try inputs.hex("native_cmd")
        guard !native.isEmpty else { throw .damaged("native_cmd names no command") }
        var computed = Computed()
        session.advance(over: native)
        computed["native_cmd"] = native
        computed["tx_cmac"] = session.iv
        let answer = try inputs.hex("native_rsp")
        guard answer.first == 0x00, (try? session.authenticated(Array(answer.dropFirst()))) != nil else {
            throw .damaged("native_rsp does not open")
        }
        computed["rx_cmac"] = session.iv
        computed["rx_cmac8_on_wire"] = Array(session.iv.prefix(8))
        return computed
    }

    static func ev1SessionKey(_ inputs: VectorInputs, _: Vector) throws(VectorProblem) -> Computed {
        var computed = Computed()
        computed["session_key"] = EV1Authentication.sessionKey(
            randomA: try inputs.hex("RndA", count: 16), randomB: try inputs.hex("RndB", count: 16))
        return computed
    }

    static func crc32(_ inputs: VectorInputs, _: Vector) throws(VectorProblem) -> Computed {
        let bytes = DESFireCRC32.bytes(try inputs.hex("data"))
        var computed = Computed()
        computed["crc32_value"] = bytes.reversed()
        computed["crc32_wire_lsb_first"] = bytes
        return computed
    }

    static func ev1FullCommand(_ inputs: VectorInputs, _: Vector) throws(VectorProblem) -> Computed {
        var session = try ev1Session(inputs)
        let header = try inputs.hex("header")
        let data = try inputs.hex("data")
        guard !header.isEmpty else { throw .damaged("header names no command") }
        let ciphertext = session.encrypt(data, behind: header)
        var computed = Computed()
        computed["crc32"] = DESFireCRC32.bytes(header + data)
        computed["ciphertext"] = ciphertext
        computed["native_cmd"] = header + ciphertext
        computed["iv_after"] = session.iv
        return computed
    }

    /// The answer is made here as a card would, and must then open.
    static func ev1FullAnswer(_ inputs: VectorInputs, _: Vector) throws(VectorProblem) -> Computed {
        var session = try ev1Session(inputs)
        let data = try inputs.hex("data")
        let padded = EV1Session.zeroPadded(data + DESFireCRC32.bytes(data + [0x00]))
        let ciphertext = session.key.encryptCBC(padded, iv: session.iv)
        let command = DESFireCommand(.readData, header: [0x00], protection: .full, answerCount: data.count)
        guard (try? session.open(ciphertext, to: command)) == data else { throw .damaged("the answer does not open") }
        var computed = Computed()
        computed["padded"] = padded
        computed["ciphertext"] = ciphertext
        return computed
    }

    private static func ev1Session(_ inputs: VectorInputs) throws(VectorProblem) -> EV1Session {
        EV1Session(key: try aes(inputs, "session_key"), iv: try inputs.hex("iv_before", count: 16))
    }
}
