/// What a transaction has for itself until it ends: one kiosk's journal, one member's books, one coupon.
///
/// Everybody takes locks in one order, first by kind, then by id, so that nobody can wait in a circle. PostgreSQL holds
/// them for all hubs; SQLite has one writer and needs none, but refuses a wrong order all the same.
///
///     try await database.write(locking: [.init(.member, member.bytes), .init(.card, card.bytes)]) { tx in ... }
package struct Lock: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// In the order in which they are taken.
    package enum Kind: UInt8, Sendable, CaseIterable {
        /// All of it: for what has no smaller part.
        case hub
        /// The order in which changes are told and sealed.
        case order
        case kiosk, operation, member, coupon, card
    }

    package let kind: Kind
    package let id: [UInt8]
    /// Whether several may have it at once, as long as nobody has it alone.
    package let isShared: Bool

    package init(_ kind: Kind, _ id: [UInt8], isShared: Bool = false) {
        self.kind = kind
        self.id = id
        self.isShared = isShared
    }

    package init(_ kind: Kind, _ id: String) { self.init(kind, Array(id.utf8)) }

    /// The exclusive lock on everything: all other writers hold `sharedHub`.
    package static let hub = Lock(.hub, [])
    package static let sharedHub = Lock(.hub, [], isShared: true)
    package static let order = Lock(.order, [])

    package static func < (left: Lock, right: Lock) -> Bool {
        if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
        return left.id == right.id
            ? !left.isShared && right.isShared : left.id.lexicographicallyPrecedes(right.id)
    }

    /// The lock's key on a PostgreSQL server: the kind in the highest byte, then 56 bits of the FNV-1a hash of schema
    /// and id. It is the same in every version, for hubs of two versions may serve at once. Two ids with the same key
    /// only wait for each other.
    ///
    /// - Parameter schema: hubs in different schemas must not share locks, which belong to the whole database.
    package func key(in schema: String) -> Int64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in Array(schema.utf8) + [0] + id { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        hash ^= hash >> 56
        return Int64(bitPattern: UInt64(kind.rawValue) << 56 | hash & 0x00ff_ffff_ffff_ffff)
    }

    /// The id is not in it: it may be a person's.
    package var description: String { "a \(kind)" }
}
