internal import Vocabulary

/// The commands that a PC/SC reader answers itself (CLA FF; PC/SC part 3 supplement, ACR122U API 2.04).
///
/// On a virtual reader the card sees them, so it plays the reader as well.
struct ReaderCommands: Sendable {
    private static let ok: [UInt8] = [0x90, 0x00]
    private static let failed: [UInt8] = [0x63, 0x00]
    private static let wrongLength: [UInt8] = [0x67, 0x00]
    private static let notAuthenticated: [UInt8] = [0x69, 0x82]
    private static let notSupported: [UInt8] = [0x6A, 0x81]
    private static let outOfRange: [UInt8] = [0x6A, 0x82]

    /// Keys loaded into the reader, by location.
    private var keys: [UInt8: [UInt8]] = [:]
    private var openSector: Int?
    /// How often the reader was told to beep or blink.
    private(set) var signals = 0

    /// The field was switched off: the card is no longer authenticated, the reader keeps its keys.
    mutating func powerChanged() { openSector = nil }

    /// - Parameter command: begins with FF.
    mutating func answer(_ command: [UInt8], card: inout CardState) -> [UInt8] {
        guard command.count >= 4 else { return Self.wrongLength }
        let body = command.count > 5 ? Array(command[5...]) : []
        let asked = command.count > 4 ? Int(command[4]) : 0
        switch (command[1], command[2]) {
        case (0xCA, 0x00): return identifier(card.uid.bytes, asked)
        case (0xCA, 0x01): return card.profile.ats.isEmpty ? Self.notSupported : identifier(card.profile.ats, asked)
        case (0x82, 0x00), (0x82, 0x20): return loadKey(location: command[3], body)
        case (0x86, 0x00): return authenticate(body, card)
        case (0xB0, 0x00): return read(Int(command[3]), asked, card)
        case (0xD6, 0x00): return update(Int(command[3]), body, &card)
        case (0x00, 0x40):
            signals += 1
            return [0x90, command[3] & 0x03]
        case (0x00, 0x48): return Array("ACR122U207".utf8)
        case (0x00, 0x51), (0x00, 0x52): return Self.ok
        case (0x00, 0x00): return directTransmit(body, card)
        default: return Self.notSupported
        }
    }

    /// All of it for a length of 0, or exactly as much as there is (6C tells the right length).
    private func identifier(_ bytes: [UInt8], _ asked: Int) -> [UInt8] {
        if asked == 0 || asked == bytes.count { return bytes + Self.ok }
        return asked < bytes.count ? [0x6C, UInt8(bytes.count)] : bytes + [0x62, 0x82]
    }

    private mutating func loadKey(location: UInt8, _ body: [UInt8]) -> [UInt8] {
        guard body.count == 6, location < 0x20 else { return Self.failed }
        keys[location] = body
        return Self.ok
    }

    private mutating func authenticate(_ body: [UInt8], _ card: CardState) -> [UInt8] {
        guard card.profile == .classic1K, body.count == 5, body[0] == 0x01, body[3] == 0x60 || body[3] == 0x61,
            Int(body[2]) < card.storage.count, let key = keys[body[4]]
        else { return Self.failed }
        let sector = Int(body[2]) / 4
        let trailer = card.storage[sector * 4 + 3]
        guard key == Array(body[3] == 0x60 ? trailer[0..<6] : trailer[10..<16]) else {
            openSector = nil
            return Self.failed
        }
        openSector = sector
        return Self.ok
    }

    private func read(_ index: Int, _ asked: Int, _ card: CardState) -> [UInt8] {
        guard !card.storage.isEmpty else { return Self.notSupported }
        guard index < card.storage.count else { return Self.outOfRange }
        if card.profile == .classic1K {
            guard openSector == index / 4 else { return Self.notAuthenticated }
            var block = card.storage[index]
            // Key A never leaves the card.
            if index % 4 == 3 { block.replaceSubrange(0..<6, with: [UInt8](repeating: 0, count: 6)) }
            return block.prefix(asked == 0 ? StorageChip.blockLength : asked) + Self.ok
        }
        // READ returns four pages and rolls over at the end of the memory.
        let pages = (0..<4).flatMap { card.storage[(index + $0) % card.storage.count] }
        return pages.prefix(asked == 0 ? StorageChip.blockLength : asked) + Self.ok
    }

    private func update(_ index: Int, _ body: [UInt8], _ card: inout CardState) -> [UInt8] {
        guard !card.storage.isEmpty else { return Self.notSupported }
        guard index < card.storage.count, index >= (card.profile == .classic1K ? 1 : 3) else { return Self.outOfRange }
        guard body.count == card.storage[index].count else { return Self.wrongLength }
        if card.profile == .classic1K, openSector != index / 4 { return Self.notAuthenticated }
        // Page 3 is one-time programmable: bits are only ever set.
        let isOneTime = card.profile != .classic1K && index == 3
        card.storage[index] = isOneTime ? zip(card.storage[index], body).map { $0 | $1 } : body
        return Self.ok
    }

    /// PN532 InCommunicateThru with GET_VERSION, which is how NTAGs are told from Ultralights.
    private func directTransmit(_ body: [UInt8], _ card: CardState) -> [UInt8] {
        guard body == [0xD4, 0x42, 0x60], !card.storage.isEmpty else { return Self.notSupported }
        guard let version = StorageChip.version(card.profile) else { return [0xD5, 0x43, 0x01] + Self.ok }
        return [0xD5, 0x43, 0x00] + version + Self.ok
    }
}
