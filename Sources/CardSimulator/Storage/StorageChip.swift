internal import Vocabulary

/// The memory of cards without a processor: NTAG215 and Ultralight pages, Classic blocks.
enum StorageChip {
    static let pageLength = 4
    static let blockLength = 16
    /// Transport key of a factory-fresh Classic.
    static let transportKey = [UInt8](repeating: 0xFF, count: 6)

    static func factoryMemory(profile: CardProfile, uid: CardUID) -> [[UInt8]] {
        switch profile {
        case .ntag215: typeTwo(uid, pages: 135, capability: [0xE1, 0x10, 0x3E, 0x00])
        case .ultralight: typeTwo(uid, pages: 16, capability: [0x00, 0x00, 0x00, 0x00])
        case .classic1K: classic(uid)
        case .desfireEV1, .desfireEV2, .desfireEV3, .foreignDesfire, .bankCard, .phone: []
        }
    }

    /// What GET_VERSION (60) answers; `nil` if the tag does not know the command (the first Ultralight).
    static func version(_ profile: CardProfile) -> [UInt8]? {
        profile == .ntag215 ? [0x00, 0x04, 0x04, 0x02, 0x01, 0x00, 0x11, 0x03] : nil
    }

    /// UID and its two check bytes fill the first pages (NTAG213/215/216 §8.5.1).
    private static func typeTwo(_ uid: CardUID, pages: Int, capability: [UInt8]) -> [[UInt8]] {
        let id = (uid.bytes + [UInt8](repeating: 0, count: 7)).prefix(7).map { $0 }
        let first = [id[0], id[1], id[2], 0x88 ^ id[0] ^ id[1] ^ id[2]]
        let second = Array(id[3..<7])
        let third = [second.reduce(0, ^), 0x48, 0x00, 0x00]
        let empty = Array(repeating: [UInt8](repeating: 0, count: pageLength), count: pages - 4)
        return [first, second, third, capability] + empty
    }

    /// 16 sectors of 4 blocks; the last block of each holds the keys.
    private static func classic(_ uid: CardUID) -> [[UInt8]] {
        let trailer = transportKey + [0xFF, 0x07, 0x80, 0x69] + transportKey
        var blocks = (0..<64).map { $0 % 4 == 3 ? trailer : [UInt8](repeating: 0, count: blockLength) }
        let id = Array(uid.bytes.prefix(4))
        blocks[0] = id + [id.reduce(0, ^), 0x08, 0x04, 0x00, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69]
        return blocks
    }
}
