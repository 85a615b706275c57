internal import Loyalty
internal import Vocabulary

/// One sample member's life with the salon, as the entries that it would have left: what was brought along when the
/// policy began, then visits with bills, money paid in, points redeemed. All figures are what the rules make of them.
struct SampleLife {
    private static let hourMs: Int64 = 3_600_000

    let number: String
    let store: String
    let policy: Policy
    private(set) var entries: [MemberEntry] = []
    private var account = MemberAccount()

    /// - Parameter isShown: for the showcase: points of several ages, and stored value.
    init(
        number: String, store: String, title: String, isShown: Bool, nowMs: Int64, _ policy: Policy,
        _ random: inout SeededGenerator
    ) {
        self.number = number
        self.store = store
        self.policy = policy
        let today = policy.zone.day(atMs: nowMs)
        let first = policy.zone.day(atMs: policy.effectiveFromMs)
        let joined = today.adding(days: -Int(isShown ? 700 : random.number(5...900)))
        enter(.joined(Self.person(title, joined, policy, &random)), at(joined, &random))
        var day = joined
        if joined < first {
            bringAlong(isShown, today, first, &random)
            day = first
        }
        while true {
            day = day.adding(days: Int(random.number(isShown ? 8...25 : 15...90)))
            guard day < today.adding(days: -1) else { break }
            visit(at(day, &random), redeems: !isShown, &random)
        }
        if isShown { enter(.topUp(paid: Money(fen: 300_000)), at(today.adding(days: -2), &random)) }
    }

    /// Points and a tier from before the policy, as a salon enters them that begins to use it.
    private mutating func bringAlong(
        _ isShown: Bool, _ today: Day, _ first: Day, _ random: inout SeededGenerator
    ) {
        let atMs = policy.zone.startMs(of: first)
        // The first has ended by now, the second does soon.
        let ends = [first.adding(days: 20), today.adding(days: 30), today.adding(days: Int(random.number(60...300)))]
        for end in ends where isShown || random.number(0...1) == 0 {
            let adjustment = Adjustment(
                currency: .points, amount: random.number(isShown ? 30...60 : 4...40) * 10, reason: "brought along",
                expiresAtMs: policy.zone.startMs(of: end))
            enter(.adjust(adjustment), atMs)
        }
        let tier = [0, 0, 0, 0, 1, 1, 2, 3][Int(random.number(0...7))]
        if tier > 0, policy.tiers.tiers.indices.contains(tier) {
            enter(.tierSet(policy.tiers.tiers[tier].id, through: first.adding(days: 364)), atMs)
        }
    }

    private static func person(
        _ title: String, _ joined: Day, _ policy: Policy, _ random: inout SeededGenerator
    ) -> Person {
        var person = Person(joinedAtMs: policy.zone.startMs(of: joined))
        person.sex = title == "mr" ? .male : title == "ms" ? .female : nil
        if random.number(0...9) > 0 {
            person.birthday = Birthday(
                reckoning: random.number(0...3) == 0 ? .lunar : .gregorian, year: Int(random.number(1960...2005)),
                month: Int(random.number(1...12)), day: Int(random.number(1...28)), isLeapMonth: false)
        }
        return person
    }

    /// Some time of the opening hours.
    private func at(_ day: Day, _ random: inout SeededGenerator) -> Int64 {
        policy.zone.startMs(of: day) + 10 * Self.hourMs + random.number(0...9 * 60) * 60_000
    }

    private mutating func visit(_ atMs: Int64, redeems: Bool, _ random: inout SeededGenerator) {
        if account.topUps.isEmpty, random.number(0...2) == 0 {
            enter(.topUp(paid: Money(fen: random.number(5...30) * 10_000)), atMs - 60_000)
        }
        let items = policy.items.values.filter { $0.kind == .service || $0.kind == .product }.sorted { $0.id < $1.id }
        guard !items.isEmpty else { return }
        var lines: [Bill.Line] = []
        for _ in 0..<random.number(redeems ? 1...3 : 2...3) {
            let item = random.pick(items)
            lines.append(Bill.Line(item: item.id, quantity: 1, unitPrice: item.price))
        }
        let bill = Bill(id: id, atMs: atMs, store: store, lines: lines)
        settle(bill, byCard: random.number(0...1) == 0 ? 30_000 : 0)
        if random.number(0...2) == 0 { enter(.action("feedback"), atMs + Self.hourMs) }
        if redeems, random.number(0...3) == 0 { redeem(atMs + 2 * Self.hourMs) }
    }

    /// By the best combination, as a desk would.
    ///
    /// - Parameter fen: to be paid by stored value, as far as there is so much on the card and on the bill.
    private mutating func settle(_ bill: Bill, byCard fen: Int64) {
        var preview = account
        let entry = MemberEntry(id: id, atMs: bill.atMs, policy: policy.version, fact: .bill(bill))
        guard let quote = try? preview.apply(entry, under: policy, detail: .proof).quote else { return }
        var bill = bill.settled(by: quote)
        let paid = min(fen, quote.payable.fen, account.purse.funds(atMs: bill.atMs).money.fen)
        if paid > 0 { bill.tenders = [Tender(.storedValue, Money(fen: paid))] }
        enter(.bill(bill), bill.atMs)
    }

    private mutating func redeem(_ atMs: Int64) {
        guard let reward = try? account.affordable(atMs: atMs, policy).now.last, reward.price.money == .zero else {
            return
        }
        let redemption = id
        enter(.redeem(reward: reward.reward), atMs)
        enter(.claim(redemption: redemption, .handedOver), atMs + 60_000)
    }

    private var id: String { "\(number)-\(entries.count + 1)" }

    /// What a rule refuses did not happen.
    private mutating func enter(_ fact: MemberFact, _ atMs: Int64) {
        let entry = MemberEntry(id: id, atMs: max(atMs, account.lastAtMs + 1), policy: policy.version, fact: fact)
        guard let outcome = try? account.apply(entry, under: policy), outcome.refusal == nil else { return }
        entries.append(entry)
    }
}
