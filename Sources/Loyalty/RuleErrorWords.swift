package import Vocabulary

extension RuleError {
    /// What happened, and what to do about it.
    package var words: Bilingual {
        switch self {
        case .emptyBill, .tooManyLines, .negativePrice, .badQuantity: billWords
        case .outOfBounds(let what, let amount):
            Bilingual(
                zh: "\(what) 的数值 \(amount) 不在允许的范围内（最多 \(Bounds.amount)）；请核对输入",
                en: "\(what) is \(amount), which is out of bounds (\(Bounds.amount) at most); check what was entered")
        case .momentOutOfBounds(let atMs):
            Bilingual(
                zh: "时间 \(Self.moment(atMs, nil).zh) 不在 1970 到 9999 年之间；请核对设备时钟和输入",
                en: "\(Self.moment(atMs, nil).en) is not within the years 1970 to 9999; check clock and input")
        case .beforePolicy(let atMs, let zone):
            Bilingual(
                zh: "\(Self.moment(atMs, zone).zh) 规则尚未生效；请核对时间和规则版本，或发布更早生效的规则",
                en: "the policy was not in force yet at \(Self.moment(atMs, zone).en); check the time and the version, "
                    + "or publish an earlier one")
        case .unknownPolicy(let version):
            Bilingual(
                zh: "没有规则版本 \(version)；请先发布它，或更正版本号",
                en: "there is no policy version \(version); publish it, or correct the version")
        case .unknown(let kind, let id):
            Bilingual(
                zh: "规则里没有\(Self.kind(kind)) \(id)；请核对名称，或在规则里添加",
                en: "the policy has no \(kind) \(id); correct the id, or add it to the policy")
        case .missing(let kind, let id):
            Bilingual(
                zh: "该会员的记录里没有\(Self.kind(kind)) \(id)；请核对会员和编号",
                en: "the member's history has no \(kind) \(id); check the member and the id")
        case .conflict(let kind, let id):
            Bilingual(
                zh: "\(Self.kind(kind)) \(id) 已经存在且内容不同；请换一个编号",
                en: "\(kind) \(id) is there already with different contents; use an id of its own")
        case .senseless(let path, let reason): Bilingual(zh: "\(path)：\(reason.zh)", en: "\(path): \(reason.en)")
        }
    }

    private var billWords: Bilingual {
        switch self {
        case .tooManyLines(let count):
            Bilingual(
                zh: "账单有 \(count) 行，最多 \(Bounds.linesPerBill) 行；请分成几张账单",
                en: "the bill has \(count) lines and at most \(Bounds.linesPerBill) are taken; make several bills of it"
            )
        case .negativePrice(let line, let fen):
            Bilingual(
                zh: "第 \(line) 行的价格是负数（\(Figures.money(fen: fen))）；退款请另做退款",
                en: "line \(line) has a negative price (\(Figures.money(fen: fen))); enter what goes back as a refund")
        case .badQuantity(let line, let quantity):
            Bilingual(
                zh: "第 \(line) 行的数量 \(quantity) 不在 1 到 \(Bounds.quantity) 之间；请更正",
                en: "line \(line) has quantity \(quantity); enter 1 to \(Bounds.quantity)")
        default: Bilingual(zh: "账单没有任何项目；请录入购买的项目", en: "the bill has no lines; enter what was bought")
        }
    }

    /// The store's date and time where its zone is known, and UTC.
    private static func moment(_ atMs: Int64, _ zone: StoreZone?) -> Bilingual {
        let utc = StoreZone.utc
        if atMs < Int64(Day.first.number) * StoreZone.dayMs { return Bilingual(zh: "公元 1 年之前", en: "before year 1") }
        if atMs >= Int64(Day.last.number + 1) * StoreZone.dayMs {
            return Bilingual(zh: "公元 9999 年之后", en: "a time after the year 9999")
        }
        let text = "\(utc.clock(atMs: atMs)) UTC"
        return Bilingual(both: zone.map { "\($0.clock(atMs: atMs)) \($0.name) (\(text))" } ?? text)
    }

    private static func kind(_ kind: String) -> String {
        let known = [
            "action": "行为", "bill": "账单", "coupon": "优惠券", "coupon offer": "优惠券优惠", "entry": "记录", "item": "项目",
            "merge": "合并", "offer": "优惠", "package": "次卡", "privilege": "权益", "redemption": "兑换", "reward": "礼品",
            "session": "预约",
            "tier": "等级",
            "topUp": "充值",
        ]
        return known[kind] ?? " \(kind)"
    }

    /// A figure outside what is allowed.
    static func senseless(
        _ path: String, _ figure: Int64, _ allowed: ClosedRange<Int64>
    ) -> RuleError {
        .senseless(
            path: path,
            reason: Bilingual(
                zh: "\(figure) 不在 \(allowed.lowerBound) 到 \(allowed.upperBound) 之间；请更正",
                en: "\(figure) is not within \(allowed.lowerBound) to \(allowed.upperBound); correct it"))
    }
}

extension StoreZone {
    static let utc = StoreZone(name: "UTC", firstOffsetSeconds: 0)

    /// What calendar and clock on the wall show, to the minute: `2025-12-31 23:59`.
    func clock(atMs now: Int64) -> String {
        let minute = minuteOfDay(atMs: now)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(day(atMs: now)) \(two(minute / 60)):\(two(minute % 60))"
    }
}
