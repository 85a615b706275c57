import DatabaseTesting
import Foundation
import HubAPI
import PolicyFile
import Testing
import Vocabulary

@testable import Hub
@testable import HubStore

/// What the same doings come to in processes of their own. Each draws a seed for its hashes: what is written or said in
/// the order of a set or a dictionary differs from one to the next.
@Suite struct SameBooksTests {
    private static let separator = "\u{1E}"

    @Test func `Three processes that do the same write the same rows, and answer the same bytes`() async throws {
        var tellings: [[String]] = []
        for _ in 0..<3 {
            let ended = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
                let told = try await BusyWeek.told()
                FileHandle.standardOutput.write(Data(told.joined(separator: SameBooksTests.separator).utf8))
            }
            let output = String(decoding: try #require(ended).standardOutputContent, as: UTF8.self)
            tellings.append(output.components(separatedBy: Self.separator))
        }
        #expect(tellings[0].count > 400)
        for telling in tellings.dropFirst() {
            let difference = zip(tellings[0], telling).first { $0 != $1 }
            #expect(difference == nil, "\(difference.map { "\($0.0)\n\($0.1)" } ?? "")")
            #expect(telling.count == tellings[0].count)
        }
    }
}

/// Some weeks of a salon with all that its hub decides, by a clock and ids that are always the same.
private struct BusyWeek {
    let salon: TestSalon
    private var said: [String] = []

    /// - Returns: every answer, and at the end every row.
    static func told() async throws -> [String] {
        var week = BusyWeek(salon: try await TestSalon(members: 12, on: .sqlite))
        _ = try await week.salon.database.publish(
            try TestSalon.policy(["    transferable: false\n": "    transferable: true\n"]))
        try await week.sell()
        try await week.useCards()
        try await week.passNights()
        try await week.ask()
        return try await week.all()
    }

    private init(salon: TestSalon) { self.salon = salon }

    private mutating func say(_ value: some Encodable) throws {
        said.append(String(decoding: try Reply(value).body, as: UTF8.self))
    }

    /// At the desk: offers that compete, coupons, a package and its sessions, stored value, and all of that back.
    private mutating func sell() async throws {
        let other = try #require(try await salon.members.last)
        for order in Self.orders(giving: other) { await enter(order, salon.member) }
        for member in try await salon.members {
            for (number, items) in Self.baskets.enumerated() {
                let lines = items.map { #"{"item": "\#($0)", "unitPriceFen": 38000}"# }.joined(separator: ", ")
                let bill = #"{"id": "n-\#(member)-\#(number)", "kind": "bill", "store": "xuhui", "lines": [\#(lines)]}"#
                await enter(bill, member)
            }
        }
    }

    /// A refusal is an answer too.
    private mutating func enter(_ order: String, _ member: MemberID) async {
        do { said.append(try await salon.order(order, for: member).text) } catch { said.append("\(error)") }
    }

    private static let baskets = [["deep-clean", "head-spa"], ["hydrating", "deep-clean", "head-spa"], ["nails"]]

    private static func orders(giving other: MemberID) -> [String] {
        let session = #""session": "s-1""#
        return [
            #"{"id": "sign", "kind": "action", "action": "sign-up"}"#,
            #"{"id": "feed", "kind": "action", "action": "feedback"}"#,
            #"{"id": "top", "kind": "topUp", "paidFen": 200000}"#,
            #"{"id": "p", "kind": "bill", "store": "xuhui", "lines": [{"item": "facial-10", "unitPriceFen": 304000}]}"#,
            #"{"id": "k", "kind": "package", "step": {"do": "book", \#(session), "item": "deep-clean", "#
                + #""for": "2026-03-05T10:00:00+08:00"}}"#,
            #"{"id": "u", "kind": "package", "step": {"do": "used", \#(session)}}"#,
            #"{"id": "g", "kind": "package", "lot": "p/0.0", "step": {"do": "transferredAway", "to": "\#(other)"}}"#,
            #"{"id": "b", "kind": "bill", "store": "xuhui", "points": null, "lines": ["#
                + #"{"item": "deep-clean", "quantity": 2, "unitPriceFen": 38000}, "#
                + #"{"item": "head-spa", "unitPriceFen": 26800}]}"#,
            #"{"id": "r", "kind": "refund", "bill": "b", "parts": [{"line": 0, "units": 1}]}"#,
            #"{"id": "r2", "kind": "refund", "bill": "b"}"#,
            #"{"id": "m", "kind": "redeem", "reward": "mask"}"#,
            #"{"id": "back", "kind": "prepaidRefund"}"#,
            #"{"id": "no", "kind": "redeem", "reward": "facial"}"#,
            #"{"id": "gold", "kind": "tierSet", "tier": "gold"}"#,
        ]
    }

    /// Two kiosks tell of the same cards in another order, of spends that nobody has decided, and of one that two have.
    private mutating func useCards() async throws {
        let members = try await salon.members.prefix(4)
        var journals = TestSalon.kiosks.map { TestJournal(kiosk: $0) }
        for (index, member) in members.enumerated() {
            let card = try await salon.issueCard(UInt8(index + 1), member: member)
            for turn in 0..<4 {
                let number = 100 * index + 10 * turn
                let kiosk = (index + turn) % 2
                let before = Amount(points: Int64(10 * turn))
                journals[kiosk].append(
                    salon.intent(
                        .test(number + 1), kiosk: TestSalon.kiosks[kiosk], card: card, before: before, points: 10,
                        reward: turn == 1 ? "mask" : nil, claimCode: turn == 1 ? "CODE\(index)" : nil))
                if turn == 3 { continue }
                journals[1 - kiosk].append(
                    salon.outcome(
                        .test(number + 2), of: .test(number + 1), kiosk: TestSalon.kiosks[1 - kiosk], card: card,
                        turn == 2 ? .voided : .posted))
            }
            journals[0].append(
                salon.seen(.test(100 * index + 90), card: card, odometers: Amount(points: Int64(20 + 7 * index))))
            journals[1].append(salon.behind(.test(100 * index + 91), kiosk: TestSalon.kiosks[1], card: card))
        }
        for journal in journals.reversed() {
            try say(try await salon.database.upload(journal.request(), kiosk: journal.kiosk))
        }
        try await salon.database.numberAndSeal()
    }

    private mutating func passNights() async throws {
        for _ in 0..<5 {
            salon.clock.advance(ms: 8 * TestSalon.dayMs)
            try await salon.runNights()
            try await salon.database.tidy()
        }
    }

    private mutating func ask() async throws {
        let database = salon.database
        for kiosk in TestSalon.kiosks {
            try say(try await database.feed(kiosk: kiosk, cursor: nil, hubEpoch: nil))
            try say(try await database.kiosk(kiosk))
        }
        try say(try await database.kiosks())
        try say(try await database.policyDocuments())
        try say(try await database.policies())
        try say(try await database.history(after: nil, limit: nil))
        for status in ClaimFacts.Status.allCases { try say(try await database.claims(status)) }
        for status in IncidentFacts.Status.allCases { try say(try await database.incidents(status, after: nil)) }
        for member in try await salon.members {
            try say(try await database.member(member))
            said.append(try await database.entryTexts(of: member))
            for question in ["account", "rewards", "prepaidRefund"] {
                said.append(try await salon.preview(#"{"kind": "\#(question)"}"#, of: member).text)
            }
        }
        said += try await database.audit()
        var verification = Verification(database)
        while !verification.isThrough { said += try await verification.advance() }
    }

    /// Random on purpose are the hub's epoch and the stamps of what memory holds.
    private func all() async throws -> [String] {
        let epoch = try await salon.database.read { tx in try tx.hubEpoch() }
        let rows = try PlainRows.ofFile(salon.path + "/hub.sqlite").sorted { $0.key < $1.key }.flatMap { name, rows in
            rows.map { "\(name): " + $0.replacing(#/\b(evaluation|epoch)=[-0-9a-f]+/#) { "\($0.1)=…" } }
        }
        return said.map { $0.replacing(epoch, with: "EPOCH") } + rows
    }
}
