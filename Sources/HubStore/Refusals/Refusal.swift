package import HubAPI
package import Loyalty
package import Vocabulary

/// Why something cannot be done in the state that things are in. Nothing was changed.
///
/// Each has a code for programs, which never changes, and words in two languages for people.
package enum Refusal: Error, Hashable, Sendable {
    // Cards.

    /// The UID is another one at every tap, so it can name nobody.
    case cardUIDIsRandom
    /// A card of ours has this UID: it is not linked, it is issued.
    case cardUIDIsOurs
    case cardIs(CardID, CardFacts.Status)
    /// It is blocked for another reason than a suspicion, or not blocked at all.
    case cardNotSuspected(CardID, CardFacts.Status)
    case cardReplaced(CardID)
    /// Its spends prove that there are two of it.
    case cardForked(CardID)
    case cardOfOtherMember(CardID)
    /// The plastic is this card, which is in use.
    case plasticInUse(CardID)
    case reasonMissing

    // What is handed over.

    case claimOver(ClaimFacts.Status)

    // Entries of a desk.

    /// What a card spent, which only the kiosk knows.
    case entryOfKiosk
    case entryOfNight
    /// The other half of a gift, which the hub makes itself.
    case entryOfReceiver
    case mergeUnknown
    /// Ids of this form are made by the hub.
    case idReserved(String)
    /// A lot, a spend or a hold has it.
    case idTaken(String)
    /// An entry has it, with another content.
    case entryDiffers(String)
    case entryAhead(atMs: Int64)
    case entryTooLate(atMs: Int64)
    case policyChanged(inForce: String, named: String)
    /// Fen.
    case quoteChanged(now: Int64, told: Int64)
    case heldByKiosk(Amount)
    /// A package is given to nobody, or to its owner.
    case receiverMissing
    /// A rule of the policy in force says no.
    case rule(Bilingual)

    // Incidents and spends that hang.

    case incidentClosed(IncidentFacts.Status)
    case notAnAdvance
    /// `nil`: the entry is not here yet.
    case entryNotPending(SpendState?)

    // What operators do.

    case tokenRevoked(String)
    case policyPublished(String)
    case salonExists
    /// The policy has nothing that a sample salon could sell, or no tier.
    case policyTooSmall(String)
    case clockBeforeProgram(wallMs: Int64)
    /// Entries of members were changed past the hub.
    case entriesChanged
}

extension Refusal {
    package var code: String {
        switch self {
        case .cardUIDIsRandom: "card-uid-random"
        case .cardUIDIsOurs: "card-uid-ours"
        case .cardIs(_, let status): "card-\(status.rawValue)"
        case .cardNotSuspected: "card-not-suspected"
        case .cardReplaced: "card-replaced"
        case .cardForked: "card-forked"
        case .cardOfOtherMember: "card-of-other-member"
        case .plasticInUse: "plastic-in-use"
        case .reasonMissing: "reason-missing"
        case .claimOver(.open), .claimOver(.handedOver): "claim-handed-over"
        case .claimOver(let status): "claim-\(status.rawValue)"
        case .entryOfKiosk: "entry-of-kiosk"
        case .entryOfNight: "entry-of-night"
        case .entryOfReceiver: "entry-of-receiver"
        case .mergeUnknown: "merge-unknown"
        case .idReserved: "id-reserved"
        case .idTaken: "id-taken"
        case .entryDiffers: "entry-differs"
        case .entryAhead: "entry-ahead"
        case .entryTooLate: "entry-too-late"
        case .policyChanged: "policy-changed"
        case .quoteChanged: "quote-changed"
        case .heldByKiosk: "held-by-kiosk"
        case .receiverMissing: "receiver-missing"
        case .rule: "rule"
        case .incidentClosed: "incident-closed"
        case .notAnAdvance: "not-an-advance"
        case .entryNotPending: "entry-not-pending"
        case .tokenRevoked: "token-revoked"
        case .policyPublished: "policy-published"
        case .salonExists: "salon-exists"
        case .policyTooSmall: "policy-too-small"
        case .clockBeforeProgram: "clock-before-program"
        case .entriesChanged: "entries-changed"
        }
    }
}
