/// A notice that something failed: what happened, what to do, and whether money was taken.
package enum Notice: String, Hashable, Sendable, CaseIterable {
    case notRead, pulledEarly, severalCards, unknownCard, foreignCard, blockedCard, unsafeCard, suspectCard
    case offlineNoSpend, hubRejected, insufficient, needsDesk, wrongCard, cannotRecord, spendNotDone, readerAway

    /// What the kiosk was doing when it happened; it decides what the notice says about money.
    package enum Subject: String, Hashable, Sendable, CaseIterable {
        /// A card was put on the reader, and nothing else was asked for.
        case card
        case checkIn
        /// A spend that certainly has not happened.
        case spend
        /// A spend of which nobody knows yet whether it has happened.
        case undecided
    }

    /// For staff, in small print.
    package var code: String {
        switch self {
        case .readerAway: "R-05"
        case .notRead: "R-12"
        case .pulledEarly: "R-13"
        case .severalCards: "R-14"
        case .unknownCard: "C-01"
        case .foreignCard: "C-02"
        case .blockedCard: "C-03"
        case .unsafeCard: "C-04"
        case .suspectCard: "C-05"
        case .wrongCard: "C-06"
        case .offlineNoSpend: "H-01"
        case .hubRejected: "H-02"
        case .insufficient: "H-03"
        case .needsDesk: "H-04"
        case .spendNotDone: "S-01"
        case .cannotRecord: "S-02"
        }
    }
}
