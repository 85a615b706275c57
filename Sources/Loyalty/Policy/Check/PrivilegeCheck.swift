extension PolicyCheck {
    /// A use is entered by the privilege's id, so a tier cannot have two of one id.
    mutating func privileges() {
        for tier in policy.tiers.tiers {
            distinct("tiers.levels.\(tier.id).privileges", tier.privileges.map(\.id))
            for privilege in tier.privileges where privilege.limit?.count == 0 {
                error("tiers.levels.\(tier.id).privileges.\(privilege.id)", .checkNobodyUses)
            }
        }
    }
}
