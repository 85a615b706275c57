import Vocabulary

extension Phrase {
    static let packageBought = Phrase(
        "package.bought", zh: "{0}：{1} 次，{2}", en: "{0}: {1} {1|session|sessions} for {2}")
    static let packageLastDay = Phrase("package.last-day", zh: "可用至 {0}（含当日）", en: "valid through {0}")
    static let packageChosen = Phrase(
        "package.chosen", zh: "用 {0}（{3}）：服务当日 {2} 有效，且最早到期（{1}）",
        en: "{0} ({3}) is used: valid on the day of the service, {2}, and the first to end ({1})")
    static let packageChosenForever = Phrase(
        "package.chosen-forever", zh: "用 {0}（{1}），不过期", en: "{0} ({1}) is used; it has no end")
    static let packageNone = Phrase(
        "package.none", zh: "没有可用于 {0} 的次卡", en: "there is no package with sessions of {0}")
    static let packageUsedUp = Phrase(
        "package.used-up", zh: "{0} 的 {1} 次数不足", en: "{0} has not enough sessions of {1} left")
    static let packageNotYet = Phrase("package.not-yet", zh: "{0} 自 {1} 起才可用", en: "{0} begins on {1}")
    static let packageEndsBefore = Phrase(
        "package.ends-before", zh: "{0} 到期日 {1}，服务当日 {2} 已失效", en: "{0} ends on {1}, before the service on {2}")
    static let packageFrozenThen = Phrase(
        "package.frozen-then", zh: "{0} 在 {1} 处于冻结期", en: "{0} is frozen on {1}")
    static let packageFreezeFirst = Phrase(
        "package.freeze-first", zh: "{0} 自 {1} 至 {2} 冻结，冻结结束前不能转让",
        en: "{0} is frozen from {1} through {2} and cannot be transferred before that is over")
    static let packageInThePast = Phrase("package.past", zh: "{0} 已经过去", en: "{0} is over")
    static let packageBooked = Phrase(
        "package.booked", zh: "{0}：{2} 的 {1} 已扣 1 次，剩 {3} 次", en: "{0}: one session of {1} on {2}; {3} left")
    static let packageUsed = Phrase(
        "package.used", zh: "{0}：{1} 已使用，共剩 {2} 次", en: "{0}: {1} had; {2} left in all")
    static let packageSessionOver = Phrase(
        "package.session-over", zh: "预约 {0} 已经结束，不能再改", en: "session {0} is over and stays as it is")
    static let packageCancelled = Phrase(
        "package.cancelled", zh: "按时取消，{1} 退回原卡 {0}，剩 {2} 次",
        en: "cancelled in time: {1} goes back to the same {0}; {2} left")
    static let packageCancelledLate = Phrase(
        "package.cancelled-late", zh: "未提前 {0} 小时 {1} 分取消，按已使用计",
        en: "cancelled later than {0} h {1} min before: it counts as had")
    static let packageForfeited = Phrase(
        "package.forfeited", zh: "{0} 于 {1} 到期，剩余 {2} 次作废",
        en: "{0} ended on {1}; {2} {2|session|sessions} left {2|is|are} forfeited")
    static let packageStanding = Phrase(
        "package.standing", zh: "{0}：可用 {1} 次，已预约 {2} 次，已用 {3} 次，作废 {4} 次；不过期",
        en: "{0}: {1} left, {2} booked, {3} used, {4} forfeited; no end")
    static let packageStandingUntil = Phrase(
        "package.standing-until", zh: "{0}：可用 {1} 次，已预约 {2} 次，已用 {3} 次，作废 {4} 次；可用至 {5}（含当日）",
        en: "{0}: {1} left, {2} booked, {3} used, {4} forfeited; valid through {5}")
    static let packageStandingOver = Phrase(
        "package.standing-over", zh: "{0} 已于 {5} 到期：可用 {1} 次，已预约 {2} 次，已用 {3} 次，作废 {4} 次",
        en: "{0} ended on {5}: {1} left, {2} booked, {3} used, {4} forfeited")
    static let packageOver = Phrase("package.over", zh: "{0} 已到期", en: "{0} has ended")
    static let packageEmpty = Phrase("package.empty", zh: "{0} 没有剩余次数", en: "nothing of {0} is left")
    static let packageNoEnd = Phrase("package.no-end", zh: "{0} 没有到期日", en: "{0} has no end")
    static let packageFreezeDays = Phrase(
        "package.freeze-days", zh: "冻结 {0} 天不可，须在 1 到 {1} 天之间", en: "{0} {0|day|days} cannot be frozen; 1 to {1} can")
    static let packageFreezesUsed = Phrase(
        "package.freezes-used", zh: "已冻结 {0} 次（最多 {1} 次）、{2} 天（最多 {3} 天）",
        en: "frozen {0} {0|time|times} of {1}, {2} {2|day|days} of {3}, already")
    static let packageFreezeOverlaps = Phrase(
        "package.freeze-overlaps", zh: "{0} 起的冻结与已有冻结重叠", en: "a freeze from {0} overlaps another one")
    static let packageFreezeBooked = Phrase(
        "package.freeze-booked", zh: "{0} 已有预约，请先改约", en: "there is a booking on {0}; move it first")
    static let packageFrozen = Phrase(
        "package.frozen", zh: "自 {0} 起冻结 {1} 天，到期日顺延至 {2}",
        en: "frozen for {1} {1|day|days} from {0}; it now ends on {2}")
    static let packageFrozenForever = Phrase(
        "package.frozen-forever", zh: "自 {0} 起冻结 {1} 天", en: "frozen for {1} {1|day|days} from {0}")
    static let packageExtended = Phrase(
        "package.extended", zh: "{0} + {1} 天 = {2}", en: "{0} + {1} {1|day|days} = {2}")
    static let packageExtendBound = Phrase(
        "package.extend-bound", zh: "延期 {0} 天不可：已延 {1} 天，最多 {2} 天",
        en: "not by {0} {0|day|days}: extended by {1} of at most {2} already")
    static let packageNotTransferable = Phrase(
        "package.not-transferable", zh: "{0} 不可转让", en: "{0} cannot be transferred")
    static let packageTransferBooked = Phrase(
        "package.transfer-booked", zh: "还有 {0} 个预约，请先使用或取消",
        en: "{0} {0|session is|sessions are} booked; have or cancel {0|it|them} first")
    static let packageTransferred = Phrase(
        "package.transferred", zh: "{0} 剩余 {1} 次已转出，到期日不变",
        en: "{1} {1|session|sessions} of {0} {1|goes|go}, with {1|its|their} expiry")
    static let packageWorth = Phrase(
        "package.worth", zh: "{0} × {1} / {2} 次 = {3}", en: "{0} × {1} of {2} {2|session|sessions} = {3}")
    static let packageReturned = Phrase(
        "package.returned", zh: "{0} 剩余 {1} 次随账单退回",
        en: "{1} {1|session|sessions} of {0} {1|goes|go} back with the bill")
    static let packageHad = Phrase(
        "package.had", zh: "{0} 已使用 {1} 次，不退", en: "{1} of {0} had already: not paid back")
    static let packageElsewhere = Phrase(
        "package.elsewhere", zh: "{0} 有 {1} 次已转给他人，不能随账单退",
        en: "{1} {1|session|sessions} of {0} went to another member and cannot go back with the bill")
    static let packageBySession = Phrase(
        "package.by-session", zh: "{0} 未动过的只有 {1} 张，要退 {2} 张；请按次退",
        en: "of {0}, {1} {1|is|are} untouched and {2} {2|is|are} to go back; give back their sessions instead")
    static let packageWholeOnly = Phrase(
        "package.whole-only", zh: "{0} 只能整卡退（{1} 次全部未用），现退 {2} 次",
        en: "{0} goes back only whole ({1} {1|session|sessions} unused), not {2}")

    static let ofPackages: [Phrase] = [
        packageBought, packageLastDay, packageChosen, packageChosenForever, packageNone, packageUsedUp, packageNotYet,
        packageEndsBefore, packageFrozenThen, packageFreezeFirst, packageInThePast, packageBooked, packageUsed,
        packageSessionOver, packageCancelled, packageCancelledLate, packageForfeited, packageStanding,
        packageStandingUntil, packageStandingOver, packageOver, packageEmpty, packageNoEnd, packageFreezeDays,
        packageFreezesUsed, packageFreezeOverlaps, packageFreezeBooked, packageFrozen, packageFrozenForever,
        packageExtended, packageExtendBound, packageNotTransferable, packageTransferBooked, packageTransferred,
        packageWorth, packageReturned, packageHad, packageElsewhere, packageBySession, packageWholeOnly,
    ]
}

extension Policy {
    /// What people read of an item that sessions are of.
    func sessionName(_ item: String) -> Value {
        if item == PackageLot.anyItem { return .name(Bilingual(zh: "通用项目", en: "any of its services")) }
        return items[item].map { .name($0.name) } ?? .id(item)
    }
}
