/// What a finger can mean. `Display` maps rectangles to these.
package enum Touch: Hashable, Sendable {
    case checkIn, redeem, finish, revealStoredValue, hideStoredValue, switchLanguage, back, again, samePerson, newPerson
    case nextPage, previousPage, why, bookings, claims
    /// Yes, take it: the only touch that spends.
    case confirm
    case reward(String)
    /// One that cannot be taken: why not?
    case whyReward(String)
    /// A touch outside all keys; it shows that somebody is there.
    case elsewhere

    /// Whether this touch makes the customer spend.
    package var spends: Bool { self == .confirm }

    /// A stable name for logs, tests and the page: `checkIn`, `reward:hand-mask` …
    package var name: String {
        switch self {
        case .reward(let id): "reward:\(id)"
        case .whyReward(let id): "whyReward:\(id)"
        default: "\(self)"
        }
    }
}
