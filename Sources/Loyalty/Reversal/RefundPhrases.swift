/// What refunds say.
extension Phrase {
    static let refundNothingLeft = Phrase(
        "refund.nothing-left", zh: "账单 {0} 没有可退的了", en: "nothing of bill {0} is left to go back")
    static let refundShare = Phrase(
        "refund.share", zh: "按实付金额退款 {0}", en: "{0} goes back: what was paid for it")
    static let refundReevaluated = Phrase(
        "refund.reevaluated", zh: "实付 {0}，剩余项目应付 {1}，退款 {2}",
        en: "{0} was paid, what remains comes to {1}: {2} goes back")
    static let refundPoints = Phrase(
        "refund.points", zh: "原获 {0}，剩余部分应得 {1}，收回 {2}",
        en: "earned {0}; what remains earns {1}; {2} taken back")
    static let refundNeverEarns = Phrase(
        "refund.points.never", zh: "剩余部分本应得 {0}，但退款不补发积分，仍为 {1}",
        en: "what remains would earn {0}, but a refund never earns points: it stays at {1}")
    static let refundPointsPending = Phrase(
        "refund.points.pending", zh: "从待生效积分收回 {0}", en: "{0} taken from points still pending")
    static let refundPointsBalance = Phrase(
        "refund.points.balance", zh: "从可用积分收回 {0}", en: "{0} taken from the balance")
    static let refundPointsDebt = Phrase(
        "refund.points.debt", zh: "不足 {0}，以后所得积分先行抵扣", en: "{0} missing, to be repaid by points to come")
    static let refundValueBalance = Phrase(
        "refund.value.balance", zh: "从赠金余额收回 {0}", en: "{0} of gift taken from the stored value")
    static let refundValueDebt = Phrase(
        "refund.value.debt", zh: "赠金不足 {0}，以后所得赠金先行抵扣",
        en: "{0} of gift missing, to be repaid by gifts to come")
    static let refundPointsForgiven = Phrase(
        "refund.points.forgiven", zh: "不足 {0}，按规则不再追收", en: "{0} missing and, by the rules, not asked for")
    static let refundPointsBack = Phrase(
        "refund.points.back", zh: "抵现积分退回 {0}", en: "given back: {0} used on the bill")
    static let refundCredit = Phrase(
        "refund.credit", zh: "收回当时返还的最优价差额 {0}",
        en: "{0} of the difference to the best price, credited then, taken back with the refund")
    static let refundVisitKept = Phrase(
        "refund.visit.kept", zh: "当天还有其他消费，保留到店所得 {0}",
        en: "another purchase of that day is left: {0} for the visit kept")
    static let refundVisitGone = Phrase(
        "refund.visit.gone", zh: "当天已没有其他消费，收回到店所得 {0}",
        en: "no other purchase of that day is left: {0} for the visit taken back")
    static let refundCouponBack = Phrase(
        "refund.coupon.back", zh: "优惠券“{0}”退回", en: "the coupon for {0} comes back")
    static let refundCouponTaken = Phrase(
        "refund.coupon.taken", zh: "随单所得的优惠券“{0}”收回", en: "the coupon for {0} that came with it is taken back")
    static let refundCouponUsed = Phrase(
        "refund.coupon.used", zh: "随单所得的优惠券“{0}”已经用掉，不再收回",
        en: "the coupon for {0} that came with it was used already and is not taken back")
    static let refundGiftPoints = Phrase(
        "refund.gift.points", zh: "收回“{0}”赠送的 {1}", en: "the gift of {1} by {0} is taken back")
    static let refundGiftItem = Phrase(
        "refund.gift.item", zh: "“{0}”的赠品“{1}”请交回，价值 {2}",
        en: "{1}, the gift of {0}, worth {2}, is to be handed back")

    static let ofRefunds: [Phrase] = [
        refundNothingLeft, refundShare, refundReevaluated, refundPoints, refundNeverEarns, refundPointsPending,
        refundPointsBalance, refundPointsDebt, refundValueBalance, refundValueDebt, refundPointsForgiven,
        refundPointsBack, refundCredit, refundVisitKept, refundVisitGone, refundCouponBack, refundCouponTaken,
        refundCouponUsed, refundGiftPoints, refundGiftItem,
    ]
}
