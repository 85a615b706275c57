extension Phrase {
    /// The phrase of a step that was kept by its id; `nil` for one that this version does not have.
    package static func named(_ id: String) -> Phrase? { byID[id] }

    /// Every phrase that can stand in a derivation. What a check says of a policy is in none.
    package static let known: [Phrase] = [
        ofBills, ofCalendars, ofDeposits, ofEarning, ofFairness, ofHeldValues, ofOffers, ofOfflineSpends, ofPackages,
        ofPersons, ofPrivileges, ofPurses, ofRefunds, ofRewards, ofSteps, ofStoredValue, ofTenders, ofTierStandings,
        ofTiers,
    ].flatMap(\.self)

    private static let byID = Dictionary(known.map { ($0.id.description, $0) }) { first, _ in first }
}
