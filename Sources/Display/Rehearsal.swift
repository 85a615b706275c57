internal import Identity
import KioskSession
import Loyalty

/// Screens that together show every phrase, digit and sign of ours, in both languages; drawn once at start.
enum Rehearsal {
    static var screens: [Screen] {
        Language.allCases.flatMap { language in
            bodies.flatMap { body in
                [
                    Screen(header: header(online: true), language: language, body: body),
                    Screen(header: header(online: false), language: language, body: body, warningSeconds: 18),
                ].prefix(body == .goodbye ? 2 : 1)
            }
        }
    }

    private static func header(online: Bool) -> Screen.Header {
        Screen.Header(
            salon: Bilingual(zh: "悦容美容", en: "Salon"), store: Bilingual(zh: "店", en: "Store"), online: online,
            clock: noon)
    }

    private static let noon = LocalTime(month: 12, day: 30, weekday: 6, hour: 14, minute: 56)
    private static let points = ShownBalance(amount: Points(1_234_567_890), asOf: noon, about: false)
    private static let reward = Reward(
        id: "r", name: Bilingual(zh: "护理", en: "Facial"), points: Points(1_234_567), price: Money(fen: 890_00))

    private static var bodies: [Screen.Body] {
        let claim = Claim(reward: reward, code: "0A1B2C", balanceAfter: points)
        let stages: [PresentCard.Stage] = [.asking, .waitingForCard, .writing, .tapAgain]
        return [.attract, .holdStill, .personChanged, .outOfService(code: "R-01"), .claim(claim)]
            + stages.map { .presentCard(PresentCard(reward: reward, stage: $0)) }
            + remarks.map { .welcome(welcome($0)) } + Notice.allCases.map { .notice($0) }
            + Why.Section.allCases.map { .why(why($0)) } + [
                .rewards(choice), .rewards(ruled), .checkedIn(checkedIn), .goodbye,
            ]
    }

    private static let remarks: [Welcome.Remark] = [
        .offline, .settled(done: true), .settled(done: false), .incident, .tooEarly(from: noon), .tooLate,
    ]

    private static func welcome(_ remark: Welcome.Remark) -> Welcome {
        Welcome(
            greeting: Greeting(surname: Bilingual(zh: "李", en: "Li"), title: remark == .offline ? .mr : .ms),
            tier: Bilingual(zh: "金卡会员", en: "Gold member"), tierID: "gold", numberTail: "0123", points: points,
            explains: true,
            storedValue: remark == .incident
                ? .shown(ShownBalance(amount: Money(fen: 1_234_567_890), asOf: noon, about: true)) : .hidden,
            booking: remark == .tooLate ? nil : booking(remark == .incident ? .checkedIn : .waiting),
            moreToday: 1, actions: [.checkIn, .redeem, .finish], remark: remark)
    }

    private static func booking(_ status: BookingLine.Status) -> BookingLine {
        BookingLine(
            id: "b", time: noon, service: Bilingual(zh: "深层清洁面部护理", en: "Deep-cleansing facial"), minutes: 60,
            staff: Bilingual(zh: "王", en: "Wang"), status: status)
    }

    private static func why(_ section: Why.Section) -> Why {
        let words = Bilingual(zh: "再消费 ¥38 升级金卡，自 2026-01-01 起", en: "spend another ¥38 to reach Gold")
        return Why(
            section: section, lines: [false, true].map { Reason(words: words, isNearly: $0) }, asOf: noon, page: 1,
            pages: 3)
    }

    private static let choice = choice([nil, .notEnough, .needsHub, .needsDesk])
    private static let ruled = choice([.rule(Bilingual(zh: "每月最多兑换 1 次", en: "at most 1 a month"))])

    private static func choice(_ blocked: [RewardChoice.Blocked?]) -> RewardChoice {
        RewardChoice(
            available: points, offers: blocked.map { RewardChoice.Offer(reward: reward, blocked: $0) }, page: 1,
            pages: 3)
    }

    private static let checkedIn = CheckedIn(
        greeting: Greeting(surname: Bilingual(zh: "李", en: "Li"), title: .none), booking: booking(.checkedIn),
        offline: true)
}
