package import Vocabulary

/// How much a DESFire holds, in bytes: what is sold as 2K, 4K and 8K.
package enum CardCapacity: Int, Codable, Sendable, CaseIterable {
    case two = 2048
    case four = 4096
    case eight = 8192
}

/// Everything a card keeps without a field: copy it, and there are two cards that nobody can tell apart.
package struct CardState: Codable, Equatable, Sendable {
    package let profile: CardProfile
    package let uid: CardUID
    /// `nil` unless the card is a DESFire.
    package internal(set) var desfire: DesfireMemory?
    /// Pages of 4 bytes (Type 2 tags) or blocks of 16 (Classic); empty for processor cards.
    package internal(set) var storage: [[UInt8]]
    /// How often somebody tried to select a payment application. A kiosk must leave this at zero.
    package internal(set) var paymentSelections = 0

    /// A card as it leaves the factory.
    ///
    /// - Parameter random: only a foreign card uses it, for the key that its owner set.
    package init(
        profile: CardProfile, uid: CardUID, capacity: CardCapacity = .eight, random: inout CardRandom
    ) {
        self.profile = profile
        self.uid = uid
        desfire = profile.generation.map { _ in DesfireMemory(capacity: capacity.rawValue) }
        storage = StorageChip.factoryMemory(profile: profile, uid: uid)
        if profile == .foreignDesfire { desfire = .foreign(random: &random) }
    }

    /// The committed value of a value file; `nil` if there is no such file.
    package func value(application aid: UInt32, file: UInt8) -> Int32? {
        guard case .value(let value) = desfire?.application(aid)?.file(file)?.content else { return nil }
        return value.current
    }

    /// The committed records of a record file, oldest first; `nil` if there is no such file.
    package func records(application aid: UInt32, file: UInt8) -> [[UInt8]]? {
        guard case .records(let records) = desfire?.application(aid)?.file(file)?.content else { return nil }
        return records.stored
    }

    /// The committed bytes of a standard or backup data file; `nil` if there is no such file.
    package func bytes(application aid: UInt32, file: UInt8) -> [UInt8]? {
        switch desfire?.application(aid)?.file(file)?.content {
        case .standard(let bytes), .backup(let bytes): bytes
        case .value, .records, nil: nil
        }
    }
}
