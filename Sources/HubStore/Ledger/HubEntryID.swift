internal import Vocabulary
internal import Loyalty

/// The id of an entry that the hub makes itself. It is derived from the entry's cause, so that the same cause never
/// makes two entries. Desks may not use ids of these forms.
enum HubEntryID: Hashable, CustomStringConvertible {
    /// A member's night; `again` counts those that stand there already and do not count.
    case night(Day, MemberID, again: Int = 0)
    /// What became of a redemption, by its entry or its spend.
    case handedOver(redemption: String)
    /// The other half of a package given away, by the giver's entry.
    case received(gift: String)
    /// A card's spend whose own id an entry has taken.
    case spend(String)

    var description: String {
        switch self {
        case .night(let day, let member, let again):
            "night-\(day)-\(member)" + String(repeating: "-again", count: again)
        case .handedOver(let redemption): "handed-over-\(redemption)"
        case .received(let gift): "received-\(gift)"
        case .spend(let id): "spend-\(id)"
        }
    }

    /// Whether a desk cannot have this id: it is made by the hub, or by the rules.
    static func isReserved(_ id: String) -> Bool {
        ["night-", "handed-over-", "received-", Self.mend].contains { id.hasPrefix($0) } || DerivedID.isReserved(id)
    }

    /// What the ids of mends begin with.
    static let mend = "mend-"
}
