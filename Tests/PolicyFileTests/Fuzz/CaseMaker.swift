import Loyalty
import Vocabulary

/// Makes random entries of every kind that a document can hold: mostly sensible, sometimes absurd.
struct CaseMaker {
    var random: SeededGenerator
    let policy: Policy
    /// From 0 to 100: how often a value is taken from nowhere instead of from what there is.
    var absurdity = 5

    private(set) var atMs: Int64
    private var serial = 0
    private var bills: [(id: String, lines: Int)] = []
    private var known: [String: [String]] = [:]

    init(seed: UInt64, policy: Policy) {
        random = SeededGenerator(seed: seed)
        self.policy = policy
        atMs = min(policy.effectiveFromMs + 86_400_000, Bounds.momentsMs.upperBound)
    }

    // Choices.

    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<max(1, bound), using: &random) }

    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    mutating func pick<Element>(_ elements: [Element], or other: Element) -> Element {
        elements.isEmpty ? other : elements[below(elements.count)]
    }

    /// An id that the policy or the history has, or one that nobody has.
    mutating func id(_ ids: [String]) -> String { chance(absurdity) ? "nothing" : pick(ids, or: "nothing") }

    mutating func earlier(_ kind: String) -> String { id(known[kind] ?? []) }

    mutating func money() -> Money { Money(fen: amount()) }

    mutating func amount(least: Int64 = 0, most: Int64 = Bounds.amount) -> Int64 {
        let amount: Int64 =
            switch below(100) {
            case ..<max(1, absurdity): pick([most, most - 1, most / 2, 1, 0], or: most)
            case ..<50: Int64(below(200)) * 1000
            case ..<80: Int64(below(100_000))
            default: Int64(below(10_000_000))
            }
        return min(max(amount, least), most)
    }

    mutating func day() -> Day {
        if chance(absurdity) { return pick([Day.first, Day.last, Day(0), Day(-1)], or: Day.last) }
        return policy.zone.day(atMs: atMs).adding(days: below(120) - 40)
    }

    mutating func moment() -> Int64 {
        if chance(absurdity) { return pick([0, 1, 999, Bounds.momentsMs.upperBound], or: 0) }
        let days = Int64(below(500) - 60) * 86_400_000
        return min(max(0, atMs + days + Int64(below(86_400)) * 1000), Bounds.momentsMs.upperBound)
    }

    // Entries.

    mutating func entries(_ count: Int) -> [MemberEntry] { (0..<count).map { _ in entry() } }

    mutating func entry() -> MemberEntry {
        if chance(1), chance(absurdity) {
            atMs = moment()
        } else if !chance(10) {
            let step = Int64(below(chance(10) ? 400 : 12)) * 86_400_000 + Int64(below(86_400_000))
            atMs = min(atMs + step, Bounds.momentsMs.upperBound)
        }
        serial += 1
        let id = chance(absurdity) && chance(20) ? "e-\(max(1, serial - 1))" : "e-\(serial)"
        let version = chance(absurdity) && chance(10) ? "nowhere" : policy.version
        let edition: Edition = chance(15) ? .first : .current
        return MemberEntry(id: id, atMs: atMs, policy: version, edition: edition, fact: fact(id: id))
    }

    /// The more usual of two in three times.
    private mutating func fact(id: String) -> MemberFact {
        switch below(32) {
        case 31: return .personChanged(personChange())
        case 30:
            return .privilege(self.id(policy.tiers.tiers.flatMap { $0.privileges.map(\.id) }))
        case 0: return .joined(person())
        case 1...8: return .bill(bill(id: note("bill", "\(id)b")))
        case 9...12: return .refund(refund())
        case 13: return .action(self.id(policy.earning.actions.map(\.action)))
        case 14, 15:
            known["topUp", default: []].append(id)
            return .topUp(paid: money())
        case 16: return .prepaidRefund(topUp: chance(30) ? nil : earlier("topUp"))
        case 17:
            known["redemption", default: []].append(id)
            return .redeem(reward: self.id(policy.rewards.map(\.id)), store: chance(50) ? nil : "xuhui")
        case 18: return .claim(redemption: earlier("redemption"), pick(ClaimStep.allCases, or: .reversed))
        case 19: return .spend(Amount(points: Points(amount()), money: Money(fen: amount())))
        case 20, 21: return .adjust(adjustment())
        case 22:
            let offers = policy.offers.filter { $0.coupon != nil }.map(\.id)
            return .couponIssued(offer: self.id(offers), coupon: note("coupon", "c-\(serial)"))
        case 23...25: return package(id: id)
        case 26: return chance(30) ? .mergedAway(into: "m-other") : .mergedHere(handover())
        case 27: return .tierSet(self.id(policy.tiers.tiers.map(\.id)), through: chance(50) ? nil : day())
        default: return .night(chance(80) ? policy.zone.day(atMs: atMs) : day())
        }
    }

    private mutating func note(_ kind: String, _ id: String) -> String {
        if chance(absurdity), chance(20), let other = known[kind]?.last { return other }
        known[kind, default: []].append(id)
        return id
    }

    private mutating func person() -> Person {
        var person = Person(joinedAtMs: atMs)
        if chance(80) { person.birthday = birthday() }
        person.sex = chance(50) ? nil : pick(Person.Sex.allCases, or: .female)
        person.occupation = chance(70) ? nil : "student"
        person.segments = chance(50) ? [] : ["vip", "new"]
        return person
    }

    private mutating func birthday() -> Birthday {
        let lunar = chance(50)
        return Birthday(
            reckoning: lunar ? .lunar : .gregorian, year: chance(50) ? nil : 1900 + below(201),
            month: 1 + below(12), day: 1 + below(31), isLeapMonth: lunar && chance(60))
    }

    private mutating func personChange() -> PersonChange {
        var change = PersonChange()
        if chance(50) { change.birthday = chance(70) ? .known(birthday()) : .unknown }
        if chance(50) { change.sex = chance(70) ? .known(pick(Person.Sex.allCases, or: .female)) : .unknown }
        if chance(50) { change.occupation = chance(70) ? .known("nurse") : .unknown }
        if chance(50) { change.segments = chance(50) ? [] : ["vip"] }
        return change
    }

    mutating func bill(id: String) -> Bill {
        var bill = Bill(id: id, atMs: atMs, store: chance(80) ? "xuhui" : "s", lines: lines())
        bill.coupons = chance(60) ? [] : Set([earlier("coupon"), earlier("coupon")]).sorted()
        if chance(30) {
            let offers = policy.offers.map(\.id)
            bill.choice = .these(Set((0..<below(4)).map { _ in self.id(offers) }).sorted())
        }
        if chance(50) { bill.points = chance(50) ? .all : .atMost(Points(amount(least: 1))) }
        if chance(50) {
            bill.tenders = (0..<below(4)).map { _ in
                let lot = chance(50) ? earlier("lot") : nil
                return Tender(pick(Tender.Kind.asked, or: .cash), money(), lot: lot)
            }
        }
        if chance(20) { bill.totalUses = [self.id(policy.offers.map(\.id)): amount()] }
        bills.append((id, bill.lines.count))
        return bill
    }

    private mutating func lines() -> [Bill.Line] {
        let items = policy.items.keys.sorted()
        let count = chance(absurdity) && chance(absurdity) ? Bounds.linesPerBill : 1 + below(chance(80) ? 4 : 30)
        return (0..<count).map { _ in
            let item = chance(absurdity) && chance(30) ? "nothing" : pick(items, or: "nothing")
            let price = chance(70) ? policy.items[item]?.price ?? .zero : money()
            let quantity = chance(80) ? 1 : amount(least: 1, most: chance(absurdity) ? Bounds.quantity : 20)
            return Bill.Line(item: item, quantity: quantity, unitPrice: price)
        }
    }

    mutating func refund() -> Refund {
        let bill = pick(bills, or: (id: "nothing", lines: 1))
        let parts = (0..<(chance(40) ? 0 : 1 + below(3))).map { _ in
            Refund.Part(
                line: chance(absurdity) ? below(1001) : below(bill.lines),
                chance(60) ? .units(1 + Int64(below(3))) : .fen(amount(least: 1)))
        }
        return Refund(
            bill: chance(absurdity) ? "nothing" : bill.id, parts: parts, reason: chance(50) ? "" : "不满意 \"\\ ok")
    }

    private mutating func adjustment() -> Adjustment {
        let amount = amount()
        return Adjustment(
            currency: pick(LotCurrency.allCases, or: .points), amount: chance(70) ? amount : -amount, reason: "更正",
            expiresAtMs: chance(50) ? nil : moment())
    }

    private mutating func package(id: String) -> MemberFact {
        let lots = (known["bill"] ?? []).map { PackageLot.id(bill: $0, line: 0, unit: 0) } + (known["lot"] ?? [])
        let lot = self.id(lots)
        let item = self.id(policy.items.keys.sorted())
        switch below(11) {
        case 0...2:
            return .package(
                lot: chance(30) ? nil : lot,
                .book(session: note("session", "s-\(serial)"), item: item, forMs: moment()))
        case 3: return .package(lot: chance(30) ? nil : lot, .used(session: earlier("session")))
        case 4: return .package(lot: chance(30) ? nil : lot, .cancelled(session: earlier("session")))
        case 5: return .package(lot: lot, .freeze(from: day(), days: 1 + below(chance(absurdity) ? 3660 : 60)))
        case 6: return .package(lot: lot, .extend(days: 1 + below(chance(absurdity) ? 3660 : 60)))
        case 7: return .package(lot: lot, .transferredAway(to: chance(50) ? nil : "m-other"))
        case 8:
            let count = chance(50) ? 1 : amount(least: 1, most: Bounds.quantity)
            return .package(lot: lot, .refund(sessions: chance(50) ? [:] : [item: count]))
        default:
            known["lot", default: []].append("\(id)l")
            return .package(
                lot: "\(id)l",
                .transferredHere(
                    kind: self.id(policy.packages.map(\.id)),
                    sessions: [chance(30) ? PackageLot.anyItem : item: amount(most: Bounds.quantity)], paid: money(),
                    expiresAtMs: chance(30) ? nil : moment()))
        }
    }

    private mutating func handover() -> Handover {
        let currencies = LotCurrency.allCases
        var handover = Handover(
            lots: (0..<below(4)).map { index in
                PurseLot(
                    id: "l-\(index)", currency: currencies[below(3)], source: "l-\(index)", granted: amount(),
                    gainedAtMs: moment(), activeFromMs: moment(), expiresAtMs: chance(40) ? nil : moment())
            },
            debts: (0..<below(3)).map { index in
                LotPart(lot: Purse.debtLot(currencies[index]), currency: currencies[index], amount: amount())
            },
            days: (0..<below(4)).map { _ in
                var count = Qualification.Count(day: day())
                count.spend = money()
                count.pointsEarned = Points(amount())
                count.services = amount()
                count.bills = amount()
                return count
            },
            coupons: (0..<below(3)).map { index in
                Coupon(
                    id: note("coupon", "h-\(serial)-\(index)"), offer: id(policy.offers.map(\.id)),
                    issuedAtMs: moment(), expiresAtMs: chance(50) ? nil : moment(), usesLeft: amount(), source: "x")
            }, purchases: Int(amount()))
        handover.packages = (0..<below(3)).map { handedPackage("p-\(serial)-\($0)") }
        handover.claims = (0..<below(3)).map { handedClaim(note("redemption", "r-\(serial)-\($0)")) }
        handover.topUps = (0..<below(3)).map { handedTopUp(note("topUp", "t-\(serial)-\($0)")) }
        handover.uses = (0..<below(3)).map { _ in
            Handover.Use(rule: id(policy.offers.map(\.id)), day: day(), count: Int64(below(3)))
        }
        handover.earned = [Handover.Use(rule: "points", day: day(), count: amount() - amount())]
        return handover
    }

    private mutating func handedPackage(_ id: String) -> PackageLot {
        known["lot", default: []].append(id)
        let item = self.id(policy.items.keys.sorted())
        let name = pick(policy.packages.map(\.name), or: policy.name)
        var terms = PackageKind(id: "gone", name: name, sessions: [item: 3], price: money())
        terms.shared = chance(50) ? nil : 3
        terms.validity = .forever
        terms.freezes = below(4)
        terms.isTransferable = chance(50)
        let lot = PackageLot(
            id: id, terms: terms, source: "x", boughtAtMs: moment(), paid: money(),
            left: [terms.shared == nil ? item : PackageLot.anyItem: 1 + Int64(below(3))],
            expiresAtMs: chance(30) ? nil : moment())
        var past = PackageLot.Past()
        var session = PackageLot.Session(id: note("session", "\(id)-s"), item: item, forMs: moment())
        session.state = pick(PackageLot.Session.State.allCases, or: .booked)
        past.sessions = [session]
        let first = day()
        let after = first.adding(days: 1 + below(30))
        if chance(50), first < after { past.frozen = [first..<after] }
        past.forfeited = Int64(below(2))
        let isGone = chance(absurdity) || session.state == .cancelled
        return lot.with(past, bought: lot.leftInAll + past.forfeited + (isGone ? 0 : 1))
    }

    private mutating func handedClaim(_ id: String) -> Handover.Claim {
        Handover.Claim(
            id: id, reward: self.id(policy.rewards.map(\.id)), atMs: moment(),
            price: Amount(points: amount(), fen: amount()),
            parts: (0..<below(3)).map { index in
                Handover.Claim.Part(
                    lot: chance(20) ? Purse.debtLot(.points) : "l-\(index)", currency: .points, amount: amount(),
                    gainedAtMs: moment(), expiresAtMs: chance(40) ? nil : moment())
            })
    }

    private mutating func handedTopUp(_ id: String) -> Handover.PaidIn {
        var paid = Handover.PaidIn(id: id, atMs: moment(), principal: money(), gift: money())
        paid.points = Points(amount())
        paid.pointsLot = chance(50) ? nil : "l-0"
        paid.lots = ["l-1", "l-2"]
        paid.returned.paid = chance(70) ? .zero : money()
        paid.carried.consumed = money()
        paid.carried.bills = below(5)
        return paid
    }
}
