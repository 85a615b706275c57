import KioskSession
import Loyalty
import Vocabulary

/// One screen under a name that says what is special about it.
struct Sample: CustomStringConvertible, Sendable {
    var name: String
    var screen: Screen

    var description: String { "\(name) \(screen.language.rawValue)" }
}

enum SampleScreens {
    static let morning = LocalTime(month: 11, day: 29, weekday: 0, hour: 14, minute: 26)
    static let inAMonth = LocalTime(month: 12, day: 29, weekday: 2, hour: 23, minute: 59)
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
            reward: reward(long: long).name, code: aged ? "WMWMWM" : "K7M4QX", lastDay: aged ? nil : inAMonth,
            paid: Claim.Paid(amount: reward(long: long).price, pointsLeft: points(long: long, aged: aged)),
            cardMayGo: !aged)
    }

    static func waiting(long: Bool) -> Claim {
        Claim(
            reward: reward(long: long).name, code: "K7M4QX", lastDay: inAMonth, paid: nil, page: long ? 11 : 1,
            pages: long ? 99 : 3)
    }

    static func confirm(long: Bool) -> Confirm {
        Confirm(
            reward: reward(long: long),
            pointsAfter: long
                ? points(long: true, aged: true) : ShownBalance(amount: Points(1680), asOf: nil, about: false),
            moneyAfter: ShownBalance(
                amount: long ? LongestValues.money : Money(fen: 113_250), asOf: long ? morning : nil, about: long))
    }

    static func confirmPoints(long: Bool) -> Confirm {
        var confirm = confirm(long: long)
        confirm.reward.price.money = .zero
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
            tierRank: TierRank(long ? 3 : 2, of: 4), numberTail: "6031",
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
        welcome.tierRank = TierRank(1, of: 4)
        welcome.actions = [.redeem, .finish]
        return welcome
    }

    static func alreadyIn(long: Bool) -> Welcome {
        var welcome = welcome(long: long)
        welcome.booking = booking(long: long, .checkedIn)
        welcome.actions = [.redeem, .finish]
        welcome.bookingsToday = 1
        welcome.tierRank = TierRank(0, of: 4)
        return welcome
    }

    static func reward(long: Bool) -> Reward {
        Reward(
            id: "hand-mask", name: long ? LongestValues.reward : Bilingual(zh: "手部护理体验一次", en: "Hand care, one visit"),
            price: long ? Amount(points: 999_999, fen: 9_999_99) : Amount(points: 800, fen: 128_00))
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
                reward.price.points = Points(Int64(400 + 700 * index))
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
            : SampleReasons.refusals
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
            ? (0..<section.linesPerPage).map { Reason(rule: "", words: longest, isNearly: $0 == 1) }
            : Array(SampleReasons.lines(section).prefix(section.linesPerPage))
        return Why(
            section: section, lines: lines, asOf: long ? morning : nil, page: long ? 11 : 1, pages: long ? 99 : 3)
    }

    static let none = RewardChoice(
        available: ShownBalance(amount: Points(0), asOf: nil, about: false), offers: [], page: 0, pages: 0)

    static func checkedIn(long: Bool) -> CheckedIn {
        CheckedIn(greeting: greeting(long: long), booking: booking(long: long, .checkedIn), takesCard: true)
    }
}
