internal import Identity
internal import KioskSession
internal import Loyalty

/// What the kiosk says when somebody asks "why?": the rules' own words.
extension VisitorView {
    func reasons(_ shelf: RewardShelf) -> Reasons {
        let underWay = funds.derivation
        let points = account.balanceDerivation([.points], atMs: nowMs, policy)
        let money = account.balanceDerivation([.principal, .gift], atMs: nowMs, policy)
        let refused = policy.rewards.compactMap { shelf.refused[$0.id] }
        return Reasons(
            points: Self.lines(underWay.points.around(points)), storedValue: Self.lines(underWay.money.around(money)),
            tier: Self.lines(account.tierDerivation(atMs: nowMs, policy)),
            rewards: Self.lines(Derivation(steps: refused, nearly: shelf.derivation.nearly)))
    }

    /// What nearly applies comes last, and is marked.
    private static func lines(_ derivation: Derivation) -> [Reason] {
        derivation.steps.map { Reason(words: $0.words, isNearly: false) }
            + derivation.nearly.map { Reason(words: $0.words, isNearly: true) }
    }
}

extension Derivation {
    /// The figure first, then where it comes from, then what is taken off.
    fileprivate func around(_ lots: Derivation) -> Derivation {
        Derivation(steps: steps.prefix(1) + lots.steps + steps.dropFirst())
    }
}
