internal import HubAPI
internal import Loyalty
internal import PolicyFile
package import Vocabulary

extension Refusal {
    /// What is so, and what to do instead. That nothing was changed is for the caller to add.
    package var words: Bilingual { cardWords ?? deskWords ?? operatorWords ?? Bilingual(both: code) }

    private var cardWords: Bilingual? {
        switch self {
        case .cardUIDIsRandom:
            Bilingual(
                zh: "这张卡每次感应给出的 UID 都不同，无法关联会员。",
                en: "This card shows a random UID at every tap and cannot be linked.")
        case .cardUIDIsOurs:
            Bilingual(zh: "这个 UID 属于本店发行的会员卡。", en: "This UID belongs to a member card of ours.")
        case .cardIs(let card, let status):
            Bilingual(zh: "卡 \(card) \(status.words.zh)。", en: "Card \(card) is \(status.words.en).")
        case .cardNotSuspected(let card, let status):
            Bilingual(
                zh: "卡 \(card) \(status.words.zh)，不是因可疑被停用；请另发一张卡。",
                en: "Card \(card) is \(status.words.en) and not suspected; issue another one.")
        case .cardReplaced(let card): Bilingual(zh: "卡 \(card) 已被新卡替换。", en: "Card \(card) has been replaced.")
        case .cardForked(let card):
            Bilingual(
                zh: "卡 \(card) 的消费记录证明它有两张；请换卡。",
                en: "The spends of card \(card) prove that there are two of it; replace it.")
        case .cardOfOtherMember(let card):
            Bilingual(zh: "卡 \(card) 属于另一位会员。", en: "Card \(card) belongs to another member.")
        case .plasticInUse(let card):
            Bilingual(
                zh: "这张卡片是正在使用的卡 \(card)；请先清卡。",
                en: "This plastic is card \(card), which is in use. Erase it first.")
        case .reasonMissing: Bilingual(zh: "请说明原因。", en: "Say why.")
        case .claimOver(let status): status.whyOver
        default: nil
        }
    }

    private var deskWords: Bilingual? {
        switch self {
        case .entryOfKiosk:
            Bilingual(zh: "刷卡消费由自助机入账。", en: "What a card spent is entered by the kiosk.")
        case .entryOfNight: Bilingual(zh: "夜间结算由系统自动入账。", en: "The hub enters nights by itself.")
        case .entryOfReceiver:
            Bilingual(
                zh: "转赠只需录入赠出方；受赠方由系统自动入账。",
                en: "Who gives a package away is entered; the hub enters who gets it.")
        case .mergeUnknown: Bilingual(zh: "系统暂不支持合并会员。", en: "This hub does not merge members yet.")
        case .idReserved(let id):
            Bilingual(
                zh: "\(id) 这类编号由系统自己生成；请换一个编号。",
                en: "The hub makes ids like \(id) itself; use another.")
        case .idTaken(let id):
            Bilingual(zh: "编号 \(id) 已用于其他记录。", en: "The id \(id) stands for something else.")
        case .entryDiffers(let id):
            Bilingual(zh: "记录 \(id) 已存在，且内容不同。", en: "Entry \(id) is there with other content.")
        case .entryAhead(let atMs):
            Bilingual(
                zh: "记录的时间是 \(MomentText.text(atMs))，还没有到。",
                en: "The entry is of \(MomentText.text(atMs)), which has not come yet.")
        case .entryTooLate(let atMs):
            Bilingual(
                zh: "记录的时间是 \(MomentText.text(atMs))，已经太久。",
                en: "The entry is of \(MomentText.text(atMs)), which is too long ago.")
        case .policyChanged(let inForce, let named):
            Bilingual(
                zh: "当时生效的政策是 \(inForce)，不是 \(named)。请重新试算。",
                en: "Policy \(inForce) was in force, not \(named). Ask for a preview.")
        case .quoteChanged(let now, let told):
            Bilingual(
                zh: "账单应付 \(now) 分，而告知顾客的是 \(told) 分。请重新试算。",
                en: "The bill comes to \(now) fen and the customer was told \(told). Ask for a preview.")
        case .heldByKiosk(let held):
            Bilingual(
                zh: "自助机正为该会员预占 \(held.points.count) 积分和 \(held.money.fen) 分储值；请稍后再试。",
                en: "A kiosk holds \(held.points.count) points and \(held.money.fen) fen for this member just now.")
        case .receiverMissing:
            Bilingual(
                zh: "次卡只能转赠给另一位会员：step.to 填该会员的 id。",
                en: "A package goes to another member: step.to takes that member's id.")
        case .rule(let words): words
        default: nil
        }
    }

    private var operatorWords: Bilingual? {
        switch self {
        case .incidentClosed(let status):
            Bilingual(
                zh: status == .explained ? "这条异常已有解释。" : "这条异常已处理。", en: "The incident is \(status.rawValue).")
        case .notAnAdvance:
            Bilingual(zh: "只有来历不明的计数前进才能核销。", en: "Only an unexplained advance can be written off.")
        case .entryNotPending(let state):
            Bilingual(
                zh: "这条记录\(state?.zh ?? "还没有上传")，不在待定状态。",
                en: "The entry is \(state?.rawValue ?? "not here yet"), not pending.")
        case .tokenRevoked(let id): Bilingual(zh: "令牌 \(id) 之前已吊销。", en: "Token \(id) was revoked before.")
        case .policyPublished(let version):
            Bilingual(
                zh: "政策 \(version) 已以不同内容发布（含日历），发布后不再改变。请给新规则一个新版本号。",
                en: "Policy \(version) is published with other content, calendars included, and never changes. "
                    + "Give the new rules a version of their own.")
        case .salonExists:
            Bilingual(
                zh: "数据库里已有一家门店；未作任何改动。",
                en: "This database holds a salon already; nothing was changed.")
        case .policyTooSmall(let version):
            Bilingual(
                zh: "政策 \(version) 没有服务项目或没有等级；未作任何改动。",
                en: "Policy \(version) has no service or no tier; nothing was changed.")
        case .clockBeforeProgram(let wallMs):
            Bilingual(
                zh: "\(MomentText.text(max(wallMs, 0))) 早于本程序的编写时间。",
                en: "\(MomentText.text(max(wallMs, 0))) is before this program was written.")
        case .entriesChanged:
            Bilingual(
                zh: "会员的记录曾绕过系统被改动或删除（见 hubd audit），无法据此制定修复方案：请恢复备份。",
                en: "Entries of members were changed or dropped past the hub; hubd audit says which. No plan can be "
                    + "made of what is left: restore a backup.")
        default: nil
        }
    }
}

extension CardFacts.Status {
    fileprivate var words: Bilingual {
        switch self {
        case .issuing: Bilingual(zh: "正在制卡", en: rawValue)
        case .active: Bilingual(zh: "正在使用", en: rawValue)
        case .blocked: Bilingual(zh: "已停用", en: rawValue)
        case .closed: Bilingual(zh: "已注销", en: rawValue)
        }
    }
}

extension ClaimFacts.Status {
    /// Why nothing can be handed over for it.
    fileprivate var whyOver: Bilingual {
        switch self {
        case .open, .handedOver: Bilingual(zh: "这份礼遇之前已经交付。", en: "It was handed over before.")
        case .cancelled:
            Bilingual(
                zh: "对应的消费后来确认没有发生。", en: "The spend behind it turned out not to have happened.")
        case .returned:
            Bilingual(zh: "逾期未领，积分已退回。", en: "Nobody fetched it in time; the points went back.")
        case .forfeited:
            Bilingual(zh: "逾期未领，已作废。", en: "Nobody fetched it in time, and it was forfeited.")
        case .reversed: Bilingual(zh: "这次兑换已撤销。", en: "The redemption was reversed.")
        }
    }
}

extension SpendState {
    fileprivate var zh: String {
        switch self {
        case .pending: "待定"
        case .posted: "已入账"
        case .voided: "已作废"
        }
    }
}
