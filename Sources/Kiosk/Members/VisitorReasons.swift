internal import KioskSession
internal import Loyalty
internal import Vocabulary

/// What the kiosk says when somebody asks "why?": the rules' own words.
extension VisitorView {
    func reasons(_ shelf: RewardShelf) -> Reasons {
        let underWay = funds.derivation
        let points = account.balanceDerivation([.points], atMs: nowMs, policy)
        let money = account.balanceDerivation([.principal, .gift], atMs: nowMs, policy)
        let refused = policy.rewards.compactMap { shelf.refused[$0.id] }
        return Reasons(
            points: Reason.lines(underWay.points.around(points)),
            storedValue: Reason.lines(underWay.money.around(money)),
            tier: Reason.lines(account.tierDerivation(atMs: nowMs, policy)),
            rewards: Reason.lines(Derivation(steps: refused, nearly: shelf.derivation.nearly)))
    }
}
