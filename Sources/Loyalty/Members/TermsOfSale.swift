extension PolicyBook {
    /// For a refund: the policy that its bill was made under, where that is another one than the refund's. Terms of a
    /// sale are not changed by a later policy.
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

    /// What something would be evaluated under that somebody asks for now: the policy in force, for refunds the bill's.
    ///
    /// So a preview comes to what is booked.
    package func terms(
        of fact: MemberFact, in account: borrowing MemberAccount, now policy: Policy
    ) throws(RuleError) -> Policy {
        try sale(of: MemberEntry(id: "", atMs: 0, policy: policy.version, fact: fact), in: account) ?? policy
    }
}
