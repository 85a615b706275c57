@testable import Loyalty
import Testing
import Vocabulary

/// What must hold of any history under any policy.
@Suite struct HistoryPropertyTests {
    static let seeds = 0..<150 as Range<UInt64>

    private struct Run {
        var account = MemberAccount()
        var postings: [Posting] = []
        var accepted: [MemberEntry] = []
        var outcomes: [Outcome] = []
    }

    /// Applies what can be applied; what is refused or senseless must have changed nothing.
    private func run(_ entries: [MemberEntry], _ policy: Policy, at check: (MemberAccount, Int64) -> Void) -> Run {
        var run = Run()
        for entry in entries {
            var before = run.account
            before.purse.advance(toMs: entry.atMs, entry: entry.id)
            _ = before.passTierTime(toMs: entry.atMs, policy)
            do {
                let outcome = try run.account.apply(entry, under: policy)
                if outcome.refusal == nil {
                    run.accepted.append(entry)
                    run.outcomes.append(outcome)
                    run.postings += outcome.postings
                } else {
                    expectSame(run.account, before, "refused: \(entry)")
                }
            } catch {
                expectSame(run.account, before, "\(error): \(entry)")
            }
            check(run.account, entry.atMs)
        }
        return run
    }

    private func expectSame(_ account: MemberAccount, _ before: MemberAccount, _ what: String) {
        let isSame = account == before
        #expect(isSame, "what could not be done changed something; \(what)")
    }

    @Test(arguments: seeds)
    func `Postings, lots and balance always agree, and only allowed things go below zero`(seed: UInt64) {
        var salon = RandomSalon(seed: seed)
        let entries = salon.history(120)
        let run = run(entries, salon.policy) { account, now in
            for currency in LotCurrency.allCases {
                let rest = account.purse.all.reduce(0) { $1.currency == currency ? $0 + $1.remaining : $0 }
                #expect(rest >= 0)
                #expect(account.purse.all.allSatisfy { $0.remaining >= 0 })
                let debt = account.purse.debt[currency] ?? 0
                #expect(debt >= 0)
                let live = account.purse.balance(currency, atMs: now) + account.purse.pending(currency, atMs: now)
                #expect(live <= rest - debt)
            }
            #expect(account.purchases >= 0)
            #expect(account.qualification.days.allSatisfy { $0.spend >= 0 && $0.bills >= 0 && $0.services >= 0 })
        }
        var sums: [LotCurrency: Int64] = [:]
        for posting in run.postings { sums[posting.currency, default: 0] += posting.amount }
        for currency in LotCurrency.allCases {
            let rest = run.account.purse.all.reduce(0) { $1.currency == currency ? $0 + $1.remaining : $0 }
            let leftOver = run.account.purse.postings.reduce(0) { $1.currency == currency ? $0 + $1.amount : $0 }
            #expect(sums[currency, default: 0] + leftOver == rest - (run.account.purse.debt[currency] ?? 0))
        }
        #expect(run.accepted.count > 60)
    }

    @Test(arguments: seeds)
    func `Bills are never negative, and the discounts of lines are the offers' discounts`(seed: UInt64) {
        var salon = RandomSalon(seed: seed)
        let entries = salon.history(80)
        let run = run(entries, salon.policy) { _, _ in }
        for quote in run.outcomes.compactMap(\.quote) {
            #expect(quote.payable >= 0 && quote.lines.allSatisfy { $0.net >= 0 && $0.payable >= 0 })
            #expect(quote.list - quote.discount == quote.lines.reduce(0) { $0 + $1.net })
            #expect(quote.lines.reduce(0) { $0 + $1.payable } == quote.payable)
            #expect(quote.list - quote.discount - quote.pointsOff - quote.roundedOff == quote.payable)
        }
        for settled in run.account.bills.all {
            #expect(settled.tenders.reduce(0) { $0 + $1.amount } == settled.quote.payable)
        }
    }

    @Test(arguments: seeds)
    func `The same entries in any order give the same account, and twice count once`(seed: UInt64) throws {
        var salon = RandomSalon(seed: seed)
        let entries = salon.history(60)
        let accepted = run(entries, salon.policy) { _, _ in }.accepted
        let book = PolicyBook([salon.policy])
        let inOrder = try History.replayed(accepted, under: book)
        let shuffled = try History.replayed(
            (accepted + accepted.suffix(20)).shuffled(using: &salon.random), under: book)
        let isSame = inOrder.account == shuffled.account
        #expect(isSame)
        let areSame = inOrder.outcomes == shuffled.outcomes
        #expect(areSame)
    }

    @Test(arguments: seeds)
    func `Whether anybody asks why changes no figure`(seed: UInt64) throws {
        var salon = RandomSalon(seed: seed)
        let entries = salon.history(40)
        var (asked, silent) = (MemberAccount(), MemberAccount())
        for entry in entries {
            let why = Result { () throws(RuleError) in try asked.apply(entry, under: salon.policy) }
            let figures = Result { () throws(RuleError) in
                try silent.apply(entry, under: salon.policy, detail: .figures)
            }
            guard case (.success(let left), .success(let right)) = (why, figures) else {
                #expect(why == figures, "seed \(seed), \(entry)")
                continue
            }
            #expect(left.withoutReasons == right.withoutReasons, "seed \(seed), \(entry)")
            #expect(right.quote.map { $0.derivation.steps.isEmpty && $0.derivation.nearly.isEmpty } ?? true)
        }
        for id in asked.bills.ids {
            asked.bills.change(id) {
                $0.quote.derivation = Derivation()
                $0.earned.derivation = Derivation()
            }
        }
        #expect(asked == silent, "seed \(seed)")
    }

    @Test(arguments: seeds)
    func `A longer history never changes the past`(seed: UInt64) throws {
        var salon = RandomSalon(seed: seed)
        let accepted = run(salon.history(60), salon.policy) { _, _ in }.accepted
        let book = PolicyBook([salon.policy])
        let whole = try History.replayed(accepted, under: book)
        let cut = Int(salon.number(1...Int64(accepted.count - 1)))
        let part = try History.replayed(Array(accepted.prefix(cut)), under: book)
        let isSame = part.outcomes == Array(whole.outcomes.prefix(cut))
        #expect(isSame)
    }

    @Test(arguments: seeds)
    func `A bill refunded whole, in any parts, leaves everything as it was`(seed: UInt64) throws {
        var salon = RandomSalon(seed: seed)
        salon.giveAndCredit()
        let entries = run(salon.history(30), salon.policy) { _, _ in }.accepted
        let now = (entries.last?.atMs ?? 0) + 60_000
        var before = try History.replayed(entries, under: PolicyBook([salon.policy]))
        before.append(now, "issue", .couponIssued(offer: "ticket", coupon: "k"), salon.policy)
        let bill = try salon.chosenBill("the-bill", atMs: now, before.account)
        var after = before
        after.append(now, "pay", .bill(bill), salon.policy)
        guard after.account.bills["the-bill"] != nil else { return }
        var step = 0
        for (index, line) in bill.lines.enumerated() {
            for _ in 0..<line.quantity {
                if salon.chance(3) {
                    let cut = Refund(bill: bill.id, parts: [.init(line: index, .fen(salon.number(1...500)))])
                    after.append(now, "cut\(step)", .refund(cut), salon.policy)
                }
                step += 1
                after.append(
                    now, "back\(step)", .refund(Refund(bill: bill.id, parts: [.init(line: index, .units(1))])),
                    salon.policy)
            }
        }
        let settled = try #require(after.account.bills["the-bill"])
        #expect(settled.refunded.isWhole)
        #expect(settled.refunded.payable == settled.quote.payable)
        #expect(settled.refunded.pointsBack == settled.quote.pointsUsed)
        #expect(settled.refunded.earnedTaken == settled.earned.points)
        #expect(settled.refunded.creditTaken == settled.credit?.amount ?? 0)
        for tender in settled.tenders {
            #expect(settled.refunded.tenders[tender.kind] == tenderSum(settled, tender.kind))
        }
        for currency in LotCurrency.allCases {
            let was = total(before.account, currency)
            #expect(total(after.account, currency) == was, "\(currency)")
        }
        expectSameStanding(after.account, before.account)
    }

    private func expectSameStanding(_ after: MemberAccount, _ before: MemberAccount) {
        #expect(after.purchases == before.purchases && after.lastVisit == before.lastVisit)
        #expect(after.coupons.mapValues(\.usesLeft) == before.coupons.mapValues(\.usesLeft))
        #expect(after.sharedVisits == before.sharedVisits)
        let day = Day("2030-01-01") ?? Day(0)
        for (id, count) in after.uses.byKey {
            #expect(count.used(in: .ever, of: day) == before.uses[id].used(in: .ever, of: day), "\(id)")
        }
        func sums(_ account: MemberAccount) -> [Int64] {
            let days = account.qualification.days
            return days.reduce(into: [0, 0, 0, 0]) {
                $0 = [$0[0] + $1.spend.fen, $0[1] + $1.pointsEarned.count, $0[2] + $1.services, $0[3] + $1.bills]
            }
        }
        #expect(sums(after) == sums(before))
        #expect(after.earned.used(in: .ever, of: day) == before.earned.used(in: .ever, of: day))
    }

    @Test(arguments: seeds)
    func `What a preview says of a refund is what is booked`(seed: UInt64) throws {
        var salon = RandomSalon(seed: seed)
        salon.giveAndCredit()
        var account = MemberAccount()
        for entry in salon.history(80) {
            guard case .refund(let refund) = entry.fact else {
                _ = try? account.apply(entry, under: salon.policy)
                continue
            }
            let preview = Result { () throws(RuleError) in
                try account.refundPreview(refund, atMs: entry.atMs, salon.policy)
            }
            let booked = Result { () throws(RuleError) in try account.apply(entry, under: salon.policy) }
            switch (preview, booked) {
            case (.success(let plan), .success(let outcome)):
                #expect(plan.refusal == outcome.refusal)
                #expect(outcome.refund == (plan.refusal == nil ? plan : nil), "seed \(seed), \(entry)")
            case (.failure(let asked), .failure(let done)): #expect(asked == done)
            default: Issue.record("seed \(seed), \(entry): \(preview), \(booked)")
            }
        }
    }

    private func tenderSum(_ settled: SettledBill, _ kind: Tender.Kind) -> Money {
        settled.tenders.sum { $0.kind == kind ? $0.amount : .zero }
    }

    /// All there is, spendable or not, less debts.
    private func total(_ account: MemberAccount, _ currency: LotCurrency) -> Int64 {
        account.purse.all.reduce(0) { $1.currency == currency ? $0 + $1.remaining : $0 }
            - (account.purse.debt[currency] ?? 0)
    }
}

extension History {
    /// Lets something happen at a moment; what is refused is left out.
    fileprivate mutating func append(_ now: Int64, _ id: String, _ fact: MemberFact, _ policy: Policy) {
        _ = try? append(MemberEntry(id: id, atMs: now, policy: policy.version, fact: fact))
    }
}

extension Outcome {
    fileprivate var withoutReasons: Outcome {
        var outcome = self
        outcome.derivation = Derivation()
        outcome.quote?.derivation = Derivation()
        outcome.earned?.derivation = Derivation()
        outcome.refund?.derivation = Derivation()
        return outcome
    }
}
