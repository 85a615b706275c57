extension Phrase {
    /// The phrase of this id, for a step read from storage; `nil` for an id that this version does not have.
    package static func named(_ id: String) -> Phrase? { byID[id] }

    /// Every phrase that can stand in a derivation; phrases of policy checks never do.
    package static let known: [Phrase] = [
        ofBills, ofCalendars, ofDeposits, ofEarning, ofFairness, ofHeldValues, ofOffers, ofOfflineSpends, ofPackages,
        ofPersons, ofPrivileges, ofPurses, ofRefunds, ofRewards, ofSteps, ofStoredValue, ofTenders, ofTierStandings,
        ofTiers,
    ].flatMap(\.self)

    private static let byID = Dictionary(known.map { ($0.id.description, $0) }) { first, _ in first }
}
