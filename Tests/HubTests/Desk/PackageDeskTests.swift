import HubAPI
import Loyalty
import Testing
import Vocabulary

@testable import HubStore

/// Packages, privileges and rewards of some stores, as a desk enters them.
@Suite struct PackageDeskTests {
    private static let card = """
        {"id": "b-1", "kind": "bill", "store": "xuhui", "lines": [{"item": "facial-10", "unitPriceFen": 304000}]}
        """

    private func booking(_ salon: TestSalon, _ id: String) -> String {
        let day = StoreZone.shanghai.day(atMs: salon.clock.nowMs + 3 * TestSalon.dayMs)
        return """
            {"id": "\(id)", "kind": "package",
             "step": {"do": "book", "session": "s-\(id)", "item": "deep-clean", "for": "\(day)T10:00:00+08:00"}}
            """
    }

    @Test func `A booking names no package, and its session can be cancelled and had without one`() async throws {
        let salon = try await TestSalon()
        #expect(try await salon.order(Self.card).isAccepted)
        let booked = try await salon.order(booking(salon, "k-1"))
        #expect(booked.isAccepted && booked[text: "outcome.lot"] == "b-1/0.0", "\(booked.text)")
        let cancelled = try await salon.order(
            #"{"id": "c-1", "kind": "package", "step": {"do": "cancelled", "session": "s-k-1"}}"#)
        #expect(cancelled.isAccepted && cancelled[text: "outcome.lot"] == "b-1/0.0", "\(cancelled.text)")
        #expect(try await salon.order(booking(salon, "k-2")).isAccepted)
        let account = try await salon.preview(#"{"kind": "account"}"#)
        #expect(account[number: "account.packages.0.left"] == 9, "\(account.text)")
        #expect(account[number: "account.packages.0.booked"] == 1)
        #expect(try await salon.database.audit() == [])
    }

    @Test func `A package given away is entered with both members, or with neither`() async throws {
        let salon = try await TestSalon()
        _ = try await salon.database.publish(
            try TestSalon.policy(["    transferable: false\n": "    transferable: true\n"]))
        let other = try #require(try await salon.members.first { $0 != salon.member })
        #expect(try await salon.order(Self.card).isAccepted)
        func order(_ id: String, to: String) -> String {
            """
            {"id": "\(id)", "kind": "package", "lot": "b-1/0.0", "step": {"do": "transferredAway"\(to)}}
            """
        }
        let digest = try await salon.digest()
        for wrong in [
            "", ", \"to\": \"m-2\"", ", \"to\": \"\(salon.member)\"", ", \"to\": \"\(OperationID.test(99))\"",
        ] {
            await #expect(throws: HubStoreError.self) { try await salon.order(order("g-0", to: wrong)) }
        }
        let here = """
            {"id": "h-0", "kind": "package", "lot": "x", "step": {"do": "transferredHere", "package": "facial-10",
             "sessions": {"deep-clean": {"count": 10}}, "paidFen": 0}}
            """
        await #expect(throws: HubStoreError.self) { try await salon.order(here, for: other) }
        #expect(try await salon.digest() == digest)
        let away = order("g-1", to: ", \"to\": \"\(other)\"")
        let given = try await salon.order(away)
        #expect(given.isAccepted && given[number: "outcome.transfer.sessions.deep-clean.count"] == 10, "\(given.text)")
        #expect(try await salon.order(away).text == given.text)
        let giver = try await salon.preview(#"{"kind": "account"}"#)
        #expect(giver[number: "account.packages.0.left"] == 0)
        let taker = try await salon.preview(#"{"kind": "account"}"#, of: other)
        #expect(taker[number: "account.packages.0.left"] == 10 && taker.count("account.packages") == 1)
        #expect(taker[text: "account.packages.0.expires"] == giver[text: "account.packages.0.expires"])
        let again = try await salon.order(order("g-2", to: ", \"to\": \"\(other)\""))
        #expect(try await salon.preview(#"{"kind": "account"}"#, of: other).count("account.packages") == 1, "\(again)")
        #expect(try await salon.database.audit() == [])
    }

    @Test func `A reward of another store is refused at the desk, and had where it is for`() async throws {
        let mask = "    perMember: ~\n    # In these stores only, and not without saying in which; empty for all.\n"
        let salon = try await TestSalon()
        _ = try await salon.database.publish(
            try TestSalon.policy([mask + "    stores: []\n": mask + "    stores: [xuhui]\n"]))
        #expect(
            try await salon.order(
                #"{"id": "a", "kind": "adjust", "currency": "points", "amount": 500, "reason": "x"}"#
            ).isAccepted)
        for (index, store) in ["", ", \"store\": \"jingan\""].enumerated() {
            let refused = try await salon.order(
                "{\"id\": \"r-\(index)\", \"kind\": \"redeem\", \"reward\": \"mask\"\(store)}")
            #expect(!refused.isAccepted && (refused[text: "refusal.en"] ?? "").contains("xuhui"), "\(refused.text)")
        }
        let had = try await salon.order(
            #"{"id": "r-9", "kind": "redeem", "reward": "mask", "store": "xuhui"}"#)
        #expect(had.isAccepted, "\(had.text)")
    }

    @Test func `A privilege is used up at the desk`() async throws {
        let salon = try await TestSalon()
        #expect(try await salon.order(#"{"id": "t", "kind": "tierSet", "tier": "gold"}"#).isAccepted)
        #expect(try await salon.order(#"{"id": "g-1", "kind": "privilege", "privilege": "gala"}"#).isAccepted)
        let second = try await salon.order(#"{"id": "g-2", "kind": "privilege", "privilege": "gala"}"#)
        #expect(second[text: "refusal.zh"] == "年度答谢会邀请 每年 1 次，已用完", "\(second.text)")
    }
}
