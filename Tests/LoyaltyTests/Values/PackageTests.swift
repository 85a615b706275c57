import Testing
import Vocabulary

@testable import Loyalty

@Suite struct PackageTests {
    let now = Sample.t0

    static func kind(_ id: String = "facial-10", _ sessions: [String: Int64] = ["facial": 10]) -> PackageKind {
        PackageKind(id: id, name: Sample.name(id), sessions: sessions, price: 100_000)
    }

    func policy(_ change: (inout PackageKind) -> Void = { _ in }) -> Policy {
        var kind = Self.kind()
        change(&kind)
        return Sample.policy { $0.packages = [kind] }
    }

    /// A lot with a number of facials left, ending with a day.
    func lot(_ id: String, _ count: Int64, through day: String?, boughtAtMs: Int64 = Sample.t0) -> PackageLot {
        PackageLot(
            id: id, terms: Self.kind(), source: id, boughtAtMs: boughtAtMs, paid: 100_000, left: ["facial": count],
            expiresAtMs: day.map { Sample.at($0, 24) })
    }

    func bought(_ policy: Policy, paid: Int64 = 100_000) throws -> MemberAccount {
        var account = MemberAccount()
        #expect(
            try account.buyPackage(lot: "p", kind: "facial-10", paid: Money(fen: paid), source: "b", atMs: now, policy)
                .isDone)
        return account
    }

    func step(
        _ account: inout MemberAccount, _ step: PackageStep, _ policy: Policy, atMs moment: Int64? = nil
    ) throws -> Answer {
        try account.package("p", step, entry: "e", atMs: moment ?? now, policy)
    }

    func expectConserved(_ account: MemberAccount, sourceLocation: SourceLocation = #_sourceLocation) {
        for lot in account.packages.all {
            let used = Int64(lot.sessions.count { $0.isUsed })
            let sum = lot.leftInAll + Int64(lot.open.count) + used + lot.forfeited + lot.transferred + lot.refunded
            #expect(sum == lot.bought, sourceLocation: sourceLocation)
        }
    }

    /// Twenty pairs: a choice by the order in which a process happens to keep them gets hardly all of them right.
    @Test func `Where two lots know a session by one id, it is of the one whose id comes first`() {
        var account = MemberAccount()
        for pair in 0..<20 {
            for id in ["a-\(pair)", "b-\(pair)"] {
                var lot = lot(id, 1, through: nil)
                lot.take(PackageLot.Session(id: "s-\(pair)", item: "facial", forMs: now))
                account.packages.add(lot, id: id)
            }
        }
        #expect((0..<20).map { account.packageLot(ofSession: "s-\($0)")?.id } == (0..<20).map { "a-\($0)" })
    }

    @Test func `E24 Package credits are valid on the day of the service`() throws {
        var account = MemberAccount()
        account.packages = ["P1": lot("P1", 1, through: "2026-03-31"), "P2": lot("P2", 5, through: "2026-12-31")]
        let policy = policy()
        let first = try account.bookSession(
            "s1", "facial", forMs: Sample.at("2026-03-20"), entry: "e1", atMs: now, policy)
        #expect(account.packageLot(ofSession: "s1")?.id == "P1")
        #expect(words(first.derivation)[0] == "用 facial-10（P1）：服务当日 2026年3月20日有效，且最早到期（2026年3月31日）")
        _ = try account.package("P1", .cancelled(session: "s1"), entry: "c", atMs: now, policy)
        let second = try account.bookSession(
            "s2", "facial", forMs: Sample.at("2026-04-05"), entry: "e2", atMs: now, policy)
        #expect(account.packageLot(ofSession: "s2")?.id == "P2")
        #expect(nearly(second.derivation) == ["facial-10 到期日 2026年3月31日，服务当日 2026年4月5日已失效"])
    }

    @Test func `E24 Cancelled in time a session goes back to the same lot, late it is consumed`() throws {
        var account = MemberAccount()
        account.packages = ["P1": lot("P1", 1, through: "2026-03-31"), "P2": lot("P2", 5, through: "2026-03-30")]
        let policy = policy()
        let forMs = Sample.at("2026-03-20", 15)
        _ = try account.package(
            "P1", .book(session: "s", item: "facial", forMs: forMs), entry: "e", atMs: now, policy)
        let edge = forMs - 24 * 3_600_000
        var late = account
        #expect(try account.package("P1", .cancelled(session: "s"), entry: "c", atMs: edge, policy).isDone)
        #expect(account.packages["P1"]?.left == ["facial": 1])
        #expect(account.packages["P2"]?.left == ["facial": 5])
        let once = account
        #expect(try account.package("P1", .cancelled(session: "s"), entry: "c", atMs: edge + 9, policy).isDone)
        #expect(account == once)
        let answer = try late.package("P1", .cancelled(session: "s"), entry: "c", atMs: edge + 1, policy)
        #expect(answer.isDone)
        #expect(words(answer.derivation) == ["未提前 24 小时 0 分取消，按已使用计"])
        #expect(late.packages["P1"]?.leftInAll == 0)
        #expect(late.packages["P1"]?.sessions.map(\.isUsed) == [true])
        expectConserved(account)
        expectConserved(late)
    }

    @Test func `E24 What lapses is counted as forfeited, at once and once only`() throws {
        var account = MemberAccount()
        account.packages = ["P1": lot("P1", 3, through: "2026-03-31")]
        let policy = policy()
        let end = Sample.at("2026-04-01", 0)
        #expect(account.packages["P1"]?.lost(atMs: end - 1) == 0)
        #expect(account.packages["P1"]?.lost(atMs: end) == 3)
        #expect(account.expirePackages(atMs: end - 1, policy).steps.isEmpty)
        #expect(words(account.expirePackages(atMs: end, policy)) == ["facial-10 于 2026年3月31日到期，剩余 3 次作废"])
        let once = account
        #expect(account.expirePackages(atMs: end + 5, policy).steps.isEmpty)
        #expect(account == once)
        #expect(account.packages["P1"]?.forfeited == 3)
        #expect(account.packages["P1"]?.lost(atMs: end) == 3)
        expectConserved(account)
    }

    @Test(
        arguments: [
            ("2026-03-31", 23, 59, true), ("2026-04-01", 0, 0, false), ("2026-01-09", 12, 0, false),
            ("2026-01-10", 9, 0, false),
        ] as [(String, Int64, Int64, Bool)])
    func `A booking must fall between the purchase and the end`(
        day: String, hour: Int64, minute: Int64, isDone: Bool
    ) throws {
        var account = MemberAccount()
        account.packages = ["p": lot("p", 1, through: "2026-03-31")]
        let book = PackageStep.book(session: "s", item: "facial", forMs: Sample.at(day, hour, minute))
        #expect(try step(&account, book, policy()).isDone == isDone)
        #expect(account.packages["p"]?.leftInAll == (isDone ? 0 : 1))
    }

    @Test func `Of the same end the oldest goes first, of the same age the id; no end goes last`() throws {
        var account = MemberAccount()
        let lots = [
            lot("a", 1, through: nil), lot("b", 1, through: "2026-05-01", boughtAtMs: now),
            lot("c", 1, through: "2026-05-01", boughtAtMs: now - 1),
            lot("d", 1, through: "2026-05-01", boughtAtMs: now - 1),
            lot("e", 1, through: nil, boughtAtMs: now - 5),
        ]
        for lot in lots { account.packages.add(lot, id: lot.id) }
        var order: [String] = []
        for number in 0..<5 {
            _ = try account.bookSession(
                "s\(number)", "facial", forMs: Sample.at("2026-02-01"), entry: "e", atMs: now, policy())
            order.append(account.packageLot(ofSession: "s\(number)")?.id ?? "")
        }
        #expect(order == ["c", "d", "b", "e", "a"])
        let none = try account.bookSession("x", "facial", forMs: now, entry: "e", atMs: now, policy())
        #expect(none.refusal?.words.zh == "没有可用于 facial 的次卡")
    }

    @Test func `The same session twice counts once, other contents are a conflict`() throws {
        let policy = policy()
        var account = try bought(policy)
        let book = PackageStep.book(session: "s", item: "facial", forMs: now)
        #expect(try step(&account, book, policy).isDone)
        let once = account
        #expect(try step(&account, book, policy).isDone)
        #expect(account == once)
        #expect(throws: RuleError.conflict(kind: "session", id: "s")) {
            try step(&account, .book(session: "s", item: "facial", forMs: now + 1), policy)
        }
        #expect(try step(&account, .used(session: "s"), policy).isDone)
        let used = account
        #expect(try step(&account, .used(session: "s"), policy).isDone)
        #expect(try !step(&account, .cancelled(session: "s"), policy).isDone)
        #expect(account == used)
        #expect(throws: RuleError.missing(kind: "session", id: "x")) { try step(&account, .used(session: "x"), policy) }
    }

    @Test func `Items that share a number are taken from it, others are not`() throws {
        let policy = policy {
            $0.sessions = ["facial": 1, "massage": 1]
            $0.shared = 3
        }
        var account = try bought(policy)
        for (session, item) in [("1", "facial"), ("2", "massage"), ("3", "facial")] {
            #expect(try step(&account, .book(session: session, item: item, forMs: now), policy).isDone)
        }
        #expect(account.packages["p"]?.leftInAll == 0)
        let fourth = try step(&account, .book(session: "4", item: "massage", forMs: now), policy)
        #expect(fourth.refusal?.words.zh == "facial-10 的 massage 次数不足")
        _ = try step(&account, .cancelled(session: "2"), policy, atMs: now - 2 * StoreZone.dayMs)
        #expect(account.packages["p"]?.left == ["*": 1])
        #expect(try !step(&account, .book(session: "5", item: "nails", forMs: now), policy).isDone)
        #expect(try !step(&account, .book(session: "6", item: "*", forMs: now), policy).isDone)
    }

    @Test func `A freeze moves the end by its days and nothing is booked into it`() throws {
        let policy = policy { $0.freezeMaxDays = 30 }
        var account = try bought(policy)
        let end = try #require(account.packages["p"]?.expiresAtMs)
        let from = try #require(Day("2026-02-01"))
        let answer = try step(&account, .freeze(from: from, days: 30), policy)
        #expect(words(answer.derivation) == ["自 2026年2月1日起冻结 30 天，到期日顺延至 2027年2月9日"])
        #expect(account.packages["p"]?.expiresAtMs == end + 30 * StoreZone.dayMs)
        for (day, isDone) in [("2026-01-31", true), ("2026-02-01", false), ("2026-03-02", false), ("2026-03-03", true)]
        {
            let book = PackageStep.book(session: day, item: "facial", forMs: Sample.at(day))
            #expect(try step(&account, book, policy).isDone == isDone)
        }
        let once = account
        #expect(try step(&account, .freeze(from: from, days: 30), policy).isDone)
        #expect(account == once)
    }

    @Test(
        arguments: [
            ("2026-02-01", 31, 1, "package.freeze-days"), ("2026-02-01", 0, 1, "package.freeze-days"),
            ("2026-02-01", -5, 1, "package.freeze-days"), ("2026-01-09", 5, 1, "package.past"),
            ("2027-01-11", 5, 1, "package.ends-before"), ("2026-01-20", 10, 1, "package.freeze-booked"),
            ("2026-02-01", 5, 0, "package.freezes-used"),
        ] as [(String, Int, Int, String)])
    func `A freeze outside the kind's bounds is refused`(day: String, days: Int, freezes: Int, reason: String) throws {
        let policy = policy {
            $0.freezeMaxDays = 30
            $0.freezes = freezes
        }
        var account = try bought(policy)
        _ = try step(&account, .book(session: "s", item: "facial", forMs: Sample.at("2026-01-25")), policy)
        let before = account
        let answer = try step(&account, .freeze(from: #require(Day(day)), days: days), policy)
        #expect(answer.refusal?.phrase.id.description == reason)
        #expect(account == before)
    }

    @Test func `A package without an end is not frozen: there is nothing to move`() throws {
        let policy = policy { $0.validity = .forever }
        var account = try bought(policy)
        let freeze = PackageStep.freeze(from: try #require(Day("2026-02-01")), days: 10)
        let answer = try step(&account, freeze, policy)
        #expect(answer.refusal?.phrase == .packageNoEnd && account.packages["p"]?.frozen == [])
        // Entered in the first edition it was one.
        var entry = MemberEntry(id: "f", atMs: now, policy: policy.version, fact: .package(lot: "p", freeze))
        #expect(try account.apply(entry, under: policy).refusal != nil)
        entry.edition = .first
        #expect(try account.apply(entry, under: policy).refusal == nil)
        #expect(account.packages["p"]?.isFrozen(on: Day("2026-02-05") ?? Day(0)) == true)
    }

    @Test func `All freezes together stay within the bound of days and never overlap`() throws {
        let policy = policy {
            $0.freezeMaxDays = 30
            $0.freezes = 3
        }
        var account = try bought(policy)
        #expect(try step(&account, .freeze(from: #require(Day("2026-02-01")), days: 20), policy).isDone)
        let overlap = try step(&account, .freeze(from: #require(Day("2026-02-20")), days: 5), policy)
        #expect(overlap.refusal?.phrase == .packageFreezeOverlaps)
        #expect(try !step(&account, .freeze(from: #require(Day("2026-02-21")), days: 11), policy).isDone)
        #expect(try step(&account, .freeze(from: #require(Day("2026-02-21")), days: 10), policy).isDone)
        #expect(throws: RuleError.self) { try step(&account, .freeze(from: Day(.max), days: 1), policy) }
    }

    @Test func `Extending is bounded, and too late once it has ended`() throws {
        let policy = policy { $0.extendMaxDays = 30 }
        var account = try bought(policy)
        let end = try #require(account.packages["p"]?.expiresAtMs)
        #expect(try step(&account, .extend(days: 20), policy).isDone)
        #expect(try !step(&account, .extend(days: 11), policy).isDone)
        #expect(try !step(&account, .extend(days: 0), policy).isDone)
        #expect(try step(&account, .extend(days: 10), policy, atMs: end + 20 * StoreZone.dayMs - 1).isDone)
        #expect(account.packages["p"]?.expiresAtMs == end + 30 * StoreZone.dayMs)
        let over = try step(&account, .extend(days: 1), policy, atMs: end + 30 * StoreZone.dayMs)
        #expect(over.refusal?.phrase == .packageOver)
    }

    @Test func `A package that may be given away goes with its end, its worth and nothing booked`() throws {
        let policy = policy {
            $0.isTransferable = true
            $0.partialCredit = true
        }
        var giver = try bought(policy, paid: 1_003)
        _ = try step(&giver, .book(session: "s", item: "facial", forMs: now), policy)
        #expect(try step(&giver, .transferredAway(), policy).refusal?.phrase == .packageTransferBooked)
        _ = try step(&giver, .used(session: "s"), policy)
        let gift = try #require(try giver.packageTransfer("p"))
        let end = giver.packages["p"]?.expiresAtMs
        // 1003 over ten: three sessions of 101 and seven of 100; nine of them go.
        #expect(gift == .transferredHere(kind: "facial-10", sessions: ["facial": 9], paid: 903, expiresAtMs: end))
        #expect(try step(&giver, .transferredAway(), policy).isDone)
        let once = giver
        #expect(try step(&giver, .transferredAway(), policy).isDone)
        #expect(giver == once)
        var taker = MemberAccount()
        #expect(try taker.package("q", gift, entry: "e", atMs: now, policy).isDone)
        #expect(taker.packages["q"]?.left == ["facial": 9])
        #expect(taker.packages["q"]?.expiresAtMs == end)
        #expect(try taker.previewPackageRefund("q", atMs: now, policy).refusal == nil)
        expectConserved(giver)
        expectConserved(taker)
        #expect(try giver.packageTransfer("p") == nil)
    }

    @Test func `A package that may not be given away stays`() throws {
        var account = try bought(policy())
        #expect(try step(&account, .transferredAway(), policy()).refusal?.words.zh == "facial-10 不可转让")
    }

    @Test func `Terms are those of the day of buying`() throws {
        var account = try bought(policy { $0.isTransferable = true })
        let later = Sample.policy()
        #expect(try account.package("p", .transferredAway(), entry: "e", atMs: now, later).isDone)
    }

    @Test func `What is left of a package is worth its share, and all shares are what was paid`() throws {
        let policy = policy { $0.partialCredit = true }
        var account = try bought(policy, paid: 100_003)
        var sum = Money.zero
        for count in [1, 1, 3, 5] as [Int64] {
            let preview = try account.previewPackageRefund("p", sessions: ["facial": count], atMs: now, policy)
            #expect(try step(&account, .refund(sessions: ["facial": count]), policy).isDone)
            sum += preview.refund
            expectConserved(account)
        }
        #expect(sum == 100_003)
        #expect(account.packages["p"]?.repaid == 100_003)
        #expect(try !step(&account, .refund(sessions: [:]), policy).isDone)
    }

    @Test func `Without partial credit a package goes back whole or not at all`() throws {
        var account = try bought(policy())
        #expect(try account.previewPackageRefund("p", atMs: now, policy()).refund == 100_000)
        let part = try step(&account, .refund(sessions: ["facial": 9]), policy())
        #expect(part.refusal?.phrase == .packageWholeOnly)
        _ = try step(&account, .book(session: "s", item: "facial", forMs: now), policy())
        #expect(try !step(&account, .refund(sessions: [:]), policy()).isDone)
        let more = try step(&account, .refund(sessions: ["facial": 10]), policy())
        #expect(more.refusal?.phrase == .packageUsedUp)
    }

    @Test func `Each unit of a bill's line becomes a lot, and their prices are the line's`() throws {
        let policy = Sample.policy {
            $0.packages = [Self.kind()]
            $0.items["facial-10"] = Item(
                id: "facial-10", name: Sample.name("x"), kind: .package, category: "c", price: 500)
        }
        let bill = Bill(
            id: "b", atMs: now, store: "s", lines: [Bill.Line(item: "facial-10", quantity: 3, unitPrice: 500)])
        let quote = Quote(
            bill: "b", policy: "test-1",
            lines: [Quote.Line(item: "facial-10", quantity: 3, list: 1500, net: 1000, payable: 1000)], applied: [],
            pointsUsed: 0, pointsOff: 0, roundedOff: 0, payable: 1000, search: Quote.Search(),
            derivation: Derivation())
        var account = MemberAccount()
        let settled = SettledBill(
            bill: bill, entry: "e", policy: "test-1", quote: quote,
            earning: EarningContext(account, policy, atMs: now), tenders: [])
        _ = try account.buyPackages(of: settled, policy)
        let once = account
        _ = try account.buyPackages(of: settled, policy)
        #expect(account == once)
        #expect(account.packages.ids.sorted() == ["b/0.0", "b/0.1", "b/0.2"])
        #expect(["b/0.0", "b/0.1", "b/0.2"].map { account.packages[$0]?.paid } == [334, 333, 333])
    }

    @Test func `A kind that is not there or has no sessions is an error`() {
        var account = MemberAccount()
        #expect(throws: RuleError.unknown(kind: "package", id: "x")) {
            try account.buyPackage(lot: "p", kind: "x", paid: 1, source: "b", atMs: now, policy())
        }
        for sessions in [[:], ["facial": 0], ["facial": -1], ["facial": Int64.max]] as [[String: Int64]] {
            #expect(throws: RuleError.self) {
                try account.buyPackage(
                    lot: "p", kind: "facial-10", paid: 1, source: "b", atMs: now, policy { $0.sessions = sessions })
            }
        }
    }
}
