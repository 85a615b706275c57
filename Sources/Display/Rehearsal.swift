import KioskSession
import Loyalty
import Vocabulary

/// Screens that together use every phrase, digit and sign in both languages; drawn once at start to fill the glyph
/// cache.
enum Rehearsal {
    static var screens: [Screen] {
        Language.allCases.flatMap { language in
            bodies.flatMap { body in
                [
                    Screen(header: header(online: true), language: language, body: body),
                    Screen(header: header(online: false), language: language, body: body, warning: warning),
                ].prefix(body == .attract ? 2 : 1)
            }
        }
    }

    private static func header(online: Bool) -> Screen.Header {
        Screen.Header(
            salon: Bilingual(zh: "悦容美容", en: "Salon"), store: Bilingual(zh: "店", en: "Store"), online: online,
            clock: noon)
    }

    private static let warning = Screen.Warning(secondsLeft: 18, ofSeconds: 20, isCovering: false)
    private static let noon = LocalTime(month: 12, day: 30, weekday: 6, hour: 14, minute: 56)
    private static let points = ShownBalance(amount: Points(1_234_567_890), asOf: noon, about: false)
    private static let reward = Reward(
        id: "r", name: Bilingual(zh: "护理", en: "Facial"), price: Amount(points: 1_234_567, fen: 890_00))

    private static var bodies: [Screen.Body] {
        let claims = [Claim.Paid(amount: reward.price, pointsLeft: points), nil].map {
            Screen.Body.claim(Claim(reward: reward.name, code: "0A1B2C", lastDay: noon, paid: $0, cardMayGo: true))
        }
        return [.attract, .takeCard, .holdStill, .personChanged] + claims
            + [true, false].map { .outOfService(OutOfService(code: "R-01", isUndecided: $0)) }
            + PresentCard.Stage.allCases.map { .presentCard(PresentCard(reward: reward, stage: $0)) }
            + remarks.map { .welcome(welcome($0)) }
            + zip(Notice.allCases, Notice.allCases.indices).map { notice, index in
                .notice(notice, Notice.Subject.allCases[index % Notice.Subject.allCases.count])
            }
            + Why.Section.allCases.map { .why(why($0)) }
            + Goodbye.Occasion.allCases.map { .goodbye(Goodbye(after: $0, takesCard: true)) } + [
                .rewards(choice), .rewards(ruled), .checkedIn(checkedIn), .bookings(bookings), .confirm(confirm),
            ]
    }

    private static let remarks: [Welcome.Remark] = [
        .offline(checksIn: true), .offline(checksIn: false), .settled(done: true), .settled(done: false), .incident,
        .tooEarly(from: noon), .tooLate,
    ]

    private static func welcome(_ remark: Welcome.Remark) -> Welcome {
        Welcome(
            greeting: Greeting(surname: Bilingual(zh: "李", en: "Li"), title: remark == .incident ? .mr : .ms),
            tier: Bilingual(zh: "金卡会员", en: "Gold member"), tierRank: TierRank(2, of: 4),
            numberTail: "0123", points: points,
            explains: true,
            storedValue: remark == .incident
                ? .shown(ShownBalance(amount: Money(fen: 1_234_567_890), asOf: noon, about: true)) : .hidden,
            booking: remark == .tooLate ? nil : booking(remark == .incident ? .checkedIn : .waiting),
            bookingsToday: 2, actions: [remark == .tooLate ? .announce : .checkIn, .redeem, .claims(1), .finish],
            cardMayGo: remark == .tooLate, remark: remark)
    }

    private static func booking(_ status: BookingLine.Status) -> BookingLine {
        BookingLine(
            id: "b", time: noon, service: Bilingual(zh: "深层清洁面部护理", en: "Deep-cleansing facial"), minutes: 60,
            staff: Bilingual(zh: "王", en: "Wang"), status: status)
    }

    private static func why(_ section: Why.Section) -> Why {
        let words = Bilingual(zh: "再消费 ¥38 升级金卡，自 2026-01-01 起", en: "spend another ¥38 to reach Gold")
        return Why(
            section: section, lines: [false, true].map { Reason(rule: "", words: words, isNearly: $0) }, asOf: noon,
            page: 1,
            pages: 3)
    }

    private static let bookings = BookingList(
        lines: [booking(.waiting), booking(.missed), booking(.checkedIn)], page: 0, pages: 2)
    private static let confirm = Confirm(
        reward: reward, pointsAfter: points,
        moneyAfter: ShownBalance(amount: Money(fen: 1_234_567_890), asOf: nil, about: true))
    private static let choice = choice([
        nil, .notEnough(missing: Points(14)), .notEnough(missing: .zero), .needsHub, .needsDesk,
    ])
    private static let ruled = choice([.rule(Bilingual(zh: "每月最多兑换 1 次", en: "at most 1 a month"))])

    private static func choice(_ blocked: [RewardChoice.Blocked?]) -> RewardChoice {
        RewardChoice(
            available: points, offers: blocked.map { RewardChoice.Offer(reward: reward, blocked: $0) }, page: 1,
            pages: 3)
    }

    private static let checkedIn = CheckedIn(
        greeting: Greeting(surname: Bilingual(zh: "李", en: "Li"), title: .none), booking: booking(.checkedIn),
        takesCard: true)
}
