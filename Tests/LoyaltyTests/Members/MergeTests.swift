import Loyalty
import Testing
import Vocabulary

@Suite struct MergeTests {
    private let now = Moment.ms("2026-02-10", hour: 9)

    private func policy() -> Policy {
        Policy(version: "p", name: Bilingual(both: "p"), effectiveFromMs: 0, zone: .shanghai)
    }

    private func account(_ points: Int64, expires: String) throws -> MemberAccount {
        var account = MemberAccount()
        let gained = Moment.ms("2026-01-25")
        let grant = Adjustment(
            currency: .points, amount: points, reason: "start", expiresAtMs: Moment.ms(expires))
        _ = try account.apply(
            MemberEntry(id: "start", atMs: gained, policy: "p", fact: .adjust(grant)), under: policy())
        return account
    }

    @Test func `E12 A merge adds the balances, empties the other account and keeps every expiry`() throws {
        var kept = try account(100, expires: "2026-06-01")
        var other = try account(200, expires: "2026-02-26")
        let handover = other.handover(atMs: now)
        let away = MemberEntry(id: "away", atMs: now, policy: "p", fact: .mergedAway(into: "kept"))
        let gone = try other.apply(away, under: policy())
        let here = MemberEntry(id: "here", atMs: now, policy: "p", fact: .mergedHere(handover))
        let come = try kept.apply(here, under: policy())
        #expect(kept.pointsBalance(atMs: now) == 300)
        #expect(other.pointsBalance(atMs: now) == 0)
        #expect(gone.postings.map(\.amount) == [-200] && come.postings.map(\.amount) == [200])
        // The lots keep their end: a lost card or a second account is no new gain.
        #expect(kept.pointsBalance(atMs: Moment.ms("2026-02-26")) == 100)
        #expect(kept.pointsBalance(atMs: Moment.ms("2026-06-01")) == 0)
    }

    @Test func `What one account left is taken over once, under whatever id it comes`() throws {
        var kept = try account(100, expires: "2026-06-01")
        let giver = try account(200, expires: "2026-05-01")
        var handover = giver.handover(atMs: now)
        func here(_ id: String, _ edition: Edition = .current) -> MemberEntry {
            MemberEntry(id: id, atMs: now, policy: "p", edition: edition, fact: .mergedHere(handover))
        }
        for from in [nil, "other"] {
            handover.from = from
            let once = kept
            _ = try kept.apply(here("here-\(from ?? "")"), under: policy())
            let merged = kept
            #expect(throws: RuleError.conflict(kind: "merge", id: from ?? "?")) {
                try kept.apply(here("again"), under: policy())
            }
            // With another thing beside it, it is the same all the same.
            handover.purchases += 1
            if from != nil { #expect(throws: RuleError.self) { try kept.apply(here("more"), under: policy()) } }
            #expect(kept == merged)
            kept = once
        }
        // Another member may leave lots of the same names, and the same one what was gained since.
        _ = try kept.apply(here("first"), under: policy())
        handover.from = "third"
        _ = try kept.apply(here("third"), under: policy())
        handover.lots = [
            PurseLot(id: "later", currency: .points, source: "x", granted: 7, gainedAtMs: now, expiresAtMs: nil)
        ]
        _ = try kept.apply(here("later"), under: policy())
        #expect(kept.pointsBalance(atMs: now) == 507)
        // What an older entry doubled stays so.
        _ = try kept.apply(here("old", .first), under: policy())
        #expect(kept.pointsBalance(atMs: now) == 514)
    }

    @Test func `An id that was used before is a conflict, and an earlier moment makes no sense`() throws {
        var account = try account(100, expires: "2026-06-01")
        let before = account
        let again = MemberEntry(id: "start", atMs: now, policy: "p", fact: .action("x"))
        #expect(throws: RuleError.conflict(kind: "entry", id: "start")) { try account.apply(again, under: policy()) }
        let late = MemberEntry(id: "late", atMs: 0, policy: "p", fact: .spend(.zero))
        #expect(throws: RuleError.self) { try account.apply(late, under: policy()) }
        #expect(account == before)
    }

    @Test func `E12 A debt moves with the merge and is repaid by what is there`() throws {
        var kept = try account(100, expires: "2026-06-01")
        var other = MemberAccount()
        let spend = MemberFact.spend(Amount(points: Points(30), money: .zero))
        _ = try other.apply(MemberEntry(id: "s", atMs: now, policy: "p", fact: spend), under: policy())
        let handover = other.handover(atMs: now)
        _ = try other.apply(
            MemberEntry(id: "away", atMs: now, policy: "p", fact: .mergedAway(into: "kept")), under: policy())
        _ = try kept.apply(
            MemberEntry(id: "here", atMs: now, policy: "p", fact: .mergedHere(handover)), under: policy())
        #expect(other.pointsBalance(atMs: now) == 0)
        #expect(kept.pointsBalance(atMs: now) == 70)
    }
}

/// What a merge takes along beside points.
@Suite struct MergeRightsTests {
    private let now = Moment.ms("2026-02-10", hour: 9)
    private let start = Moment.ms("2026-01-25")

    private func policy() -> Policy {
        var policy = Policy(version: "p", name: Bilingual(both: "p"), effectiveFromMs: 0, zone: .shanghai)
        policy.region.maximumPerCard = nil
        policy.packages = [
            PackageKind(id: "ten", name: Bilingual(both: "ten"), sessions: ["facial": 10], price: 100_000)
        ]
        policy.items["facial"] = Item(
            id: "facial", name: Bilingual(both: "Facial"), kind: .service, category: "f", price: 12_000)
        policy.items["ten"] = Item(
            id: "ten", name: Bilingual(both: "ten"), kind: .package, category: "c", price: 100_000)
        var topUp = TopUpRule(id: "top", name: Bilingual(both: "top"), fromFen: 300_000, giftFen: 100_000)
        topUp.points = 300
        policy.storedValue.topUps = [topUp]
        policy.rewards = [
            RewardRule(id: "mask", name: Bilingual(both: "mask"), kind: .other, price: .init(points: 80))
        ]
        policy.rewards[0].perMember = Limit(count: 1, period: .year)
        return policy
    }

    private func apply(_ id: String, _ fact: MemberFact, atMs: Int64? = nil, to account: inout MemberAccount) throws
        -> Outcome
    {
        try account.apply(MemberEntry(id: id, atMs: atMs ?? start, policy: "p", fact: fact), under: policy())
    }

    /// Merges what `fill` did to one account into another.
    private func merged(
        _ fill: (inout MemberAccount) throws -> Void
    ) throws -> (kept: MemberAccount, left: MemberAccount, come: Outcome) {
        var other = MemberAccount()
        try fill(&other)
        let handover = other.handover(atMs: now)
        _ = try apply("away", .mergedAway(into: "kept"), atMs: now, to: &other)
        var kept = MemberAccount()
        let come = try apply("here", .mergedHere(handover), atMs: now, to: &kept)
        return (kept, other, come)
    }

    @Test func `E12 50 and 100 are 150, not 200 or 100, and a second merge adds nothing`() throws {
        var (kept, left, _) = try merged {
            _ = try apply("g", .adjust(Adjustment(currency: .points, amount: 100, reason: "x")), to: &$0)
        }
        _ = try apply(
            "own", .adjust(Adjustment(currency: .points, amount: 50, reason: "x")), atMs: now, to: &kept)
        #expect(kept.pointsBalance(atMs: now) == 150 && left.pointsBalance(atMs: now) == 0)
        _ = try apply("here-2", .mergedHere(left.handover(atMs: now)), atMs: now, to: &kept)
        #expect(kept.pointsBalance(atMs: now) == 150)
    }

    @Test func `E12 A lost card's account taken over does not begin its lots anew: 25 Feb stays 25 Feb`() throws {
        let end = Moment.ms("2026-02-26")
        let (kept, _, _) = try merged {
            _ = try apply(
                "g", .adjust(Adjustment(currency: .points, amount: 100, reason: "x", expiresAtMs: end)), to: &$0)
        }
        #expect(kept.pointsBalance(atMs: end - 1) == 100 && kept.pointsBalance(atMs: end) == 0)
    }

    @Test func `E23 A top-up that came with a merge goes back as if there had been none`() throws {
        for points in [0, 250] as [Int64] {
            var (kept, left, come) = try merged {
                _ = try apply("t", .topUp(paid: 300_000), to: &$0)
                _ = try apply("s", .spend(Amount(points: Points(points), money: Money(fen: 359_400))), to: &$0)
            }
            #expect(come.derivation.steps.map(\.words.zh).contains("储值一并转入：本金 ¥304.50，赠金 ¥101.50"))
            let preview = try kept.previewPrepaidRefund(topUp: nil, atMs: now, policy())
            #expect(preview.refund == 30_450 && preview.parts.map(\.gift) == [100_000])
            #expect(preview.parts.map(\.consumed) == [359_400] && preview.parts.map(\.points) == [31])
            _ = try apply("back", .prepaidRefund(topUp: "t"), atMs: now, to: &kept)
            // 300 points were given; 269 may stay, and those spent are asked for too.
            #expect(kept.pointsBalance(atMs: now) == 269 - points)
            #expect(kept.purse.funds(atMs: now).money == .zero)
            #expect(try left.previewPrepaidRefund(topUp: nil, atMs: now, policy()).refund == 0)
        }
    }

    @Test func `The right of the first days is told of a merged top-up by its own facts`() throws {
        let (kept, _, _) = try merged {
            _ = try apply("t", .topUp(paid: 300_000), atMs: Moment.ms("2026-02-08"), to: &$0)
        }
        let part = try #require(try kept.previewPrepaidRefund(topUp: nil, atMs: now, policy()).parts.first)
        #expect(part.coolingOff.applies && part.coolingOff.daysSince == 2 && part.refund == 300_000)
    }

    @Test func `Packages go along with their end, their bookings and their worth`() throws {
        let bill = Bill(
            id: "b", atMs: start, store: "s", lines: [Bill.Line(item: "ten", quantity: 1, unitPrice: 100_000)])
        let forMs = Moment.ms("2026-03-01")
        var (kept, left, come) = try merged {
            _ = try apply("b", .bill(bill), to: &$0)
            for session in ["s1", "s2"] {
                _ = try apply(
                    "book-\(session)", .package(lot: nil, .book(session: session, item: "facial", forMs: forMs)),
                    to: &$0)
            }
            _ = try apply("had", .package(lot: nil, .used(session: "s1")), to: &$0)
        }
        #expect(come.derivation.steps.map(\.words.en).contains("9 sessions of packages came along, with their expiry"))
        let lot = try #require(kept.packages["b/0.0"])
        #expect(lot.usable(atMs: now) == 8 && lot.used == 1 && lot.open.map(\.id) == ["s2"])
        #expect(lot.expiresAtMs == left.packages["b/0.0"]?.expiresAtMs && lot.bought == 10)
        #expect(left.packages["b/0.0"]?.usable(atMs: now) == 0 && left.packages["b/0.0"]?.transferred == 9)
        #expect(try apply("cancel", .package(lot: nil, .cancelled(session: "s2")), atMs: now, to: &kept).refusal == nil)
        #expect(kept.packages["b/0.0"]?.leftInAll == 9)
        // Nobody can have them and their money too.
        let back = try apply("r", .refund(Refund(bill: "b")), atMs: now, to: &left)
        #expect(back.refusal?.phrase.id.description == "package.elsewhere")
    }

    @Test func `An open claim goes along: it is fetched, or its points come back with their expiry`() throws {
        let end = Moment.ms("2026-06-01")
        let filled: (inout MemberAccount) throws -> Void = { account in
            _ = try apply(
                "g", .adjust(Adjustment(currency: .points, amount: 100, reason: "x", expiresAtMs: end)), to: &account)
            _ = try apply("r", .redeem(reward: "mask"), to: &account)
        }
        var (kept, left, _) = try merged(filled)
        #expect(throws: RuleError.missing(kind: "redemption", id: "r")) {
            try apply("c", .claim(redemption: "r", .handedOver), atMs: now, to: &left)
        }
        #expect(kept.pointsBalance(atMs: now) == 20)
        _ = try apply("back", .claim(redemption: "r", .reversed), atMs: now, to: &kept)
        #expect(kept.pointsBalance(atMs: now) == 100)
        #expect(kept.pointsBalance(atMs: end) == 0)
        var (fetched, _, _) = try merged(filled)
        let met = try apply("c", .claim(redemption: "r", .handedOver), atMs: now, to: &fetched)
        #expect(met.refusal == nil && fetched.redemptions["r"]?.state == .handedOver)
    }

    @Test func `What limits counted is counted on`() throws {
        var (kept, left, _) = try merged {
            _ = try apply("g", .adjust(Adjustment(currency: .points, amount: 500, reason: "x")), to: &$0)
            _ = try apply("r", .redeem(reward: "mask"), to: &$0)
            _ = try apply("c", .claim(redemption: "r", .handedOver), to: &$0)
        }
        let again = try apply("r2", .redeem(reward: "mask"), atMs: now, to: &kept)
        #expect(again.refusal?.phrase.id.description == "reward.limit")
        #expect(left.uses.byKey.isEmpty)
    }

    @Test func `A handover that makes no sense changes nothing`() throws {
        var handover = Handover(lots: [], debts: [], days: [], coupons: [], purchases: 0)
        let lot = PackageLot(
            id: "p", terms: policy().packages[0], source: "b", boughtAtMs: start, paid: 1, left: ["facial": 3],
            expiresAtMs: nil)
        handover.packages = [lot.with(PackageLot.Past(), bought: 4)]
        var account = MemberAccount()
        #expect(throws: RuleError.self) { try apply("here", .mergedHere(handover), to: &account) }
        #expect(account == MemberAccount())
    }
}
