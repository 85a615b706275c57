import Display
import Identity
import KioskSession
import Loyalty
import Testing

/// The longest values that the screens promise to show whole. What a hub may send beyond is cut and counted.
enum LongestValues {
    /// Two-character surname; the longest of English directories.
    static let surname = Bilingual(zh: "欧阳", en: "Featherstonehaugh-Cholmondeley")
    /// Eight hanzi, eighteen letters.
    static let tier = Bilingual(zh: "至尊铂金钻石会员", en: "Platinum Signature")
    static let points = Points(999_999_999)
    static let money = Money(fen: 10_000_000_00)
    /// Ten hanzi, 24 letters; with the store (eight hanzi, 22 letters) too long for one line: the store stays.
    static let salon = Bilingual(zh: "悦容国际医学美容中心", en: "Yuerong Medical Beauty")
    static let store = Bilingual(zh: "徐汇漕河泾旗舰店", en: "Xuhui Caohejing Flag")
    /// Twelve hanzi or 27 letters on one line.
    static let service = Bilingual(zh: "深层清洁补水焕肤面部护理", en: "Deep-cleansing hydro facial")
    static let staff = Bilingual(zh: "欧阳晓敏", en: "Ouyang Xiaomin")
    /// Twenty hanzi or 44 letters on two lines.
    static let reward = Bilingual(
        zh: "玻尿酸深层补水保湿护理单次体验券一张", en: "Hyaluronic deep moisture treatment, one visit")
    static let minutes = 240
    /// What the rules say with the longest names and figures: 110 hanzi and letters, 130 letters.
    static let sentence = Bilingual(
        zh: "至尊铂金钻石会员考核未达标，保留至2026-12-31，之后降为至尊铂金钻石会员",
        en: "Platinum Signature was not kept up: it stays through 2026-12-31, then Platinum Signature")
    static let rule = Bilingual(
        zh: "玻尿酸深层补水保湿护理单次体验券一张 每年最多兑换 12 次，已兑换 12 次",
        en: "Hyaluronic deep moisture treatment, one visit: at most 12 a year, 12 redeemed so far")
    static let tiers = Bilingual(
        zh: "玻尿酸深层补水保湿护理单次体验券一张 仅限以下等级兑换：至尊铂金钻石会员、金卡会员、银卡会员",
        en: "Hyaluronic deep moisture treatment, one visit is for these tiers only: Platinum Signature, Gold, Silver")
}

/// One screen under a name that says what is special about it.
struct Sample: CustomTestStringConvertible, Sendable {
    var name: String
    var screen: Screen

    var testDescription: String { "\(name) \(screen.language.rawValue)" }
}

enum SampleScreens {
    static let morning = LocalTime(month: 11, day: 29, weekday: 3, hour: 14, minute: 26)
    static let header = Screen.Header(
        salon: Bilingual(zh: "悦容美容", en: "Yuerong Beauty"), store: Bilingual(zh: "徐汇店", en: "Xuhui"), online: true,
        clock: morning)
    static let longHeader = Screen.Header(
        salon: LongestValues.salon, store: LongestValues.store, online: false,
        clock: LocalTime(month: 12, day: 30, weekday: 3, hour: 20, minute: 48))

    /// As people will mostly see them.
    static let usual: [Sample] = Language.allCases.flatMap { language in
        bodies(long: false).map { Sample(name: $0.0, screen: Screen(header: header, language: language, body: $0.1)) }
            + [warned(language, header, long: false), covered(language)]
    }

    /// The same with the longest values everywhere.
    static let longest: [Sample] = Language.allCases.flatMap { language in
        bodies(long: true).map {
            Sample(name: "longest " + $0.0, screen: Screen(header: longHeader, language: language, body: $0.1))
        } + [warned(language, longHeader, long: true)]
    }

    static func warned(_ language: Language, _ header: Screen.Header, long: Bool) -> Sample {
        Sample(
            name: "welcome warning",
            screen: Screen(
                header: header, language: language, body: .welcome(welcome(long: long)),
                warning: Screen.Warning(secondsLeft: 17, ofSeconds: 20, isCovering: false)))
    }

    static func covered(_ language: Language) -> Sample {
        Sample(
            name: "welcome covered",
            screen: Screen(
                header: header, language: language, body: .welcome(welcome(long: false)),
                warning: Screen.Warning(secondsLeft: 5, ofSeconds: 20, isCovering: true)))
    }

    static func bodies(long: Bool) -> [(String, Screen.Body)] {
        let remarks: [(String, Welcome.Remark?)] = [
            ("plain", nil), ("offline", .offline(checksIn: true)), ("offline only", .offline(checksIn: false)),
            ("settled done", .settled(done: true)),
            ("settled not done", .settled(done: false)), ("incident", .incident),
            ("too early", .tooEarly(from: morning)), ("too late", .tooLate),
        ]
        let reward = reward(long: long)
        return [
            ("attract", .attract), ("takeCard", .takeCard), ("holdStill", .holdStill),
            ("personChanged", .personChanged),
        ]
            + remarks.map { ("welcome " + $0.0, .welcome(welcome(long: long, remark: $0.1))) }
            + [
                ("welcome revealed", .welcome(revealed(long: long))),
                ("welcome without booking", .welcome(withoutBooking(long: long))),
                ("welcome checked in", .welcome(alreadyIn(long: long))),
                ("rewards", .rewards(rewards(long: long))),
                ("rewards last page", .rewards(lastPage(long: long))), ("rewards none", .rewards(none)),
                ("rewards by rule", .rewards(ruled(long: long))), ("welcome unexplained", .welcome(plain(long: long))),
            ] + Why.Section.allCases.map { ("why \($0)", .why(why($0, long: long))) }
            + PresentCard.Stage.allCases.map {
                ("presentCard \($0)", .presentCard(PresentCard(reward: reward, stage: $0)))
            }
            + [
                ("claim", .claim(claim(long: long))), ("claim offline", .claim(claim(long: long, aged: true))),
                ("claim waiting", .claim(waiting(long: long))),
                ("confirm", .confirm(confirm(long: long))), ("confirm points", .confirm(confirmPoints(long: long))),
                ("checkedIn", .checkedIn(checkedIn(long: long))),
                (
                    "checkedIn walk-in",
                    .checkedIn(CheckedIn(greeting: greeting(long: long), booking: nil, takesCard: true))
                ),
                ("outOfService", .outOfService(OutOfService(code: "R-01"))),
                ("outOfService undecided", .outOfService(OutOfService(code: "R-01", isUndecided: true))),
                ("bookings", .bookings(bookings(long: long))), ("welcome busy", .welcome(busy(long: long))),
                ("welcome early", .welcome(early(long: long))), ("welcome elsewhere", .welcome(elsewhere(long: long))),
            ]
            + Goodbye.Occasion.allCases.map { ("goodbye \($0)", .goodbye(Goodbye(after: $0, takesCard: true))) }
            + notices.map { ("notice \($0.0) \($0.1)", .notice($0.0, $0.1)) }
    }

    /// Each with the shortest and the longest word about the money, and one with each other.
    private static let notices: [(Notice, Notice.Subject)] =
        Notice.allCases.flatMap { [($0, .card), ($0, .undecided)] }
        + [(.cannotRecord, .checkIn), (.pulledEarly, .spend)]

    static func claim(long: Bool, aged: Bool = false) -> Claim {
        Claim(
            reward: reward(long: long).name, code: aged ? "WMWMWM" : "K7M4QX", lastDay: aged ? nil : morning,
            paid: Claim.Paid(amount: reward(long: long).amount, pointsLeft: points(long: long, aged: aged)),
            cardMayGo: !aged)
    }

    static func waiting(long: Bool) -> Claim {
        Claim(
            reward: reward(long: long).name, code: "K7M4QX", lastDay: morning, paid: nil, page: long ? 11 : 1,
            pages: long ? 99 : 3)
    }

    static func confirm(long: Bool) -> Confirm {
        Confirm(
            reward: reward(long: long), pointsAfter: points(long: long, aged: long),
            moneyAfter: ShownBalance(
                amount: long ? LongestValues.money : Money(fen: 113_250), asOf: long ? morning : nil, about: long))
    }

    static func confirmPoints(long: Bool) -> Confirm {
        var confirm = confirm(long: long)
        confirm.reward.price = .zero
        confirm.moneyAfter = nil
        return confirm
    }

    static func bookings(long: Bool) -> BookingList {
        var far = booking(long: long)
        far.place = long ? LongestValues.store : Bilingual(zh: "静安店", en: "Jing'an")
        return BookingList(
            lines: [booking(long: long, .missed), booking(long: long), far], page: long ? 11 : 0, pages: long ? 99 : 2)
    }

    /// Everything that there can be at once.
    static func busy(long: Bool) -> Welcome {
        var welcome = welcome(long: long)
        welcome.bookingsToday = long ? 12 : 3
        welcome.actions = [.checkIn, .redeem, .claims(long ? 20 : 2), .finish]
        welcome.cardMayGo = true
        return welcome
    }

    static func early(long: Bool) -> Welcome {
        var welcome = welcome(long: long, remark: .tooEarly(from: morning))
        welcome.actions = [.finish, .redeem, .claims(1)]
        return welcome
    }

    static func elsewhere(long: Bool) -> Welcome {
        var welcome = welcome(long: long)
        welcome.booking?.place = long ? LongestValues.store : Bilingual(zh: "静安店", en: "Jing'an")
        welcome.bookingsToday = 1
        welcome.actions = [.announce, .redeem, .finish]
        return welcome
    }

    static func greeting(long: Bool) -> Greeting {
        Greeting(surname: long ? LongestValues.surname : Bilingual(zh: "李", en: "Li"), title: .ms)
    }

    static func points(long: Bool, aged: Bool = false) -> ShownBalance<Points> {
        ShownBalance(
            amount: long ? LongestValues.points : Points(2480), asOf: aged ? morning : nil, about: aged && long)
    }

    static func booking(long: Bool, _ status: BookingLine.Status = .waiting) -> BookingLine {
        BookingLine(
            id: "b1", time: LocalTime(month: 11, day: 29, weekday: 3, hour: 14, minute: 30),
            service: long ? LongestValues.service : Bilingual(zh: "深层清洁面部护理", en: "Deep-cleansing facial"),
            minutes: long ? LongestValues.minutes : 60,
            staff: long ? LongestValues.staff : Bilingual(zh: "王珺", en: "Wang Jun"), status: status)
    }

    static func welcome(long: Bool, remark: Welcome.Remark? = nil) -> Welcome {
        Welcome(
            greeting: greeting(long: long),
            tier: long ? LongestValues.tier : Bilingual(zh: "金卡会员", en: "Gold member"),
            tierID: long ? "platinum" : "gold", numberTail: "6031",
            points: points(long: long, aged: remark == .offline(checksIn: true)), explains: true, storedValue: .hidden,
            booking: booking(long: long), bookingsToday: long ? 9 : 2, actions: [.checkIn, .redeem, .finish],
            remark: remark)
    }

    static func revealed(long: Bool) -> Welcome {
        var welcome = welcome(long: long, remark: long ? .offline(checksIn: true) : nil)
        welcome.storedValue = .shown(
            ShownBalance(
                amount: long ? LongestValues.money : Money(fen: 126_050), asOf: long ? morning : nil, about: long))
        welcome.bookingsToday = 1
        return welcome
    }

    static func withoutBooking(long: Bool) -> Welcome {
        var welcome = welcome(long: long)
        welcome.booking = nil
        welcome.bookingsToday = 1
        welcome.tierID = "silver"
        welcome.actions = [.redeem, .finish]
        return welcome
    }

    static func alreadyIn(long: Bool) -> Welcome {
        var welcome = welcome(long: long)
        welcome.booking = booking(long: long, .checkedIn)
        welcome.actions = [.redeem, .finish]
        welcome.bookingsToday = 1
        welcome.tierID = "standard"
        return welcome
    }

    static func reward(long: Bool) -> Reward {
        Reward(
            id: "hand-mask", name: long ? LongestValues.reward : Bilingual(zh: "手部护理体验一次", en: "Hand care, one visit"),
            points: long ? Points(999_999) : Points(800), price: long ? Money(fen: 9_999_99) : Money(fen: 128_00))
    }

    static func rewards(long: Bool) -> RewardChoice {
        let names = [
            Bilingual(zh: "手部护理体验一次", en: "Hand care, one visit"), Bilingual(zh: "补水面膜三片", en: "Three hydrating masks"),
            Bilingual(zh: "肩颈舒缓 30 分钟", en: "Shoulder massage, 30 min"),
            Bilingual(zh: "生日护理礼盒", en: "Birthday care gift box"),
        ]
        let blocked: [RewardChoice.Blocked?] =
            long
            ? [nil, .notEnough(missing: Points(999_999)), .needsHub, .needsDesk]
            : [nil, nil, .needsHub, .notEnough(missing: Points(14))]
        let offers = zip(names, blocked).enumerated().map { index, offer in
            var reward = reward(long: long)
            reward.id = "reward-\(index)"
            if !long {
                reward.name = offer.0
                reward.points = Points(Int64(400 + 700 * index))
            }
            return RewardChoice.Offer(reward: reward, blocked: offer.1)
        }
        return RewardChoice(
            available: points(long: long, aged: long), offers: offers, page: long ? 11 : 0, pages: long ? 99 : 2)
    }

    static func lastPage(long: Bool) -> RewardChoice {
        var choice = rewards(long: long)
        choice.offers = Array(choice.offers.prefix(1))
        choice.page = choice.pages - 1
        return choice
    }

    /// Kept back by rules, each with its words.
    static func ruled(long: Bool) -> RewardChoice {
        var choice = rewards(long: long)
        let words =
            long
            ? [LongestValues.rule, LongestValues.tiers, LongestValues.rule, LongestValues.tiers]
            : [
                Bilingual(
                    zh: "手部护理体验一次 每月最多兑换 1 次，已兑换 1 次",
                    en: "Hand care, one visit: at most 1 a month, 1 redeemed so far"),
                Bilingual(zh: "补水面膜三片 仅限以下等级兑换：金卡会员", en: "Three hydrating masks is for these tiers only: Gold"),
                Bilingual(zh: "肩颈舒缓 30 分钟 现在不在可兑换的时间内", en: "Shoulder massage, 30 min cannot be redeemed at this time"),
            ]
        for (index, words) in words.enumerated() { choice.offers[index].blocked = .rule(words) }
        return choice
    }

    static func plain(long: Bool) -> Welcome {
        var welcome = welcome(long: long)
        welcome.explains = false
        return welcome
    }

    static func why(_ section: Why.Section, long: Bool) -> Why {
        let longest = section == .rewards ? LongestValues.tiers : LongestValues.sentence
        let lines =
            long
            ? (0..<section.linesPerPage).map { Reason(words: longest, isNearly: $0 == 1) }
            : Array(usualReasons(section).prefix(section.linesPerPage))
        return Why(
            section: section, lines: lines, asOf: long ? morning : nil, page: long ? 11 : 1, pages: long ? 99 : 3)
    }

    private static func usualReasons(_ section: Why.Section) -> [Reason] {
        func fact(_ zh: String, _ en: String) -> Reason { Reason(words: Bilingual(zh: zh, en: en), isNearly: false) }
        func nearly(_ zh: String, _ en: String) -> Reason { Reason(words: Bilingual(zh: zh, en: en), isNearly: true) }
        switch section {
        case .points:
            return [
                fact("可用 2480 积分", "2480 points can be used"),
                fact(
                    "980 积分：2025-11-20 获得，可用至 2026-11-30",
                    "980 points from 2025-11-20, usable through 2026-11-30"),
                fact(
                    "1580 积分：2026-03-01 获得，可用至 2027-03-31",
                    "1580 points from 2026-03-01, usable through 2027-03-31"),
                fact("-80 积分：已刷卡使用，等待入账", "-80 points: spent with the card, not booked yet"),
            ]
        case .tier:
            return [
                fact("金卡会员，自 2026-03-01 起", "Gold since 2026-03-01"),
                fact("金卡会员保留至 2027-02-28", "Gold is kept through 2027-02-28"),
                fact("近 12 个月已有：消费 ¥7210、到店 14 次", "counted within 12 months: ¥7210 spent, 14 visits"),
                nearly("再消费 ¥12790 升级钻石会员", "spend another ¥12790 to reach Diamond"),
            ]
        case .rewards:
            return [
                fact("手部护理体验一次 每月最多兑换 1 次，已兑换 1 次", "Hand care, one visit: at most 1 a month, 1 redeemed so far"),
                nearly("还差 20 积分 可兑换 生日护理礼盒", "another 20 points to Birthday care gift box"),
            ]
        case .storedValue:
            return [
                fact("可用 ¥1260.50", "¥1260.50 can be used"),
                fact("¥1000：2026-03-01 充值，长期有效", "¥1000 paid in on 2026-03-01, without an end"),
                fact(
                    "¥260.50：2026-03-01 赠送，可用至 2027-03-01",
                    "¥260.50 given on 2026-03-01, usable through 2027-03-01"),
            ]
        }
    }

    static let none = RewardChoice(
        available: ShownBalance(amount: Points(0), asOf: nil, about: false), offers: [], page: 0, pages: 0)

    static func checkedIn(long: Bool) -> CheckedIn {
        CheckedIn(greeting: greeting(long: long), booking: booking(long: long, .checkedIn), takesCard: true)
    }
}
