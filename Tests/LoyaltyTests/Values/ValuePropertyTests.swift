import Seeds
import Testing
import Vocabulary

@testable import Loyalty

@Suite struct ValuePropertyTests {
    /// A top-up spent in random parts: both lots end empty with the last fen, never before their share is due.
    @Test(arguments: Seeds.first(200, of: 2000))
    func `Spending all of a top-up in any split empties principal and gift exactly`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let order = StoredValueRules.Order.allCases.randomElement(using: &random) ?? .proportional
        let paid = Int64.random(in: 1...500_000, using: &random)
        let gift = Int64.random(in: 0...300_000, using: &random)
        let policy = Sample.policy {
            $0.storedValue.order = order
            $0.storedValue.topUps = [TopUpRule(id: "g", name: Sample.name("g"), fromFen: 1, giftFen: gift)]
        }
        var account = MemberAccount()
        _ = try account.topUp(entry: "t", paid: Money(fen: paid), atMs: Sample.t0, policy)
        var spent: Int64 = 0
        while spent < paid + gift {
            let part = Int64.random(in: 1...max(1, min(paid + gift - spent, 100_000)), using: &random)
            let parts = account.payByStoredValue(Money(fen: part), atMs: Sample.t0, entry: "s\(spent)", policy)
            #expect(parts.reduce(0) { $0 + $1.amount } == part)
            spent += part
            guard order == .proportional else { continue }
            let principal = paid - account.value(.principal, atMs: Sample.t0)
            // Never further than a fen from the exact share, and never ahead of it.
            let ahead = Int128(principal) * Int128(paid + gift) - Int128(spent) * Int128(paid)
            #expect(ahead <= 0 && ahead > -Int128(paid + gift))
        }
        #expect(account.purse.lots.isEmpty)
        #expect(account.purse.closed.values.allSatisfy { $0.remaining == 0 })
    }

    @Test(arguments: Seeds.first(300, of: 3000))
    func `Over a random history the postings are what the lots changed by, and nothing falls below zero`(
        seed: UInt64
    ) throws {
        var story = Story(seed: seed)
        for _ in 0..<40 { try story.step() }
        expectLedgerHolds(story.account.purse, story.account.purse.postings)
        #expect(story.restored.allSatisfy { $0.value <= story.spent[$0.key, default: 0] })
        #expect(story.done > 0)
    }

    @Test(arguments: Seeds.first(200, of: 2000))
    func `Ratio refunds in any order of spending never exceed the principal, nor what is on the card`(
        seed: UInt64
    ) throws {
        var story = Story(seed: seed)
        for _ in 0..<25 { try story.step() }
        let preview = try story.account.previewPrepaidRefund(topUp: nil, atMs: story.now, story.policy)
        for part in preview.parts {
            guard let topUp = story.account.topUps[part.topUp] else {
                // What had become debt, was paid back and came back has no top-up any more.
                #expect(part.refund == part.principalLeft && part.giftLeft == 0 && part.points == 0)
                continue
            }
            #expect(part.refund >= 0)
            #expect(part.refund <= part.principalLeft + part.giftLeft)
            #expect(topUp.returned.paid + part.refund <= topUp.principal)
            #expect(part.points >= 0 && topUp.returned.points + part.points <= topUp.points)
        }
        let answer = try story.account.refundPrepaid(entry: "end", topUp: nil, atMs: story.now, story.policy)
        #expect(answer.isDone == !preview.parts.isEmpty)
        let rest = try story.account.previewPrepaidRefund(topUp: nil, atMs: story.now, story.policy)
        #expect(rest.parts.isEmpty)
        expectLedgerHolds(story.account.purse, story.account.purse.postings)
    }

    @Test(arguments: Seeds.first(300, of: 3000))
    func `Every session bought is left, booked, used, forfeited, transferred or refunded`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var kind = PackageTests.kind("k", ["facial": 4, "massage": 3])
        kind.shared = Bool.random(using: &random) ? 5 : nil
        kind.isTransferable = true
        kind.partialCredit = true
        kind.freezes = 3
        let paid = Int64.random(in: 0...1_000, using: &random)
        kind.validity = .days(40)
        let policy = Sample.policy { $0.packages = [kind] }
        var account = MemberAccount()
        _ = try account.buyPackage(lot: "p", kind: "k", paid: Money(fen: paid), source: "b", atMs: Sample.t0, policy)
        _ = try account.buyPackage(lot: "q", kind: "k", paid: Money(fen: paid), source: "b", atMs: Sample.t0, policy)
        var now = Sample.t0
        for number in 0..<40 {
            now += Int64.random(in: 0...(2 * StoreZone.dayMs), using: &random)
            try randomStep(&account, number, now, policy, &random)
            for lot in account.packages.all {
                let inUse = Int64(lot.open.count + lot.sessions.count { $0.isUsed })
                #expect(lot.leftInAll + inUse + lot.forfeited + lot.transferred + lot.refunded == lot.bought)
                #expect(lot.left.values.allSatisfy { $0 >= 0 })
                #expect(lot.repaid >= .zero && (lot.repaid + lot.worth(of: lot.leftInAll)).fen <= paid)
            }
        }
    }

    private func randomStep(
        _ account: inout MemberAccount, _ number: Int, _ now: Int64, _ policy: Policy,
        _ random: inout SeededGenerator
    ) throws {
        let lot = Bool.random(using: &random) ? "p" : "q"
        let session = account.packages[lot]?.sessions.randomElement(using: &random)?.id ?? "none"
        let item = Bool.random(using: &random) ? "facial" : "massage"
        switch Int.random(in: 0..<14, using: &random) {
        case 0..<5:
            let forMs = now + Int64.random(in: 0...(9 * StoreZone.dayMs), using: &random)
            _ = try account.bookSession("s\(number)", item, forMs: forMs, entry: "e", atMs: now, policy)
        case 5..<8 where session != "none":
            _ = try account.package(lot, .cancelled(session: session), entry: "e", atMs: now, policy)
        case 8 where session != "none":
            _ = try account.package(lot, .used(session: session), entry: "e", atMs: now, policy)
        case 9: _ = account.expirePackages(atMs: now, policy)
        case 10:
            let from = Sample.zone.day(atMs: now).adding(days: Int.random(in: -1...9, using: &random))
            _ = try account.package(lot, .freeze(from: from, days: 5), entry: "e", atMs: now, policy)
        case 11: _ = try account.package(lot, .extend(days: 3), entry: "e", atMs: now, policy)
        case 12 where number > 25:
            _ = try account.package(lot, .transferredAway(), entry: "e", atMs: now, policy)
        case 13:
            let key = account.packages[lot]?.terms.shared == nil ? item : PackageLot.anyItem
            _ = try account.package(lot, .refund(sessions: [key: 1]), entry: "e", atMs: now, policy)
        default: break
        }
    }
}

/// A member to whom random things happen.
private struct Story {
    var random: SeededGenerator
    var account = MemberAccount()
    var policy: Policy
    var now = Sample.t0
    var number = 0
    var payments: [String: [LotPart]] = [:]
    /// By spending entry.
    var spent: [String: Int64] = [:]
    var restored: [String: Int64] = [:]
    var done = 0

    init(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        policy = RedeemTests.policy {
            var rule = TopUpRule(id: "g", name: Sample.name("g"), fromFen: 100, giftFen: 70)
            rule.points = 150
            $0.storedValue.topUps = [rule]
            $0.storedValue.order = StoredValueRules.Order.allCases.randomElement(using: &random) ?? .proportional
            $0.storedValue.refund = Bool.random(using: &random) ? .ratio : .principalFirst
            $0.storedValue.giftValidity = Bool.random(using: &random) ? .forever : .days(20)
            $0.points.validity = .days(50)
            $0.points.pendingDays = Int.random(in: 0...3, using: &random)
            $0.reversal.restored = Bool.random(using: &random) ? .reverse : .reissue
            $0.reversal.shortfall = ReversalRules.Shortfall.allCases.randomElement(using: &random) ?? .debt
            $0.reversal.graceDays = Int.random(in: 0...30, using: &random)
            $0.claims.unclaimed = Bool.random(using: &random) ? .giveBack : .forfeit
        }
        self.random = random
    }

    mutating func step() throws {
        number += 1
        now += Int64.random(in: 1...(3 * StoreZone.dayMs), using: &random)
        let id = "e\(number)"
        switch Int.random(in: 0..<10, using: &random) {
        case 0...1:
            note(
                try account.topUp(entry: id, paid: Money(fen: .random(in: 1...400, using: &random)), atMs: now, policy))
        case 2...4: pay(id)
        case 5: restorePayment(id)
        case 6:
            let reward = ["mask", "massage", "voucher"].randomElement(using: &random) ?? "mask"
            note(try account.redeem(entry: id, reward: reward, atMs: now, policy))
            spent[id] = account.redemptions[id]?.parts.reduce(0) { $0 + $1.amount }
        case 7: try claim(id)
        case 8: _ = account.purse.bookExpiries(atMs: now, entry: id)
        default:
            if Bool.random(using: &random) { return account.gain(90, id, atMs: now, until: now + 30 * StoreZone.dayMs) }
            note(try account.refundPrepaid(entry: id, topUp: nil, atMs: now, policy))
        }
    }

    private mutating func note(_ answer: Answer) {
        if answer.isDone { done += 1 }
        #expect(answer.derivation.steps.allSatisfy { !$0.words.zh.contains("{") && !$0.words.en.contains("{") })
    }

    private mutating func pay(_ id: String) {
        let isOffline = Int.random(in: 0..<5, using: &random) == 0
        let amount = Int64.random(in: 1...200, using: &random)
        let said = account.divideStoredValue(Money(fen: amount), atMs: now, policy)
        let before = (account.value(.principal, atMs: now), account.value(.gift, atMs: now))
        let parts = account.payByStoredValue(Money(fen: amount), atMs: now, entry: id, policy, intoDebt: isOffline)
        let sum = parts.reduce(0) { $0 + $1.amount }
        #expect(sum == (isOffline ? amount : amount - said.missing.fen))
        if !isOffline {
            #expect(account.value(.principal, atMs: now) == before.0 - said.principal.fen)
            #expect(account.value(.gift, atMs: now) == before.1 - said.gift.fen)
        }
        payments[id] = parts
        spent[id] = sum
    }

    private mutating func restorePayment(_ id: String) {
        guard let entry = payments.keys.sorted().randomElement(using: &random) else { return }
        let parts = payments.removeValue(forKey: entry) ?? []
        account.purse.restore(parts, atMs: now, entry: id, policy)
        restored[entry, default: 0] += parts.reduce(0) { $0 + $1.amount }
    }

    private mutating func claim(_ id: String) throws {
        guard let redemption = account.redemptions.ids.sorted().randomElement(using: &random) else { return }
        let step = ClaimStep.allCases.randomElement(using: &random) ?? .handedOver
        let before = account.purse.postings.count
        note(try account.claim(redemption, step, entry: id, atMs: now, policy))
        let back = account.purse.postings[before...].filter { $0.kind == .spendReversal }
        restored[redemption, default: 0] += back.reduce(0) { $0 + $1.amount }
    }
}
