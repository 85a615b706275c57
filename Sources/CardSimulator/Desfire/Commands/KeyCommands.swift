/// Keys and who may change them.
extension DesfireChip {
    func key(_ number: UInt8) throws(DesfireStatus) -> CardKey {
        guard let currentIndex else {
            guard number == 0 else { throw .noSuchKey }
            return memory.masterKey
        }
        let keys = memory.applications[currentIndex].keys
        guard Int(number) < keys.count else { throw .noSuchKey }
        return keys[Int(number)]
    }

    mutating func runKeyCommand(_ ins: UInt8, _ command: OpenedCommand) throws(DesfireStatus) -> [UInt8] {
        switch ins {
        case Command.getKeySettings:
            guard command.header.isEmpty else { throw .length }
            try requireMaster(unless: KeySettings.freeListing)
            return [settings, keyCountAndKind]
        case Command.getKeyVersion:
            guard command.header.count == 1 else { throw .length }
            return [try key(command.header[0]).version]
        case Command.changeKeySettings:
            return try changeKeySettings(command.payload)
        default:
            return try changeKey(command)
        }
    }

    private var keyCountAndKind: UInt8 {
        guard let currentIndex else { return memory.masterKey.kind == .aes ? 0x81 : 0x01 }
        let application = memory.applications[currentIndex]
        return UInt8(application.keys.count) | (application.kind == .aes ? 0x80 : 0)
            | (application.hasISOFileIDs ? 0x20 : 0)
    }

    private mutating func changeKeySettings(_ payload: [UInt8]) throws(DesfireStatus) -> [UInt8] {
        guard payload.count == 1 else { throw .length }
        try requireMaster()
        guard settings & KeySettings.changeable != 0 else { throw .permissionDenied }
        guard let currentIndex else {
            guard payload[0] & 0xF0 == 0 else { throw .parameter }
            memory.keySettings = payload[0]
            return []
        }
        memory.applications[currentIndex].keySettings = payload[0]
        return []
    }

    private mutating func changeKey(_ command: OpenedCommand) throws(DesfireStatus) -> [UInt8] {
        guard let wanted = command.header.first, let proved = channel.keyNumber else { throw .authentication }
        let number = selected == nil ? wanted & 0x0F : wanted
        let old = try key(number)
        try requireRightToChange(number, proved: proved)
        let kind = try newKind(wanted, old: old)
        let isOwn = number == proved
        let new = try receiveKey(command, wanted: wanted, kind: kind, old: isOwn ? nil : old)
        if let currentIndex {
            memory.applications[currentIndex].keys[Int(number)] = new
        } else {
            memory.masterKey = new
        }
        // Changing the authenticated key ends the authentication, so the answer has no MAC.
        if isOwn { forget() }
        return []
    }

    /// Upper nibble of the application's settings: a key number, E each key for itself, F none but the master key.
    private func requireRightToChange(_ number: UInt8, proved: UInt8) throws(DesfireStatus) {
        if number == 0 {
            guard settings & KeySettings.masterKeyChangeable != 0 else { throw .permissionDenied }
            return try requireMaster()
        }
        let changer = settings >> 4
        switch changer {
        case 0xF: throw .permissionDenied
        case 0xE: guard proved == number else { throw .authentication }
        default: guard proved == (number == changer ? 0 : changer) else { throw .authentication }
        }
    }

    /// Only the card's master key may become another kind, named by bits 7 and 6 of its number.
    private func newKind(_ wanted: UInt8, old: CardKey) throws(DesfireStatus) -> CardKey.Kind {
        guard selected == nil else { return old.kind }
        switch wanted & 0xF0 {
        case 0x00: return .des
        case 0x80: return .aes
        default: throw .parameter
        }
    }

    /// The new key from the cryptogram; another key than the proved one comes mixed with its old value and with a
    /// checksum of its own.
    private func receiveKey(
        _ command: OpenedCommand, wanted: UInt8, kind: CardKey.Kind, old: CardKey?
    ) throws(DesfireStatus) -> CardKey {
        let length = kind == .aes ? 17 : 16
        let payload = command.payload
        guard payload.count >= length else { throw .length }
        let body = Array(payload.prefix(length))
        var bytes = Array(body.prefix(16))
        if let old { bytes = exclusiveOr(bytes, old.bytes) }
        var checks: [UInt8] = []
        switch channel {
        case .none: throw .authentication
        case .legacy:
            checks = Checksum.crc16(body) + (old == nil ? [] : Checksum.crc16(bytes))
        case .ev1:
            checks = Checksum.crc32([Command.changeKey, wanted] + body) + (old == nil ? [] : Checksum.crc32(bytes))
        case .ev2:
            checks = old == nil ? [] : Checksum.crc32(bytes)
            guard payload.count == length + checks.count else { throw .length }
        }
        let rest = payload.dropFirst(length)
        guard Array(rest.prefix(checks.count)) == checks, rest.dropFirst(checks.count).allSatisfy({ $0 == 0 }) else {
            throw .integrity
        }
        let version = kind == .aes ? body[16] : desVersion(bytes)
        return CardKey(kind: kind, bytes: bytes, version: version)
    }

    /// A DES key carries its version in the parity bits of its first half, most significant first.
    private func desVersion(_ key: [UInt8]) -> UInt8 {
        key.prefix(8).reduce(0) { $0 << 1 | $1 & 1 }
    }
}
