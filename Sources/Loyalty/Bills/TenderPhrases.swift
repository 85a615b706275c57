/// What is said of ways of paying.
extension Phrase {
    static let tenderPrincipal = Phrase("tender.principal", zh: "用本金付 {0}", en: "{0} paid by principal")
    static let tenderGift = Phrase("tender.gift", zh: "用赠金付 {0}", en: "{0} paid by gift")
    static let tenderBeyondBill = Phrase(
        "tender.beyond-bill", zh: "各付款方式合计 {0}，账单应付 {1}，多了 {2}；请更正金额",
        en: "the ways of paying come to {0} and the bill to {1}: {2} too much; correct the amounts")
    static let tenderBeyondPrincipal = Phrase(
        "tender.beyond-principal", zh: "要用本金付 {0}，卡内本金只有 {1}；其余请用其他方式付",
        en: "{0} is to be paid by principal and {1} is on the card; pay the rest in another way")
    static let tenderBeyondGift = Phrase(
        "tender.beyond-gift", zh: "要用赠金付 {0}，卡内赠金只有 {1}；其余请用其他方式付",
        en: "{0} is to be paid by gift and {1} is on the card; pay the rest in another way")
    static let tenderBeyondCard = Phrase(
        "tender.beyond-card", zh: "要用储值付 {0}，卡内只有 {1}；其余请用其他方式付",
        en: "{0} is to be paid by stored value and {1} is on the card; pay the rest in another way")
    static let tenderTopsUpItself = Phrase(
        "tender.tops-up-itself", zh: "要用储值付 {0}，充值和次卡以外只有 {1} 可付；充值请用现金等方式付",
        en: """
            {0} is to be paid by stored value, and beside top-ups and sessions there is {1} to pay; \
            pay for top-ups with money
            """)
    static let tenderWithoutLot = Phrase(
        "tender.package.no-lot", zh: "要用次卡付 {0}，但没有写明用哪一张次卡；请填写次卡编号（lot）",
        en: "{0} is to be paid by a package, and nothing says which; name it by its lot")
    static let tenderUnknownLot = Phrase(
        "tender.package.unknown", zh: "该会员没有次卡 {0}；请核对会员和次卡编号",
        en: "the member has no package {0}; check the member and the lot")
    static let tenderPartOfSession = Phrase(
        "tender.package.part", zh: "{0} 的一次抵 {1}，不能只抵 {2}；请按整次填写金额",
        en: "a session of {0} pays {1} and not {2} of it; give the amount of whole sessions")
    static let tenderBeyondSessions = Phrase(
        "tender.package.beyond", zh: "要用 {0} 付 {1}，本单可用它付的项目只有 {2}；请更正金额",
        en: "{1} is to be paid by {0}, and what is on the bill for it comes to {2}; correct the amount")
    static let sessionPaid = Phrase(
        "tender.package", zh: "{0} 用 1 次抵 {1}：{2}", en: "a session of {0} pays {1}: {2}")
    static let refundSession = Phrase(
        "refund.session", zh: "付款用的 {0} 退回 {1} 次",
        en: "{1} {1|session|sessions} that paid for it {1|goes|go} back to {0}")
    static let topUpTouched = Phrase(
        "refund.top-up.touched", zh: "充值 {0} 已经用过或退过，不能随账单退；请按储值退款办理",
        en: """
            the top-up of {0} was used or given up already and cannot go back with the bill; \
            refund stored value instead
            """)
    static let topUpWhole = Phrase(
        "refund.top-up.whole", zh: "充值 {0} 只能整笔退", en: "the top-up of {0} goes back whole or not at all")
    static let topUpBack = Phrase(
        "refund.top-up", zh: "充值 {0} 退回，赠金 {1} 收回", en: "the top-up of {0} goes back, with its gift of {1}")
    static let topUpNothing = Phrase(
        "top-up.nothing", zh: "充值 {0} 应付 ¥0，没有可充的金额；请删去这一行",
        en: "nothing is paid for the top-up {0}, so nothing is paid in; leave the line out")
    static let topUpCounted = Phrase(
        "top-up.counted", zh: "充值 {0} 计入升级消费", en: "{0} paid in counts towards the tier")

    static let ofTenders: [Phrase] = [
        tenderPrincipal, tenderGift, tenderBeyondBill, tenderBeyondPrincipal, tenderBeyondGift, tenderBeyondCard,
        tenderTopsUpItself, tenderWithoutLot, tenderUnknownLot, tenderPartOfSession, tenderBeyondSessions, sessionPaid,
        refundSession, topUpTouched, topUpWhole, topUpBack, topUpNothing, topUpCounted,
    ]
}
