/// The persistent memory of a DESFire: the card's master key and its applications.
package struct DesfireMemory: Codable, Equatable, Sendable {
    package internal(set) var masterKey = CardKey(kind: .des, bytes: [UInt8](repeating: 0, count: 16), version: 0)
    /// Bit 0 key changeable, 1 free listing, 2 free create, 3 settings changeable (MF3ICD81 §8.3.4).
    package internal(set) var keySettings: UInt8 = 0x0F
    package internal(set) var formatDisabled = false
    /// In order of creation.
    package internal(set) var applications: [CardApplication] = []

    /// Bytes that the silicon holds: 2048, 4096 or 8192.
    package private(set) var capacity = 8192
    /// Bytes of deleted applications and files: only formatting gives them back (MF3ICD81 §9.4, EV3 as well).
    package internal(set) var lost = 0

    static let applicationLimit = 28

    init(capacity: Int = 8192) { self.capacity = capacity }

    func application(_ aid: UInt32) -> CardApplication? { applications.first { $0.aid == aid } }

    /// EEPROM bytes left, in blocks of 32 as the card counts them.
    var freeMemory: Int { capacity - lost - applications.reduce(0) { $0 + $1.footprint } }

    /// As GetVersion tells it: the power of 2, shifted by one bit.
    var storageSize: UInt8 { UInt8(capacity.trailingZeroBitCount << 1) }

    /// Another system's card: a master key that nobody here knows, one application with a file that anybody may read.
    static func foreign(random: inout CardRandom) -> DesfireMemory {
        var memory = DesfireMemory()
        memory.masterKey = CardKey(kind: .aes, bytes: random.bytes(16), version: 1)
        memory.keySettings = 0x09
        var application = CardApplication(aid: 0x4881F4, keySettings: 0x09, kind: .aes, keyCount: 2)
        application.keys = (0..<2).map { _ in CardKey(kind: .aes, bytes: random.bytes(16), version: 1) }
        application.files = [
            CardFile(
                number: 1, communication: 0, rights: AccessRights(0xE0F0), content: .standard(random.bytes(32)))
        ]
        memory.applications = [application]
        return memory
    }
}

extension DesfireMemory {
    private enum CodingKeys: String, CodingKey {
        case masterKey, keySettings, formatDisabled, applications, capacity, lost
    }

    /// A memory that was kept before capacities and losses were imitated has 8 KiB and has lost nothing.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        masterKey = try values.decode(CardKey.self, forKey: .masterKey)
        keySettings = try values.decode(UInt8.self, forKey: .keySettings)
        formatDisabled = try values.decode(Bool.self, forKey: .formatDisabled)
        applications = try values.decode([CardApplication].self, forKey: .applications)
        capacity = try values.decodeIfPresent(Int.self, forKey: .capacity) ?? 8192
        lost = try values.decodeIfPresent(Int.self, forKey: .lost) ?? 0
    }
}

/// A key of the card, with what the card needs to know beside its bytes.
package struct CardKey: Codable, Equatable, Sendable {
    package enum Kind: String, Codable, Sendable {
        /// One or two DES keys; 16 bytes, a single DES key is stored twice.
        case des
        case aes
    }

    package let kind: Kind
    package let bytes: [UInt8]
    package let version: UInt8

    static func factory(_ kind: Kind) -> CardKey {
        CardKey(kind: kind, bytes: [UInt8](repeating: 0, count: 16), version: 0)
    }
}

/// One application: its keys and files.
package struct CardApplication: Codable, Equatable, Sendable {
    /// 24 bits; on the wire LSB first.
    package let aid: UInt32
    /// As the card's settings, and in bits 4...7 who may change keys: 0...D that key, E the key itself, F nobody.
    package internal(set) var keySettings: UInt8
    package let kind: CardKey.Kind
    package internal(set) var keys: [CardKey]
    package internal(set) var files: [CardFile] = []
    /// ISO/IEC 7816-4 names, if it was created with them.
    package internal(set) var isoFileID: UInt16?
    package internal(set) var name: [UInt8] = []
    package internal(set) var hasISOFileIDs = false

    init(aid: UInt32, keySettings: UInt8, kind: CardKey.Kind, keyCount: Int) {
        self.aid = aid
        self.keySettings = keySettings
        self.kind = kind
        keys = Array(repeating: .factory(kind), count: keyCount)
    }

    func file(_ number: UInt8) -> CardFile? { files.first { $0.number == number } }

    var footprint: Int { 64 + files.reduce(0) { $0 + $1.footprint } }
}
