extension PolicyBook {
    /// The policy of the bill that an entry refunds, if it differs from the entry's own; `nil` for all other entries. A
    /// later policy does not change the terms of a sale.
    package func sale(
        of entry: MemberEntry, in account: borrowing MemberAccount
    ) throws(RuleError) -> Policy? {
        let bill: String?
        switch entry.fact {
        case .refund(let refund): bill = refund.bill
        case .package(let lot, .refund): bill = lot.flatMap { account.packages[$0]?.source }
        default: return nil
        }
        guard let version = bill.flatMap({ account.bills[$0]?.policy }), version != entry.policy else { return nil }
        return try policy(version: version)
    }

    /// The policy for a preview of something asked for now: the policy in force, or for a refund that of its bill.
    ///
    /// The preview then gives the same figures as the booking.
    package func terms(
        of fact: MemberFact, in account: borrowing MemberAccount, now policy: Policy
    ) throws(RuleError) -> Policy {
        try sale(of: MemberEntry(id: "", atMs: 0, policy: policy.version, fact: fact), in: account) ?? policy
    }
}
