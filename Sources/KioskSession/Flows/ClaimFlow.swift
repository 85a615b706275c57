internal import Vocabulary

/// Rewards that were paid for and wait at the desk: their codes, one after the other.
extension Session {
    mutating func claimsTouched(_ touch: Touch, _ page: Int, _ visit: Visit) -> [Effect] {
        let last = max(0, visit.visitor.claims.count - 1)
        switch touch {
        case .back: return turn(visit, to: .welcome)
        case .nextPage: return turn(visit, to: .claims(page: min(page + 1, last)))
        case .previousPage: return turn(visit, to: .claims(page: max(0, min(page, last) - 1)))
        default: return []
        }
    }
}
