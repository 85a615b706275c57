/// A file of an application.
package struct CardFile: Codable, Equatable, Sendable {
    package let number: UInt8
    package internal(set) var isoFileID: UInt16?
    /// The byte of the create command: 0 plain, 1 MACed, 3 enciphered.
    package internal(set) var communication: UInt8
    package internal(set) var rights: AccessRights
    package internal(set) var content: Content

    /// Everything but `standard` changes at commit only.
    package enum Content: Codable, Equatable, Sendable {
        case standard([UInt8])
        case backup([UInt8])
        case value(StoredValue)
        case records(StoredRecords)
    }

    init(
        number: UInt8, isoFileID: UInt16? = nil, communication: UInt8, rights: AccessRights, content: Content
    ) {
        self.number = number
        self.isoFileID = isoFileID
        self.communication = communication
        self.rights = rights
        self.content = content
    }

    var protection: Protection {
        switch communication & 0x03 {
        case 1: .mac
        case 3: .full
        default: .plain
        }
    }

    /// EEPROM bytes in blocks of 32; backup files and cyclic spares count twice, as on the card.
    var footprint: Int {
        let size =
            switch content {
            case .standard(let bytes): bytes.count
            case .backup(let bytes): bytes.count * 2
            case .value: 32
            case .records(let records): records.recordSize * records.limit
            }
        return (size + 31) / 32 * 32 + 32
    }
}

/// Who may do what with a file: four nibbles, each a key number, E for everybody or F for nobody.
package struct AccessRights: Codable, Equatable, Sendable {
    /// Read in bits 15...12, then write, read-and-write, change.
    package let bits: UInt16

    static let everybody: UInt8 = 0xE
    static let nobody: UInt8 = 0xF

    init(_ bits: UInt16) { self.bits = bits }

    /// Two bytes as on the wire, LSB first.
    init(wire: ArraySlice<UInt8>) { bits = UInt16(integer(wire)) }

    var read: UInt8 { UInt8(bits >> 12 & 0xF) }
    var write: UInt8 { UInt8(bits >> 8 & 0xF) }
    var readWrite: UInt8 { UInt8(bits >> 4 & 0xF) }
    var change: UInt8 { UInt8(bits & 0xF) }
    var wire: [UInt8] { [UInt8(bits & 0xFF), UInt8(bits >> 8)] }
}

/// A value file: a signed number between two limits.
package struct StoredValue: Codable, Equatable, Sendable {
    package let lower: Int32
    package let upper: Int32
    package internal(set) var current: Int32
    /// What LimitedCredit may still give back: the debits of the last transaction that had any.
    package internal(set) var limitedCredit: Int32 = 0
    /// Bit 0 LimitedCredit enabled, bit 1 GetValue free for everybody.
    package let options: UInt8

    var allowsLimitedCredit: Bool { options & 1 != 0 }
    var hasFreeGetValue: Bool { options & 2 != 0 }
}

/// A linear or cyclic record file.
package struct StoredRecords: Codable, Equatable, Sendable {
    package let isCyclic: Bool
    package let recordSize: Int
    package let limit: Int
    /// Oldest first.
    package internal(set) var stored: [[UInt8]] = []

    /// A cyclic file keeps one record free to write the next one into.
    var usable: Int { isCyclic ? limit - 1 : limit }
}
