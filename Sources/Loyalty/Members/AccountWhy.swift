internal import Vocabulary

extension MemberAccount {
    /// Why an account stands where it stands: a fall ahead, the tier, then each balance by its lots; as what nearly
    /// applies, the next tier, what is reached already for the next period, and what is missing to keep the present.
    package func derivation(atMs now: Int64, _ policy: Policy) -> Derivation {
        var later = self
        later.purse.advance(toMs: now, entry: DerivedID.timePassing)
        var derivation = later.tierWarning(atMs: now, policy)?.derivation ?? Derivation()
        derivation.append(later.tierDerivation(atMs: now, policy))
        derivation.append(later.balanceDerivation(LotCurrency.allCases, atMs: now, policy))
        return derivation
    }
}
