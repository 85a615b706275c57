internal import Loyalty
internal import Vocabulary

/// A posted spend by card, as the rules are told of it.
struct PostedSpend {
    var spend: LotSpend
    /// What it was for; `nil` for money or points alone.
    var reward: String?

    /// - Parameter policy: in force at the tap.
    func entry(policy: String) -> MemberEntry {
        let fact: MemberFact
        if let reward {
            fact = .redeemed(reward: reward, spend.amount)
        } else {
            fact = .spend(spend.amount)
        }
        return MemberEntry(id: spend.id.description, atMs: spend.atMs, policy: policy, fact: fact)
    }
}
