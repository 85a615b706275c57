internal import CardCrypto
internal import Vocabulary

/// Rules for primitives, diversification, framing, Transaction MACs and tags.
extension SelfTest {
    static func cmac(_ inputs: VectorInputs, _: Vector) throws(VectorProblem) -> Computed {
        let key = try aes(inputs, "key")
        let subkeys = CMACSubkeys(key)
        var computed = Computed()
        computed["L"] = subkeys.base
        computed["K1"] = subkeys.first
        computed["K2"] = subkeys.second
        guard inputs.has("message") else { return computed }
        let message = try inputs.hex("message")
        // Two ways to the same value: the library's, and ours that can start from an IV.
        let mac = key.cmac(message)
        guard mac == ChainedCMAC.mac(key, message, iv: EV2Authentication.zeroIV) else {
            throw .damaged("two implementations of CMAC differ")
        }
        computed["cmac"] = mac
        return computed
    }

    static func diversification(_ inputs: VectorInputs, _ vector: Vector) throws(VectorProblem) -> Computed {
        let master = try inputs.hex("master_key")
        let input = try inputs.hex("M")
        var computed = Computed()
        switch vector.name.prefix(while: { $0 != " " }) {
        case "AES-128": try aes128(inputs, master, input, &computed)
        case "AES-192":
            let key = try aesKey(master, count: 24, input)
            computed["A"] = Diversification.block(key, [0x11] + input)
            computed["diversified_key"] = Diversification.aes192(master: key, input: input)
        case "AES-256":
            let key = try aesKey(master, count: 32, input)
            computed["A"] = Diversification.block(key, [0x41] + input)
            computed["diversified_key"] = Diversification.aes256(master: key, input: input)
        case "2TDEA": computed["diversified_key"] = try tripleDES(master, keys: 2, input)
        case "3TDEA": computed["diversified_key"] = try tripleDES(master, keys: 3, input)
        default: throw .noRule("no rule for this kind of key")
        }
        return computed
    }

    /// AN10957 diversifies as AN10922 does, with the UID alone, and signs with a CMAC whose IV is the UID and an 80.
    static func accessDataModel(_ inputs: VectorInputs, _ vector: Vector) throws(VectorProblem) -> Computed {
        let input = try inputs.hex(inputs.has("M") ? "M" : "uid")
        let master = try aesKey(try inputs.hex("master_key"), count: 16, input)
        let diversified = Diversification.aes128(master: master, input: input)
        var computed = Computed()
        computed["diversified_key"] = diversified
        guard inputs.has("data"), let key = AESKey(diversified) else { return computed }
        let mac = ChainedCMAC.mac(key, try inputs.hex("data"), iv: BitPadding.pad(try inputs.hex("uid", count: 7)))
        computed["signature"] = Array(mac.prefix(8))
        return computed
    }

    private static func aes128(
        _ inputs: VectorInputs, _ master: [UInt8], _ input: [UInt8], _ computed: inout Computed
    ) throws(VectorProblem) {
        let key = try aesKey(master, count: 16, input)
        let subkeys = CMACSubkeys(key)
        computed["K0"] = subkeys.base
        computed["K1"] = subkeys.first
        computed["K2"] = subkeys.second
        computed["div_constant"] = [0x01]
        if inputs.has("uid"), inputs.has("aid"), inputs.has("system_id") {
            computed["M"] = try inputs.hex("uid") + inputs.hex("aid") + inputs.hex("system_id")
        }
        computed["diversified_key"] = Diversification.aes128(master: key, input: input)
    }

    private static func aesKey(_ bytes: [UInt8], count: Int, _ input: [UInt8]) throws(VectorProblem) -> AESKey {
        guard bytes.count == count, let key = AESKey(bytes) else { throw .damaged("master_key has a wrong length") }
        guard (1...Diversification.maximumInput).contains(input.count) else { throw .damaged("M has a wrong length") }
        return key
    }

    private static func tripleDES(_ bytes: [UInt8], keys: Int, _ input: [UInt8]) throws(VectorProblem) -> [UInt8] {
        guard bytes.count == 8 * keys, let key = TripleDESKey(bytes) else {
            throw .damaged("master_key has a wrong length")
        }
        guard (1...15).contains(input.count) else { throw .damaged("M has a wrong length") }
        return Diversification.tripleDES(master: key, keys: keys, input: input)
    }

    static func transactionMAC(_ inputs: VectorInputs, _ vector: Vector) throws(VectorProblem) -> Computed {
        var computed = Computed()
        if inputs.has("AppTransactionMACKey") {
            let counter = try inputs.number("TMC_used")
            let keys = TransactionMAC.sessionKeys(
                master: try aes(inputs, "AppTransactionMACKey"), uid: try inputs.hex("uid"), counter: counter)
            computed["SesTMMACKey"] = keys?.mac
            computed["SesTMENCKey"] = keys?.encryption
            if inputs.has("TMC_stored") { computed.set("TMC_stored", text: String(counter &- 1)) }
        } else if inputs.has("SesTMMACKey") {
            computed["TMV"] = TransactionMAC.value(key: try aes(inputs, "SesTMMACKey"), input: try inputs.hex("TMI"))
        } else if inputs.has("SesTMENCKey") {
            computed["EncTMRI"] = TransactionMAC.encrypted(
                readerID: try inputs.hex("TMRIPrev", count: 16), key: try aes(inputs, "SesTMENCKey"))
        } else {
            throw .noRule("the key is not stated")
        }
        return computed
    }

    /// EncK of a delegated application (AN12696): 7 random bytes, key, version, zeros.
    static func delegatedKey(_ inputs: VectorInputs, _: Vector) throws(VectorProblem) -> Computed {
        let plain =
            try inputs.hex("random7", count: 7) + inputs.hex("app_default_key", count: 16)
            + inputs.hex("key_version", count: 1)
        var computed = Computed()
        computed["EncK"] = try aes(inputs, "DAMENCKey").encryptCBC(
            EV1Session.zeroPadded(plain), iv: EV2Authentication.zeroIV)
        return computed
    }

    static func dynamicMessage(_ inputs: VectorInputs, _: Vector) throws(VectorProblem) -> Computed {
        let key = try aes(inputs, "SDMFileReadKey")
        var computed = Computed()
        let uid: [UInt8]
        let counter: UInt32
        if inputs.has("picc_data") {
            let identity = SecureDynamicMessage.identity(
                metaReadKey: try aes(inputs, "SDMMetaReadKey"), encrypted: try inputs.hex("picc_data"))
            guard let identity else { throw .damaged("picc_data does not decrypt to an identity") }
            (uid, counter) = (identity.uid, identity.counter)
            computed["picc_plain_tag"] = [identity.tag]
            computed["uid"] = uid
            computed.set("read_ctr", text: String(counter))
        } else {
            uid = try inputs.hex("uid", count: 7)
            counter = UInt32(LittleEndian.value(try inputs.hex("read_ctr_ascii", count: 3).reversed()))
        }
        let text = inputs.has("mac_input_ascii") ? Array(try inputs.text("mac_input_ascii").utf8) : []
        computed["sdmmac"] = SecureDynamicMessage.mac(fileReadKey: key, uid: uid, counter: counter, input: text)
        if inputs.has("enc_file_data") {
            computed["file_data"] = SecureDynamicMessage.fileContent(
                fileReadKey: key, uid: uid, counter: counter, encrypted: try inputs.hex("enc_file_data"))
            let mirrored = try inputs.text("mac_input_ascii").prefix { $0 != "&" }
            computed["enc_file_data"] = Hex.bytes(mirrored)
        }
        return computed
    }

    static func originality(_ inputs: VectorInputs, _: Vector) throws(VectorProblem) -> Computed {
        let valid = OriginalitySignature.isValid(
            try inputs.hex("signature"), uid: try inputs.hex("uid"), publicKey: try inputs.hex("public_key"))
        var computed = Computed()
        computed.set("valid", text: valid ? "True" : "False")
        return computed
    }

    /// AN12343 table 12, as the note explains it: six files; 00 is a data file of 256 bytes, 03 a value file
    /// from 0 to the largest number with free GetValue. The commands and answers follow from that.
    static func framing(_ inputs: VectorInputs, _: Vector) throws(VectorProblem) -> Computed {
        guard inputs.has("get_file_ids"), inputs.has("get_settings_00"), inputs.has("get_settings_03") else {
            throw .noRule("a printed sample, only to show the frames")
        }
        let data = FileSettings(
            protection: .full, access: AccessRights(read: 1, write: 0xF, readWrite: 3, change: 0),
            content: .standard(bytes: 256))
        let value = FileSettings(
            protection: .full, access: AccessRights(read: 1, write: 2, readWrite: 3, change: 0),
            content: .value(lower: 0, upper: 0x7FFF_FFFF, limitedCredit: 0, options: 3))
        var computed = Computed()
        computed["get_file_ids"] = CommandAPDU(desfire: Instruction.getFileIDs.rawValue).bytes
        computed["get_settings_00"] = CommandAPDU(desfire: Instruction.getFileSettings.rawValue, [0x00]).bytes
        computed["get_settings_03"] = CommandAPDU(desfire: Instruction.getFileSettings.rawValue, [0x03]).bytes
        computed["file_ids"] = [0x0F, 0x1F, 0x03, 0x00, 0x01, 0x04, 0x91, 0x00]
        computed["settings_00"] = try settingsAnswer(data)
        computed["settings_03"] = try settingsAnswer(value)
        return computed
    }

    /// The bytes of a GetFileSettings answer; they must parse to what they were made from.
    private static func settingsAnswer(_ settings: FileSettings) throws(VectorProblem) -> [UInt8] {
        let start = [settings.protection] + settings.access.bytes
        let bytes: [UInt8] =
            switch settings.content {
            case .standard(let count): [0] + start + LittleEndian.bytes(count, 3)
            case .value(let lower, let upper, let limited, let options):
                [2] + start + [lower, upper, limited].flatMap { LittleEndian.bytes($0, 4) } + [options]
            case .backup, .linear, .cyclic: []
            }
        guard FileSettings(bytes) == settings else { throw .damaged("file settings do not parse") }
        return bytes + [0x91, 0x00]
    }
}
