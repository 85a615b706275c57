import Testing
import Vocabulary

@testable import Loyalty

@Suite struct StoredValueTests {
    let now = Sample.t0

    @Test(
        arguments: [
            (20_000, nil, 0, 0), (49_999, nil, 0, 0), (50_000, "small", 10_000, 0), (299_999, "small", 10_000, 0),
            (300_000, "large", 100_000, 300),
        ] as [(Int64, String?, Int64, Int64)])
    func `The highest rule that holds gives the gift`(
        paid: Int64, rule: String?, gift: Int64, points: Int64
    ) throws {
        var account = MemberAccount()
        #expect(try account.topUp(entry: "t", paid: Money(fen: paid), atMs: now, Sample.topUps()).isDone)
        #expect(account.topUps["t"]?.rule == rule)
        #expect(account.value(.principal, atMs: now) == paid)
        #expect(account.value(.gift, atMs: now) == gift)
        #expect(account.pointsBalance(atMs: now) == points)
    }

    @Test func `A rule that does not hold on the day gives nothing`() throws {
        let policy = Sample.topUps { $0.storedValue.topUps[1].when.through = Day("2026-01-09") }
        var account = MemberAccount()
        let answer = try account.topUp(entry: "t", paid: 300_000, atMs: now, policy)
        #expect(account.topUps["t"]?.rule == "small")
        #expect(nearly(answer.derivation).isEmpty)
    }

    @Test func `What was nearly reached is said`() throws {
        var account = MemberAccount()
        let answer = try account.topUp(entry: "t", paid: 250_000, atMs: now, Sample.topUps())
        #expect(words(answer.derivation) == ["充值 ¥2,500，计入本金", "充五百送一百：充满 ¥500，赠 ¥100", "本金永不过期"])
        #expect(nearly(answer.derivation) == ["再充 ¥500（满 ¥3,000）可得赠金 ¥1,000"])
    }

    @Test func `The same top-up twice counts once, another one under its id is a conflict`() throws {
        var account = MemberAccount()
        _ = try account.topUp(entry: "t", paid: 300_000, atMs: now, Sample.topUps())
        let once = account
        #expect(try account.topUp(entry: "t", paid: 300_000, atMs: now, Sample.topUps()).isDone)
        #expect(account == once)
        #expect(throws: RuleError.conflict(kind: "topUp", id: "t")) {
            try account.topUp(entry: "t", paid: 300_001, atMs: now, Sample.topUps())
        }
    }

    @Test(arguments: [0, -1, Bounds.amount + 1, Int64.max, Int64.min])
    func `An impossible amount is an error with words`(paid: Int64) {
        var account = MemberAccount()
        #expect(throws: RuleError.outOfBounds(what: "topUp.paid", amount: paid)) {
            try account.topUp(entry: "t", paid: Money(fen: paid), atMs: now, Sample.topUps())
        }
    }

    @Test func `Above the region's bound per card a top-up is refused with the rest that fits`() throws {
        let policy = Sample.topUps { $0.region.maximumPerCard = 500_000 }
        var account = MemberAccount()
        #expect(try account.topUp(entry: "a", paid: 300_000, atMs: now, policy).isDone)
        let before = account
        let answer = try account.topUp(entry: "b", paid: 200_001, atMs: now, policy)
        #expect(answer.refusal?.words.zh == "卡内已有 ¥3,000，加上 ¥2,000.01 为 ¥5,000.01，超过每卡上限 ¥5,000；最多还可充 ¥2,000")
        #expect(account == before)
        #expect(try account.topUp(entry: "b", paid: 200_000, atMs: now, policy).isDone)
        _ = account.payByStoredValue(40_000, atMs: now, entry: "s", policy)
        #expect(account.valueTowardsLimit(atMs: now, policy) == 470_000)
        #expect(try account.topUp(entry: "c", paid: 30_000, atMs: now, policy).isDone)
    }

    @Test func `Gifts count towards the bound only where the region says so`() throws {
        let policy = Sample.topUps {
            $0.region.maximumPerCard = 399_999
            $0.region.maximumCountsGifts = true
        }
        var account = MemberAccount()
        #expect(try !account.topUp(entry: "a", paid: 300_000, atMs: now, policy).isDone)
    }

    @Test func `Principal never expires where the region says so, whatever its validity`() throws {
        for expires in [false, true] {
            let policy = Sample.topUps {
                $0.region.principalExpires = expires
                $0.storedValue.principalValidity = .days(10)
                $0.storedValue.giftValidity = .days(5)
            }
            var account = MemberAccount()
            _ = try account.topUp(entry: "t", paid: 300_000, atMs: now, policy)
            #expect(account.value(.gift, atMs: Sample.at("2026-01-15", 23, 59)) == 100_000)
            #expect(account.value(.gift, atMs: Sample.at("2026-01-16", 0)) == 0)
            #expect(account.value(.principal, atMs: Sample.at("2026-01-20", 23, 59)) == 300_000)
            #expect(account.value(.principal, atMs: Sample.at("2026-01-21", 0)) == (expires ? 0 : 300_000))
        }
    }

    @Test(
        arguments: [
            (.proportional, 30_000, 10_000), (.principalFirst, 40_000, 0), (.giftFirst, 0, 40_000),
        ] as [(StoredValueRules.Order, Int64, Int64)])
    func `A spend divides by the policy's order, as was said before`(
        order: StoredValueRules.Order, principal: Int64, gift: Int64
    ) throws {
        let policy = Sample.topUps { $0.storedValue.order = order }
        var account = MemberAccount()
        _ = try account.topUp(entry: "t", paid: 300_000, atMs: now, policy)
        let division = account.divideStoredValue(40_000, atMs: now, policy)
        #expect(division.principal.fen == principal)
        #expect(division.gift.fen == gift)
        #expect(account.payByStoredValue(40_000, atMs: now, entry: "s", policy) == division.parts)
        #expect(account.value(.principal, atMs: now) == 300_000 - principal)
        #expect(account.value(.gift, atMs: now) == 100_000 - gift)
    }

    @Test func `The first to run out gives way to the second`() throws {
        for (order, principal) in [(StoredValueRules.Order.principalFirst, Int64(300_000)), (.giftFirst, 250_000)] {
            let policy = Sample.topUps { $0.storedValue.order = order }
            var account = MemberAccount()
            _ = try account.topUp(entry: "t", paid: 300_000, atMs: now, policy)
            #expect(account.divideStoredValue(350_000, atMs: now, policy).principal.fen == principal)
        }
    }

    @Test func `The oldest top-up is spent first, each at its own share`() throws {
        let policy = Sample.topUps()
        var account = MemberAccount()
        _ = try account.topUp(entry: "b", paid: 300_000, atMs: now, policy)
        _ = try account.topUp(entry: "a", paid: 50_000, atMs: now + 1, policy)
        let parts = account.payByStoredValue(406_000, atMs: now + 2, entry: "s", policy)
        #expect(
            parts == [
                LotPart(lot: "b-principal", currency: .principal, amount: 300_000),
                LotPart(lot: "b-gift", currency: .gift, amount: 100_000),
                LotPart(lot: "a-principal", currency: .principal, amount: 5_000),
                LotPart(lot: "a-gift", currency: .gift, amount: 1_000),
            ])
    }

    @Test func `An expired gift is not spent, and principal gives the rest`() throws {
        let policy = Sample.topUps { $0.storedValue.giftValidity = .days(0) }
        var account = MemberAccount()
        _ = try account.topUp(entry: "t", paid: 300_000, atMs: now, policy)
        let tomorrow = now + StoreZone.dayMs
        let division = account.divideStoredValue(400_000, atMs: tomorrow, policy)
        #expect(division.parts == [LotPart(lot: "t-principal", currency: .principal, amount: 300_000)])
        #expect(division.missing == 100_000)
    }

    @Test func `What is missing is left out, or becomes a debt that the next top-up pays back`() throws {
        let policy = Sample.topUps()
        var account = MemberAccount()
        _ = try account.topUp(entry: "t", paid: 10_000, atMs: now, policy)
        #expect(account.payByStoredValue(12_000, atMs: now, entry: "s", policy).map(\.amount) == [10_000])
        let parts = account.payByStoredValue(2_000, atMs: now, entry: "off-line", policy, intoDebt: true)
        #expect(parts.map(\.lot) == [Purse.debtLot(.principal)])
        _ = try account.topUp(entry: "u", paid: 10_000, atMs: now + 1, policy)
        #expect(account.value(.principal, atMs: now + 1) == 8_000)
        expectLedgerHolds(account.purse, account.purse.takePostings())
    }

    @Test func `Credit without a top-up is spent as what it is`() {
        var account = MemberAccount()
        account.purse.grant(
            PurseLot(id: "x", currency: .gift, source: "x", granted: 500, gainedAtMs: now, expiresAtMs: nil))
        account.purse.grant(
            PurseLot(id: "y", currency: .principal, source: "y", granted: 500, gainedAtMs: now + 1, expiresAtMs: nil))
        let division = account.divideStoredValue(700, atMs: now + 1, Sample.policy())
        #expect(division.gift == 500)
        #expect(division.principal == 200)
    }

    @Test func `What was restored under a new id still belongs to its top-up`() throws {
        let policy = Sample.topUps { $0.storedValue.giftValidity = .days(40) }
        var account = MemberAccount()
        _ = try account.topUp(entry: "t/1", paid: 300_000, atMs: now, policy)
        let parts = account.payByStoredValue(40_000, atMs: now, entry: "s", policy)
        let later = Sample.at("2026-02-10")
        account.purse.restore(parts, atMs: later, entry: "r/2", policy)
        #expect(account.purse.lot("r/2/t/1-gift")?.remaining == 10_000)
        let topUp = try #require(account.topUps["t/1"])
        #expect(account.consumed(of: topUp) == 0)
        let again = account.divideStoredValue(400_000, atMs: later, policy)
        #expect(again.missing == 0)
        #expect(again.principal == 300_000)
        #expect(account.funds(atMs: later).count == 1)
    }

    @Test func `The arithmetic of a division can be read`() throws {
        var account = MemberAccount()
        _ = try account.topUp(entry: "t", paid: 300_000, atMs: now, Sample.topUps())
        let why = account.explainStoredValue(40_000, atMs: now, Sample.topUps())
        #expect(words(why) == ["¥400 × 本金 ¥3,000 / 合计 ¥4,000 → 本金 ¥300，赠金 ¥100"])
        let gift = Sample.topUps { $0.storedValue.order = .giftFirst }
        let short = account.explainStoredValue(410_000, atMs: now, gift)
        #expect(words(short) == ["先用赠金：¥4,000 = 赠金 ¥1,000 + 本金 ¥3,000"])
        #expect(nearly(short) == ["余额还差 ¥100"])
    }

    @Test func `A bill paid by stored value says how principal and gift were divided`() throws {
        let policy = Sample.topUps {
            $0.items["a"] = Item(id: "a", name: Sample.name("a"), kind: .product, category: "c", price: 40_000)
        }
        var bill = Bill(id: "b", atMs: now, store: "s", lines: [Bill.Line(item: "a", unitPrice: 40_000)])
        bill.tenders = [Tender(.storedValue, 40_000)]
        var history = History(under: PolicyBook([policy]))
        for (id, fact) in [("t", MemberFact.topUp(paid: 300_000)), ("b", .bill(bill))] {
            try history.append(MemberEntry(id: id, atMs: now, policy: policy.version, fact: fact))
        }
        let why = try #require(history.outcomes.last?.derivation)
        #expect(words(why).contains("¥400 × 本金 ¥3,000 / 合计 ¥4,000 → 本金 ¥300，赠金 ¥100"))
    }
}
