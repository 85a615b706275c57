import Vocabulary

/// Why an offer is not applied to a bill.
enum OfferRefusal: Hashable {
    case occasion, store, tier, segment, firstPurchase, age, sex, occupation, away
    case perMember(Limit)
    case total(Int64)
    case noCoupon
    /// Fen on the lines counted, of fen needed.
    case tooLittle(Int64, of: Int64)
    /// The same after the other offers.
    case tooLittleLeft(Int64, of: Int64)
    case tooFew(Int64, of: Int64)
    case noEffect
    case noEffectLeft
    case excludedBy(Bilingual)
    case notCheapest
    case notTried
}

/// Why a coupon that was put forward is not used.
enum CouponRefusal: Hashable {
    case notYet, expired, usedUp, offerGone, notNeeded, oneOfOffer
}

/// A coupon that was put forward, and what it is for.
struct BroughtCoupon {
    var id: String
    var offer: String
    /// First used is what ends first.
    var expiresAtMs: Int64
    var refusal: CouponRefusal?
}

extension OfferRefusal {
    /// How much of a threshold may be missing for the offer to be told as nearly applied, in basis points.
    static let nearly: Int64 = 3000

    /// What is missing to the threshold, if it is little.
    var missing: (fen: Int64, units: Int64)? {
        switch self {
        case .tooLittle(let sum, let needed) where Self.isNear(sum, needed): (needed - sum, 0)
        case .tooFew(let count, let needed) where Self.isNear(count, needed) || (count > 0 && count + 1 == needed):
            (0, needed - count)
        default: nil
        }
    }

    static func isNear(_ sum: Int64, _ needed: Int64) -> Bool {
        sum > 0 && sum < needed && Int128(needed - sum) * 10_000 <= Int128(needed) * Int128(nearly)
    }
}
