internal import Vocabulary

extension MemberAccount {
    /// Fen that the salon keeps on deposit for what this member paid in, by the region's share: rounded up, so that
    /// never too little is held. Not legal advice.
    ///
    /// - Returns: no step where there is nothing to hold.
    package func deposit(atMs now: Int64, _ policy: Policy) -> (fen: Int64, step: Step?) {
        let principal = max(0, purse.balance(.principal, atMs: now))
        let fen = Rounding.up.share(policy.region.depositBasisPoints, of: principal)
        guard fen > 0 else { return (0, nil) }
        return (
            fen,
            Step(
                rule: "region.deposit", phrase: .depositHeld,
                values: [.fen(principal), .basisPoints(policy.region.depositBasisPoints), .fen(fen)])
        )
    }
}

extension Phrase {
    static let depositHeld = Phrase(
        "stored-value.deposit", zh: "本金 {0} × {1}：门店须存管 {2}",
        en: "principal {0} × {1}: the salon keeps {2} on deposit")

    static let ofDeposits: [Phrase] = [depositHeld]
}
