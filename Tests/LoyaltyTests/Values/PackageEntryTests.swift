import Testing
import Vocabulary

@testable import Loyalty

/// Packages as entries of a member's history.
@Suite struct PackageEntryTests {
    private static let sessions = "2026-01-10"
    private let policy = Sample.policy {
        var kind = PackageTests.kind()
        kind.isTransferable = true
        $0.packages = [kind]
        $0.items["facial"] = Item(
            id: "facial", name: Bilingual(zh: "深层清洁", en: "Deep cleansing"), kind: .service, category: "f", price: 1)
    }

    private func apply(
        _ id: String, _ fact: MemberFact, on day: String = "2026-01-10", to account: inout MemberAccount
    ) throws -> Outcome {
        try account.apply(
            MemberEntry(id: id, atMs: Sample.at(day), policy: "test-1", fact: fact), under: policy)
    }

    private func packages(_ lots: [(String, Int64, String)]) throws -> MemberAccount {
        var account = MemberAccount()
        for (id, count, last) in lots {
            let step = PackageStep.transferredHere(
                kind: "facial-10", sessions: ["facial": count], paid: 10_000, expiresAtMs: Sample.at(last, 24))
            _ = try apply("got-\(id)", .package(lot: id, step), to: &account)
        }
        return account
    }

    private func book(_ session: String, _ day: String) -> MemberFact {
        .package(lot: nil, .book(session: session, item: "facial", forMs: Sample.at(day)))
    }

    @Test func `E24 A booking that names no package takes the one valid on the day of the class that ends first`()
        throws
    {
        var account = try packages([("P1", 1, "2026-03-31"), ("P2", 5, "2026-12-31")])
        let march = try apply("e1", book("s1", "2026-03-20"), to: &account)
        #expect(march.lot == "P1" && march.refusal == nil)
        #expect(
            march.derivation.steps.map(\.words.en) == [
                "facial-10 (P1) is used: valid on the day of the service, 20 Mar 2026, and the first to end "
                    + "(31 Mar 2026)",
                "facial-10: one session of Deep cleansing on 20 Mar 2026; 0 left",
            ])
        // Cancelled in time it is back where it was, and the next one takes it again.
        let back = try apply("e2", .package(lot: nil, .cancelled(session: "s1")), to: &account)
        #expect(back.lot == "P1" && account.packages["P1"]?.left == ["facial": 1])
        let april = try apply("e3", book("s2", "2026-04-05"), to: &account)
        #expect(april.lot == "P2")
        let nearly = ["facial-10 ends on 31 Mar 2026, before the service on 5 Apr 2026"]
        #expect(april.derivation.nearly.map(\.words.en) == nearly)
        #expect(try apply("e4", book("s3", "2026-03-20"), to: &account).lot == "P1")
        // Late it is gone, and a night counts what lapses.
        let late = try apply("e5", .package(lot: nil, .cancelled(session: "s3")), on: "2026-03-20", to: &account)
        #expect(late.lot == "P1" && account.packages["P1"]?.used == 1)
        #expect(try apply("e6", .package(lot: nil, .used(session: "s2")), on: "2026-04-05", to: &account).lot == "P2")
        let over = Sample.at("2027-01-01")
        #expect(account.packages["P2"]?.usable(atMs: over) == 0 && account.packages["P2"]?.lost(atMs: over) == 4)
        #expect(
            account.packages["P2"]?.standing(atMs: over, policy.zone).words.en
                == "facial-10 ended on 31 Dec 2026: 0 left, 0 booked, 1 used, 4 forfeited")
    }

    @Test func `Without a package a booking is refused, and what needs one is an error`() throws {
        var account = try packages([("P1", 1, "2026-03-31")])
        let none = try apply("e1", book("s1", "2026-04-20"), to: &account)
        #expect(none.refusal?.words.zh == "facial-10 到期日 2026年3月31日，服务当日 2026年4月20日已失效")
        #expect(none.lot == nil && account.packages["P1"]?.leftInAll == 1)
        var empty = MemberAccount()
        #expect(
            try apply("e2", book("s1", "2026-02-01"), to: &empty).refusal?.words.en
                == "there is no package with sessions of Deep cleansing")
        #expect(throws: RuleError.missing(kind: "session", id: "x")) {
            try apply("e3", .package(lot: nil, .used(session: "x")), to: &account)
        }
        for step in [.extend(days: 1), .refund(sessions: [:]), .transferredAway()] as [PackageStep] {
            #expect(throws: RuleError.self) { try apply("e4", .package(lot: nil, step), to: &account) }
        }
    }

    @Test func `What a package given away says, the member who gets it books`() throws {
        var giver = try packages([("P1", 3, "2026-03-31")])
        let away = try apply("g", .package(lot: "P1", .transferredAway(to: "other")), to: &giver)
        #expect(
            away.transfer
                == .transferredHere(
                    kind: "facial-10", sessions: ["facial": 3], paid: 10_000, expiresAtMs: Sample.at("2026-03-31", 24)))
        var taker = MemberAccount()
        let here = try apply("t", .package(lot: "q", #require(away.transfer)), to: &taker)
        #expect(here.refusal == nil && taker.packages["q"]?.usable(atMs: Sample.t0) == 3)
        #expect(giver.packages["P1"]?.usable(atMs: Sample.t0) == 0)
        let again = try apply("g2", .package(lot: "P1", .transferredAway(to: "third")), to: &giver)
        #expect(again.transfer == nil)
    }

    @Test func `A freeze that is still to come keeps a package from being given away, with its days`() throws {
        var account = try packages([("P1", 3, "2026-12-31")])
        let from = try #require(Day("2026-08-01"))
        _ = try apply("f", .package(lot: "P1", .freeze(from: from, days: 10)), to: &account)
        let refused = try apply("g", .package(lot: "P1", .transferredAway()), on: "2026-06-20", to: &account)
        #expect(refused.refusal?.words.zh == "facial-10 自 2026年8月1日至 2026年8月10日冻结，冻结结束前不能转让")
        #expect(refused.transfer == nil)
        #expect(try apply("h", .package(lot: "P1", .transferredAway()), on: "2026-08-11", to: &account).refusal == nil)
    }

    @Test func `One session is said as one`() throws {
        var account = try packages([("P1", 1, "2026-03-31")])
        let away = try apply("g", .package(lot: "P1", .transferredAway()), to: &account)
        #expect(away.derivation.steps.map(\.words.en) == ["1 session of facial-10 goes, with its expiry"])
    }
}
