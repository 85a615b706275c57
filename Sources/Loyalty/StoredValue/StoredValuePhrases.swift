extension Phrase {
    static let doneBefore = Phrase(
        "already-done", zh: "{0} 已经办过，不再重复", en: "{0} was done before and counts once")
    static let topUpPaid = Phrase("top-up.paid", zh: "充值 {0}，计入本金", en: "{0} paid in as principal")
    static let topUpGift = Phrase(
        "top-up.gift", zh: "{0}：充满 {1}，赠 {2}", en: "{0}: from {1} on, {2} given on top")
    static let topUpPoints = Phrase("top-up.points", zh: "另送 {0}", en: "and {0}")
    static let topUpNearly = Phrase(
        "top-up.nearly", zh: "再充 {0}（满 {2}）可得赠金 {1}", en: "another {0} (from {2} on) would bring a gift of {1}")
    static let topUpLimit = Phrase(
        "top-up.limit", zh: "卡内已有 {0}，加上 {1} 为 {2}，超过每卡上限 {3}；最多还可充 {4}",
        en: "{0} on the card + {1} = {2}, above the limit of {3} a card; at most {4} can be paid in")
    static let giftLastDay = Phrase(
        "top-up.gift-last-day", zh: "赠金可用至 {0}（含当日）", en: "the gift can be used through {0}")
    static let principalStays = Phrase("top-up.principal-stays", zh: "本金永不过期", en: "principal never expires")
    static let storedValueShare = Phrase(
        "stored-value.share", zh: "{0} × 本金 {1} / 合计 {2} → 本金 {3}，赠金 {4}",
        en: "{0} × principal {1} / whole {2} → {3} of principal, {4} of gift")
    static let storedValuePrincipalFirst = Phrase(
        "stored-value.principal-first", zh: "先用本金：{0} = 本金 {1} + 赠金 {2}",
        en: "principal first: {0} = {1} of principal + {2} of gift")
    static let storedValueGiftFirst = Phrase(
        "stored-value.gift-first", zh: "先用赠金：{0} = 赠金 {2} + 本金 {1}",
        en: "gift first: {0} = {2} of gift + {1} of principal")
    static let storedValueMissing = Phrase("stored-value.missing", zh: "余额还差 {0}", en: "{0} short")

    static let prepaidLawyer = Phrase(
        "prepaid.prepaidLawyer", zh: "此处金额仅为测算，{0}，不构成法律意见",
        en: "these amounts are a calculation only, {0}; they are no legal advice")
    static let refundRatio = Phrase(
        "prepaid.ratio", zh: "已用 {0} × 本金 {1} / 合计 {2} = {3}；本金 {1} − {3} = {4}",
        en: "{0} used × principal {1} / whole {2} = {3}; principal {1} − {3} = {4}")
    static let refundPrincipalFirst = Phrase(
        "prepaid.principal-first", zh: "已用 {0} 先抵本金 {1}，可退 {2}",
        en: "{0} used counts against principal {1} first: {2} goes back")
    static let refundLoose = Phrase(
        "prepaid.loose", zh: "本金 {0} 没有对应的充值记录（如期初余额）：不计赠金，不适用无理由退款；已用 {1}，可退 {2}",
        en: """
            principal of {0} without a top-up on record, such as an opening balance: no gift counts, and no refund \
            without a reason; {1} used, {2} goes back
            """)
    static let giftStays = Phrase(
        "prepaid.gift-stays", zh: "赠金 {0} 不属于任何充值，不折现，仍留在卡内",
        en: "{0} of gift belongs to no top-up: it is not paid out and stays on the card")
    static let refundCoolingOff = Phrase(
        "prepaid.cooling-off", zh: "付款后第 {0} 天（{1} 天内）且未使用：本金 {2} 全退",
        en: "{0} {0|day|days} after paying (within {1}) and unused: all of principal {2} goes back")
    static let coolingOffFacts = Phrase(
        "prepaid.cooling-off-facts", zh: "付款后第 {0} 天，无理由退款期 {1} 天，已用 {2}，此前消费 {3} 次",
        en: """
            {0} {0|day|days} after paying, {1} {1|day|days} for a refund without a reason, {2} used, \
            {3} {3|bill|bills} before it
            """)
    static let refundBound = Phrase(
        "prepaid.bound", zh: "不超过卡内该笔余额 {0}", en: "no more than the {0} of it that is still on the card")
    static let refundBefore = Phrase(
        "prepaid.before", zh: "此前已退 {0}，本次 {1}", en: "{0} was paid back before; now {1}")
    static let giftWithdrawn = Phrase(
        "prepaid.gift", zh: "剩余赠金 {0} 作废", en: "what is left of the gift, {0}, is void")
    static let topUpPointsWithdrawn = Phrase(
        "prepaid.points", zh: "该笔充值所送积分收回 {0}（送 {1} × 已退 {2} / 本金 {3}）",
        en: "{0} of the top-up are taken back ({1} given × {2} paid back / principal {3})")
    static let nothingToReturn = Phrase(
        "prepaid.nothing", zh: "没有可退的充值余额", en: "nothing of any top-up is left to give up")

    static let ofStoredValue: [Phrase] = [
        doneBefore, topUpPaid, topUpGift, topUpPoints, topUpNearly, topUpLimit, giftLastDay, principalStays,
        storedValueShare, storedValuePrincipalFirst, storedValueGiftFirst, storedValueMissing, prepaidLawyer,
        refundRatio, refundPrincipalFirst, refundLoose, giftStays, refundCoolingOff, coolingOffFacts, refundBound,
        refundBefore, giftWithdrawn, topUpPointsWithdrawn, nothingToReturn,
    ]
}
