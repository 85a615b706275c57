import Display
import KioskSession
import Loyalty
import Testing
import Vocabulary

@testable import peony_screens

@Suite struct PrivacyTests {
    /// Two people who share nothing but the shape of their screens.
    @Test(arguments: [
        "welcome plain", "welcome offline", "welcome revealed", "welcome checked in", "rewards",
        "presentCard waitingForCard", "claim", "claim offline", "claim waiting", "confirm", "checkedIn",
        "checkedIn walk-in", "welcome warning", "welcome busy", "welcome elsewhere", "bookings",
        "why points", "why tier", "why storedValue",
    ])
    func `Two people's screens are the same picture once painted out`(name: String) throws {
        let renderer = try ScreenRenderer()
        for language in Language.allCases {
            let screen = try #require(
                SampleScreens.usual.first { $0.name == name && $0.screen.language == language }
            ).screen
            let other = stranger(screen)
            renderer.draw(screen)
            let shown = renderer.surface
            renderer.draw(other)
            #expect(renderer.surface != shown, "\(name): the people must differ before")
            #expect(renderer.redacted(screen) == renderer.redacted(other), "\(name) \(language)")
        }
    }

    @Test func `Painting out leaves the panel's picture alone`() throws {
        let renderer = try ScreenRenderer()
        let screen = SampleScreens.usual[3].screen
        renderer.draw(screen)
        let shown = renderer.surface
        _ = renderer.redacted(SampleScreens.usual[12].screen)
        #expect(renderer.surface == shown)
        #expect(renderer.draw(screen).damage.isEmpty)
    }

    /// The same kind of screen with every personal value changed.
    func stranger(_ screen: Screen) -> Screen {
        var screen = screen
        let points = ShownBalance(amount: Points(7), asOf: nil, about: false)
        let reward = Reward(id: "x", name: Bilingual(zh: "足部", en: "Foot"), price: Amount(points: 12, fen: 1))
        switch screen.body {
        case .welcome(var welcome):
            welcome.greeting = greeting
            welcome.tier = Bilingual(zh: "普通", en: "Basic")
            welcome.tierRank = TierRank(0, of: 4)
            welcome.numberTail = "0001"
            welcome.points.amount = Points(7)
            if case .shown(var balance) = welcome.storedValue {
                balance.amount = Money(fen: 5)
                welcome.storedValue = .shown(balance)
            }
            welcome.booking = welcome.booking.map(strange)
            welcome.bookingsToday = welcome.bookingsToday > 1 ? 5 : 1
            screen.body = .welcome(welcome)
        case .rewards(var choice):
            choice.available.amount = Points(7)
            screen.body = .rewards(choice)
        case .why(var why):
            let words = Bilingual(zh: "可用 7 分", en: "7 points to use")
            // Another number of sentences, of another kind, on another of more pages.
            why.lines = [Reason(rule: "", words: words, isNearly: true)]
            (why.page, why.pages) = (2, 5)
            screen.body = .why(why)
        case .presentCard(let present): screen.body = .presentCard(PresentCard(reward: reward, stage: present.stage))
        case .claim(var claim):
            claim.reward = reward.name
            claim.code = "AAAAAA"
            claim.paid = claim.paid.map { _ in Claim.Paid(amount: reward.price, pointsLeft: points) }
            screen.body = .claim(claim)
        case .confirm:
            let money = ShownBalance(amount: Money(fen: 7), asOf: nil, about: false)
            screen.body = .confirm(Confirm(reward: reward, pointsAfter: points, moneyAfter: money))
        case .bookings(var list):
            list.lines = list.lines.map(strange)
            screen.body = .bookings(list)
        case .checkedIn(let checkedIn):
            screen.body = .checkedIn(
                CheckedIn(
                    greeting: greeting, booking: checkedIn.booking.map(strange), takesCard: checkedIn.takesCard))
        default: break
        }
        return screen
    }

    let greeting = Greeting(surname: Bilingual(zh: "诸葛", en: "Zhuge"), title: .mr)

    func strange(_ booking: BookingLine) -> BookingLine {
        var booking = booking
        booking.time.hour = 9
        booking.service = Bilingual(zh: "脱毛", en: "Waxing")
        booking.minutes = 5
        booking.staff = Bilingual(zh: "甲", en: "A")
        booking.place = booking.place.map { _ in Bilingual(zh: "别处", en: "Elsewhere") }
        return booking
    }
}
