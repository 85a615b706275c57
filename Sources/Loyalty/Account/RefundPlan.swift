package import Vocabulary

/// What a refund will do, before it is done: the preview, and then what is booked.
///
/// Everything is worked out as a sum over all refunds of the bill so far, and only the difference to the last
/// sum is booked. So any number of parts comes to the same as one, to the fen and to the point.
package struct RefundPlan: Hashable, Sendable {
    package var bill: String
    /// The rule that says no, when one does.
    package var refusal: Step?
    /// The new sums.
    package var after: Refunded
    /// What goes back now.
    package var payable: Money
    /// Of those, by way of payment.
    package var tenders: [Tender.Kind: Money]
    /// Points that had been used as money off and come back now.
    package var pointsBack: Points
    /// Points that had been earned and no longer are; those of visits that only the bill still held included.
    package var pointsTaken: Points
    /// Points that were gifts of its offers and are taken back.
    package var giftPoints: Points = .zero
    /// What had been credited because something cheaper was permitted, and goes back with the money; in the unit of
    /// `creditCurrency`.
    package var creditTaken: Int64
    /// The unit of `creditTaken`: points, or gift, which is counted in fen.
    package var creditCurrency: LotCurrency
    /// Applied offers, by their place in the quote, that no longer hold: their coupons and gifts change hands again.
    package var offersReturned: [Int]
    /// Bonus coupons that the bill had earned and no longer does, by their place among them.
    package var bonusCouponsTaken: [Int]
    /// The member's coupons that were used on it and come back.
    package var couponsBack: [String] = []
    /// The coupons that the bill gave and that are taken back.
    package var couponsTaken: [String] = []
    /// Coupons given by the bill that are used up already: they can neither be taken back nor return.
    package var couponsUsedUp: [String] = []
    /// Points and things that offers gave and that are taken back.
    package var giftsBack: [GiftBack] = []
    /// Points of visits that stay, because another bill of the day is left.
    package var sharedVisits: [SharedVisitPoints]
    /// Points of visits that other bills had left here, and that go with this one: no other bill of the day is left.
    package var withdrawnVisits: [SharedVisitPoints] = []
    /// Visit rules that count again for the next bill of the day.
    package var visitsUndone: [String]
    /// What visit rules compare of the rest with their minimum; `nil` if no line of it earns.
    package var amountForVisitRules: Money?
    /// Lots of packages whose sessions go back with the bill.
    package var packages: [String] = []
    /// Sessions that had paid for it and go back to their packages.
    package var sessions: [PaidSession] = []
    /// Top-ups of it that go back with their gifts.
    package var topUps: [String] = []
    /// What is taken out of the qualification, on the day of the bill.
    package var qualifying: Qualifying
    package var derivation: Derivation

    package struct GiftBack: Hashable, Sendable {
        package var offer: String
        package var gift: Gift
    }

    /// Everything of it that is points, as the member sees it.
    package var pointsTakenInAll: Points {
        pointsTaken + giftPoints + (creditCurrency == .points ? Points(creditTaken) : .zero)
    }
}
