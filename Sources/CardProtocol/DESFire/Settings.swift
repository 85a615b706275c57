/// The name of an application on a card: 3 bytes, in the order of the wire.
package struct ApplicationID: Hashable, Sendable {
    package let bytes: [UInt8]

    /// - Returns: `nil` unless there are 3 bytes.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == 3 else { return nil }
        self.bytes = Array(bytes)
    }

    private init(three bytes: [UInt8]) { self.bytes = bytes }

    /// The card itself.
    package static let picc = ApplicationID(three: [0, 0, 0])
    /// Ours.
    package static let peony = ApplicationID(three: [0x59, 0x4E, 0x50])
}

/// Who may change keys and settings of an application or of the card, and what kind of keys it has
/// (GetKeySettings, two bytes).
package struct KeySettings: Hashable, Sendable {
    /// Bit 0 master key may change, 1 free listing, 2 free create and delete, 3 settings may change; bits 4-7
    /// name the key that may change the others.
    package var rights: UInt8
    /// Number of keys in the low nibble; 80 for AES, 40 for 3K3DES, 00 for DES.
    package var keys: UInt8

    package init(rights: UInt8, keys: UInt8) {
        self.rights = rights
        self.keys = keys
    }

    package init?(_ bytes: [UInt8]) {
        guard bytes.count == 2 else { return nil }
        self.init(rights: bytes[0], keys: bytes[1])
    }

    package var keysAreAES: Bool { keys & 0xC0 == 0x80 }
    package var keysAreDES: Bool { keys & 0xC0 == 0x00 }
}

/// Four rights of a file, each a key number, E for free or F for never.
package struct AccessRights: Hashable, Sendable {
    static let never: UInt8 = 0xF
    let read: UInt8
    let write: UInt8
    let readWrite: UInt8
    let change: UInt8

    /// Least significant byte first: Read-Write and Change, then Read and Write.
    var bytes: [UInt8] { [readWrite << 4 | change, read << 4 | write] }

    init(read: UInt8, write: UInt8, readWrite: UInt8, change: UInt8) {
        self.read = read
        self.write = write
        self.readWrite = readWrite
        self.change = change
    }

    init(_ low: UInt8, _ high: UInt8) {
        self.init(read: high >> 4, write: high & 0xF, readWrite: low >> 4, change: low & 0xF)
    }
}

/// What GetFileSettings says of a file (data sheet, "GetFileSettings").
package struct FileSettings: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        case standard(bytes: Int)
        case backup(bytes: Int)
        /// `limitedCredit` is the amount still allowed, `options` bit 0 LimitedCredit on, bit 1 free GetValue.
        case value(lower: Int32, upper: Int32, limitedCredit: Int32, options: UInt8)
        /// `current` is how many records stand in it.
        case linear(record: Int, maximum: Int, current: Int)
        case cyclic(record: Int, maximum: Int, current: Int)
    }

    package var protection: UInt8
    package var access: AccessRights
    package var content: Content

    init(protection: Protection, access: AccessRights, content: Content) {
        self.protection = protection.rawValue
        self.access = access
        self.content = content
    }

    /// - Returns: `nil` for a type we do not use, or any other length than the type's own.
    package init?(_ bytes: [UInt8]) {
        var cursor = ByteCursor(bytes)
        guard let type = cursor.byte(), let protection = cursor.byte(), let low = cursor.byte(),
            let high = cursor.byte(), let content = Self.content(type, &cursor), cursor.isAtEnd
        else { return nil }
        self.protection = protection
        self.access = AccessRights(low, high)
        self.content = content
    }

    /// The number of records in a cyclic file; 0 for others.
    package var recordCount: Int {
        if case .cyclic(_, _, let current) = content { current } else { 0 }
    }

    private static func content(_ type: UInt8, _ cursor: inout ByteCursor) -> Content? {
        switch type {
        case 0: cursor.number(3).map { .standard(bytes: Int($0)) }
        case 1: cursor.number(3).map { .backup(bytes: Int($0)) }
        case 2: value(&cursor)
        case 3: records(&cursor).map { .linear(record: $0, maximum: $1, current: $2) }
        case 4: records(&cursor).map { .cyclic(record: $0, maximum: $1, current: $2) }
        default: nil
        }
    }

    private static func value(_ cursor: inout ByteCursor) -> Content? {
        guard let lower = cursor.number(4), let upper = cursor.number(4), let limited = cursor.number(4),
            let options = cursor.byte()
        else { return nil }
        return .value(
            lower: Int32(truncatingIfNeeded: lower), upper: Int32(truncatingIfNeeded: upper),
            limitedCredit: Int32(truncatingIfNeeded: limited), options: options)
    }

    private static func records(_ cursor: inout ByteCursor) -> (Int, Int, Int)? {
        guard let size = cursor.number(3), let maximum = cursor.number(3), let current = cursor.number(3) else {
            return nil
        }
        return (Int(size), Int(maximum), Int(current))
    }
}

/// What GetVersion says: 28 bytes in three frames (data sheet, "GetVersion").
package struct CardVersion: Hashable, Sendable {
    /// The factory's UID; zeros when the card shows random ones.
    package var uid: [UInt8]
    package var productType: UInt8
    package var majorVersion: UInt8
    /// How much the silicon holds: 2 to the power of the upper seven bits, and a little more where bit 0 is set.
    package var storageSize: UInt8

    /// - Returns: `nil` for fewer than 28 or more than 29 bytes.
    package init?(_ bytes: [UInt8]) {
        guard (28...29).contains(bytes.count) else { return nil }
        productType = bytes[1]
        majorVersion = bytes[3]
        storageSize = bytes[5]
        uid = Array(bytes[14..<21])
    }

    /// `nil` when it is no DESFire of a generation we know. The low nibble of the major version is the
    /// generation: 01, 12, 33.
    package var generation: CardGeneration? {
        guard productType & 0x0F == 0x01 else { return nil }
        return switch majorVersion & 0x0F {
        case 1: .ev1
        case 2: .ev2
        case 3: .ev3
        default: nil
        }
    }

    /// Bytes, at least.
    package var capacity: Int { 1 << Int(min(storageSize >> 1, 24)) }

    /// An NTAG 424 speaks DESFire's frames and is none.
    var isNTAG: Bool { productType & 0x0F == 0x04 }
}

/// Generations of DESFire; EV1 has AES but not EV2's secure messaging.
package enum CardGeneration: UInt8, Hashable, Sendable, CaseIterable {
    case ev1 = 1
    case ev2 = 2
    case ev3 = 3
}
