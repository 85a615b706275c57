/// What a combination of offers comes to; the lesser one is chosen.
///
/// Least to pay after points; then fewest points, the greatest value of gifts, the most points given, most gifts,
/// fewest coupons, fewest offers, and at last the offers that come earlier in the policy's order.
struct OfferOutcome {
    var payable = Int64.max
    var points: Int64 = 0
    var giftValue: Int64 = 0
    var giftPoints: Int64 = 0
    var gifts = 0
    var coupons = 0
    var offers = 0

    /// By the figures; `nil` where all of them are even.
    func isLess(than other: OfferOutcome) -> Bool? {
        if payable != other.payable { return payable < other.payable }
        if points != other.points { return points < other.points }
        if giftValue != other.giftValue { return giftValue > other.giftValue }
        if giftPoints != other.giftPoints { return giftPoints > other.giftPoints }
        if gifts != other.gifts { return gifts > other.gifts }
        if coupons != other.coupons { return coupons < other.coupons }
        return offers == other.offers ? nil : offers < other.offers
    }

    /// Adds an offer that is taken. Its discount is not added: what is left of the bill already includes it.
    mutating func take(_ offer: OfferFigures) {
        offers += 1
        if offer.takesCoupon { coupons += 1 }
        if offer.isGift { give(offer) }
    }

    mutating func give(_ offer: OfferFigures) {
        gifts += 1
        giftValue += offer.giftValue
        giftPoints += offer.giftPoints
    }

    /// Counts the gifts, coupons and offers of another part of the bill too.
    mutating func add(_ other: OfferOutcome) {
        giftValue += other.giftValue
        giftPoints += other.giftPoints
        gifts += other.gifts
        coupons += other.coupons
        offers += other.offers
    }
}
