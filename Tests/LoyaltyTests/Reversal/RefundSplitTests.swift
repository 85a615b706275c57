import Seeds
import Testing
import Vocabulary

@testable import Loyalty

/// Bills of any kind, taken back in any parts: units, reductions and sessions, in any order, under both ways of judging
/// what is returned.
@Suite struct RefundSplitTests {
    /// A bill with packages and other lines, and what came back of it step by step.
    private struct Split {
        private var salon: RandomSalon
        let policy: Policy
        /// Just before the bill.
        let before: MemberAccount
        let fresh: SettledBill
        private(set) var account: MemberAccount
        /// What had come back after each step.
        private(set) var sums: [Refunded] = []

        /// - Parameter plain: without points, stored value and rounding.
        init(seed: UInt64, _ discount: ReversalRules.Discount, plain: Bool = false) throws {
            var salon = RandomSalon(seed: seed)
            var policy = salon.policy
            policy.reversal.discount = discount
            policy.sell("course", .package, 90_000)
            var course = PackageKind(id: "course", name: Sample.name("course"), sessions: ["facial": 7], price: 90_000)
            course.partialCredit = true
            policy.packages = [course]
            policy.region.maximumPerCard = nil
            policy.stacking.roundBillToFen = plain ? 1 : salon.pick([1, 100])
            var bill = salon.bill()
            bill.id = "b"
            bill.atMs = Moment.ms("2026-01-05", hour: 10)
            bill.tenders = []
            if plain { bill.points = .none }
            if salon.chance(2) {
                bill.lines.append(Bill.Line(item: "course", quantity: salon.number(1...2), unitPrice: 90_000))
            }
            let points = Adjustment(currency: .points, amount: salon.number(1...900), reason: "joined")
            var account = MemberAccount()
            for (number, fact) in [MemberFact.adjust(points), .topUp(paid: 60_000)].enumerated() {
                _ = try account.apply(
                    MemberEntry(id: "s\(number)", atMs: bill.atMs, policy: policy.version, fact: fact), under: policy)
            }
            before = account
            if !plain {
                let payable = try Quote.of(bill, account, policy).payable
                bill.tenders = [Tender(.storedValue, min(payable, Money(fen: salon.number(0...50_000))))]
            }
            _ = try account.apply(
                MemberEntry(id: "t", atMs: bill.atMs, policy: policy.version, fact: .bill(bill)), under: policy)
            fresh = try #require(account.bills["b"])
            (self.salon, self.policy, self.account) = (salon, policy, account)
        }

        /// Takes something back; what cannot be done leaves everything as it was.
        mutating func step() throws {
            let settled = try #require(account.bills["b"])
            let line = Int(salon.number(0...Int64(settled.bill.lines.count - 1)))
            let lot = PackageLot.id(bill: "b", line: line, unit: salon.number(0...1))
            let left = Remaining(settled, settled.refunded).leftToPayBack(line)
            let fact: MemberFact
            if let sessions = account.packages[lot]?.leftInAll, sessions > 0, salon.chance(2) {
                fact = .package(lot: lot, .refund(sessions: ["facial": salon.number(1...sessions)]))
            } else if left > .zero, salon.chance(2) {
                fact = .refund(Refund(bill: "b", parts: [.init(line: line, .fen(salon.number(1...left.fen)))]))
            } else {
                fact = .refund(Refund(bill: "b", parts: [.init(line: line, .units(1))]))
            }
            let id = "e\(account.entries.count)"
            let entry = MemberEntry(
                id: id, atMs: fresh.bill.atMs + Int64(account.entries.count), policy: policy.version, fact: fact)
            guard (try? account.apply(entry, under: policy))?.refund != nil else { return }
            sums.append(try #require(account.bills["b"]).refunded)
        }

        /// The same parts of the bill in one refund.
        func atOnce(_ sum: Refunded) throws -> Refunded {
            let reductions = sum.reductions.enumerated().filter { $0.element > .zero }.map {
                Refund.Part(line: $0.offset, .fen($0.element.fen))
            }
            let units = sum.units.enumerated().filter { $0.element > 0 }.map {
                Refund.Part(line: $0.offset, .units($0.element))
            }
            let plan = try RefundPlan(reductions + units, of: fresh, policy, .current, sharedVisitPoints: .zero) { _ in
                false
            }
            return plan.after
        }
    }

    @Test(arguments: Seeds.first(150, of: 1500), ReversalRules.Discount.allCases)
    func `Any split nets to the same as at once, never to more than was paid`(
        seed: UInt64, discount: ReversalRules.Discount
    ) throws {
        var split = try Split(seed: seed, discount)
        for _ in 0..<14 { try split.step() }
        var most = Money.zero
        for sum in split.sums {
            let once = try split.atOnce(sum)
            #expect(sum.payable >= most && sum.payable <= split.fresh.quote.payable)
            // A refund never asks for money: where the rest turns out dearer than what came back for it, that stays.
            most = max(most, once.payable)
            #expect(sum.payable == most, "seed \(seed)")
            #expect(sum.pointsBack == once.pointsBack)
            #expect(sum.tenders.values.sum() == sum.payable)
            if discount == .share { #expect(sum.payable == once.payable) }
            if sum.isWhole { #expect(sum.payable == split.fresh.quote.payable && sum.tenders == once.tenders) }
        }
        #expect(!split.sums.isEmpty)
    }

    @Test(arguments: Seeds.first(150, of: 1500))
    func `Judged anew, what came back is what the whole cost more than the rest alone`(seed: UInt64) throws {
        var split = try Split(seed: seed, .reevaluate, plain: true)
        for _ in 0..<14 { try split.step() }
        var most = Money.zero
        for sum in split.sums {
            var bill = split.fresh.bill
            let kept = bill.lines.indices.filter { bill.lines[$0].quantity > sum.units[$0] }
            bill.lines = kept.map { line in
                var rest = bill.lines[line]
                rest.quantity -= sum.units[line]
                return rest
            }
            var cost = Money.zero
            if !kept.isEmpty, sum.units.contains(where: { $0 > 0 }) {
                let quote = try Quote.of(bill, split.before, split.policy)
                cost = zip(quote.lines, kept).sum { max(.zero, $0.payable - sum.reductions[$1]) }
            } else if !kept.isEmpty {
                cost = zip(split.fresh.quote.lines, sum.reductions).sum { max(.zero, $0.payable - $1) }
            }
            most = max(most, split.fresh.quote.payable - cost)
            #expect(sum.payable == most, "seed \(seed)")
        }
    }

    @Test(arguments: Seeds.first(150, of: 1500))
    func `By their shares, a line gives back its own units and reductions and nothing of another`(seed: UInt64) throws {
        var split = try Split(seed: seed, .share)
        for _ in 0..<14 { try split.step() }
        for sum in split.sums {
            let due = split.fresh.bill.lines.indices.reduce(Int64(0)) { total, line in
                let paid = split.fresh.quote.lines[line].payable.fen
                let units = paid * sum.units[line] / split.fresh.bill.lines[line].quantity
                return total + min(paid, units + sum.reductions[line].fen)
            }
            #expect(sum.payable.fen == due, "seed \(seed)")
        }
    }

    @Test func `Ways of paying get their shares by largest remainder, and the whole of their own in the end`() throws {
        let policy = Sample.policy {
            $0.sell("a", .service, 10_000)
            $0.sell("b", .service, 4000)
            $0.storedValue.topUps = [TopUpRule(id: "t", name: Sample.name("t"), fromFen: 6000, giftFen: 1000)]
        }
        let bill = MemberEntry.sampleBill("b", "2026-01-10", [("a", 10_000), ("b", 4000)]) {
            $0.tenders = [Tender(.storedValue, 7000)]
        }
        func refund(_ line: Int) -> MemberFact { .refund(Refund(bill: "b", parts: [.init(line: line, .units(1))])) }
        let entries: [MemberEntry] = [
            .sample("t", "2026-01-09", .topUp(paid: 6000)), bill, .sample("r", "2026-01-11", refund(0)),
            .sample("s", "2026-01-12", refund(1)),
        ]
        let plans = try History.replayed(entries, under: PolicyBook([policy])).outcomes.compactMap(\.refund)
        #expect(
            plans.map(\.tenders) == [
                [.principal: 4286, .gift: 714, .cash: 5000], [.principal: 1714, .gift: 286, .cash: 2000],
            ])
    }

    /// Of 2, 2 and 1 fen a fourth fen would take one away from the third way.
    @Test func `No way of paying ever takes a fen back that it gave`() throws {
        for weights in [[5, 3, 1], [6, 6, 2], [10, 10, 3], [1, 1, 1]] as [[Int64]] {
            let whole = weights.reduce(0, +)
            let policy = Sample.policy { $0.sell("a", .service, whole) }
            let tenders = zip([Tender.Kind.principal, .gift, .cash], weights).map { Tender($0, Money(fen: $1)) }
            var account = MemberAccount()
            var bill = Bill(
                id: "b", atMs: Sample.t0, store: "s", lines: [.init(item: "a", unitPrice: Money(fen: whole))])
            bill.best = Money(fen: whole)
            let entry = MemberEntry(id: "b", atMs: Sample.t0, policy: "test-1", fact: .bill(bill))
            _ = try account.apply(entry, under: policy)
            account.bills.change("b") { $0.tenders = tenders }
            for fen in 0..<whole {
                let refund = Refund(bill: "b", parts: [.init(line: 0, .fen(1))])
                let plan = try account.refundPreview(refund, atMs: Sample.t0, policy)
                #expect(plan.tenders.values.allSatisfy { $0 > 0 } && plan.payable == 1, "\(weights) at \(fen)")
                let taken = MemberEntry(id: "r\(fen)", atMs: Sample.t0 + fen, policy: "test-1", fact: .refund(refund))
                _ = try account.apply(taken, under: policy)
            }
            let back = account.bills["b"]?.refunded.tenders
            #expect(tenders.allSatisfy { back?[$0.kind] == $0.amount })
        }
    }

    @Test func `Points that a part was worth come back rounded down, and all of them with the rest`() throws {
        let policy = Sample.policy {
            $0.sell("a", .service, 10_000)
            $0.sell("b", .service, 5000)
            $0.moneyOff = MoneyOffRule(points: 10, fen: 70)
        }
        let entries: [MemberEntry] = [
            .sample("p", "2026-01-09", .adjust(Adjustment(currency: .points, amount: 100, reason: "joined"))),
            .sampleBill("b", "2026-01-10", [("a", 10_000), ("b", 5000)]) { $0.points = .all },
            .sample("r", "2026-01-11", .refund(Refund(bill: "b", parts: [.init(line: 0, .units(1))]))),
            .sample("s", "2026-01-12", .refund(Refund(bill: "b"))),
        ]
        let history = try History.replayed(entries, under: PolicyBook([policy]))
        // ¥7 for 100 points: ¥4.67 of it on the first line, 66.7 points.
        #expect(history.account.bills["b"]?.quote.pointsOff == 700)
        #expect(history.outcomes.compactMap(\.refund?.pointsBack) == [66, 34])
    }
}
