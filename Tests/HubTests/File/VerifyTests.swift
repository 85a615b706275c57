import Foundation
import Database
import HubAPI
import Testing
import Vocabulary

@testable import HubStore

/// A hub's file that somebody has changed behind its back: what notices it.
@Suite struct VerifyTests {
    /// Who notices a change.
    enum Witness: Sendable {
        /// `hubd audit`, and the hub by itself while it serves, with these words.
        case hub(String)
        /// The kiosk that the hub has acknowledged the line to, with its next heartbeat.
        case kiosk
        /// Nobody can, for this reason.
        case nobody(because: String)
    }

    struct Change: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var sql: String
        var witness: Witness

        init(_ what: String, _ sql: String, _ witness: Witness) {
            testDescription = what
            self.sql = sql
            self.witness = witness
        }
    }

    private static let lastLine = "sequence = (SELECT max(sequence) FROM journal)"
    private static let entry = "number = (SELECT max(number) - 1 FROM member_entry)"
    private static let lastEntry = "number = (SELECT max(number) FROM member_entry)"

    static let changes = [
        Change(
            "a line's body", "UPDATE journal SET body = body || ' ' WHERE sequence = 3",
            .hub("line 3 of epoch of xuhui-1 does not follow")),
        Change("a line in the middle is gone", "DELETE FROM journal WHERE sequence = 5", .hub("line 5")),
        Change(
            "the last line is gone", "DELETE FROM journal WHERE \(lastLine)",
            .hub("does not end where the hub has said")),
        Change(
            "the last line is gone, and the head says so",
            """
            DELETE FROM journal WHERE \(lastLine);
            UPDATE store_epoch SET last_sequence = 7, last_hash = (SELECT hash FROM journal WHERE sequence = 7)
            """, .kiosk),
        Change(
            "a spend's line is gone, and the head says so",
            """
            DELETE FROM journal WHERE sequence >= 2;
            UPDATE store_epoch SET last_sequence = 1, last_hash = (SELECT hash FROM journal WHERE sequence = 1)
            """, .hub("a kiosk's spend has no line")),
        Change("a journal's name", "UPDATE store_epoch SET epoch = 'other'", .hub("line 1 of other does not follow")),
        Change(
            "an entry's body", "UPDATE member_entry SET body = replace(body, 'sign-up', 'referral') WHERE \(entry)",
            .hub("was changed")),
        Change("an entry's moment", "UPDATE member_entry SET at_ms = at_ms + 1 WHERE \(entry)", .hub("was changed")),
        Change(
            "an entry and its reasons are gone",
            """
            DELETE FROM why WHERE entry = (SELECT id FROM member_entry WHERE \(entry));
            DELETE FROM member_entry WHERE \(entry)
            """,
            .hub("an entry of a member is missing: number")),
        Change(
            "the last entry and its reasons are gone",
            "DELETE FROM why WHERE entry = (SELECT id FROM member_entry WHERE \(lastEntry)); "
                + "DELETE FROM member_entry WHERE \(lastEntry)", .hub("an entry of a member is missing: number")),
        Change(
            "an entry, its reasons and its seal are gone",
            """
            DELETE FROM why WHERE entry = (SELECT id FROM member_entry WHERE \(lastEntry));
            DELETE FROM entry_seal WHERE entry = (SELECT max(number) FROM member_entry);
            DELETE FROM member_entry WHERE \(lastEntry)
            """, .hub("the last entries of members are missing")),
        Change(
            "an entry in the middle, its reasons and its seal are gone",
            """
            DELETE FROM why WHERE entry = (SELECT id FROM member_entry WHERE \(entry));
            DELETE FROM entry_seal WHERE entry = (SELECT max(number) - 1 FROM member_entry);
            DELETE FROM member_entry WHERE \(entry)
            """, .hub("an entry of a member is missing: number")),
        Change(
            "an entry is put in",
            """
            INSERT INTO member_entry
            SELECT number + 1, 'put in', member, at_ms, policy, body, booked_at_ms, NULL FROM member_entry
            WHERE \(lastEntry)
            """, .hub("1 entries of members were put in past the hub")),
        Change(
            "the entry that a line is due to", "UPDATE ledger SET entry = 'nobody' WHERE entry = 'f'",
            .hub("the ledger has lines of entry nobody, which is missing")),
        Change("an entry's reasons are gone", "DELETE FROM why WHERE entry = 'f'", .hub("have no reasons")),
        Change(
            "a member's standing", "UPDATE member SET standing = json_set(standing, '$.tier', 'diamond')",
            .hub("the standing of")),
        Change("a lot", "UPDATE lot SET taken = taken - 1 WHERE taken > 0", .hub("a lot is not the sum")),
        Change(
            "a lot and its line",
            """
            UPDATE lot SET granted = granted + 5 WHERE source = 'f';
            UPDATE ledger SET amount = amount + 5 WHERE kind = 'grant' AND entry = 'f'
            """, .hub("the lots of")),
        Change("a spend's amount", "UPDATE spend SET points = points + 1", .hub("another amount")),
        Change("a policy", "UPDATE policy SET document = document || '# '", .hub("is not what was published")),
        Change(
            "a calendar", "UPDATE policy_calendar SET document = document || '# '", .hub("is not what was published")),
        Change(
            "what a token may do", "UPDATE token SET role = 'staff'",
            .nobody(because: "who writes the file can add a token of his own; hubd token list shows them all")),
    ]

    /// A journal of eight lines, the first of a spend, and some entries of the desk.
    private func filled() async throws -> (salon: TestSalon, journal: TestJournal) {
        let salon = try await TestSalon(members: 5)
        let card = try await salon.issueCard()
        var journal = TestJournal(kiosk: "xuhui-1")
        let none = Amount.zero
        journal.append(salon.seen(.test(1), card: card, odometers: none))
        journal.append(salon.intent(.test(2), card: card, before: none, points: 1))
        journal.append(salon.outcome(.test(3), of: .test(2), card: card, .posted))
        for number in 4...8 {
            journal.append(salon.seen(.test(number), card: card, odometers: Amount(points: 1, fen: 0)))
        }
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        _ = try await salon.order(#"{"id": "s", "kind": "action", "action": "sign-up"}"#)
        _ = try await salon.order(#"{"id": "f", "kind": "action", "action": "feedback"}"#)
        try await salon.database.addToken("operator", for: Bearer(role: .operator, kiosk: nil))
        try await salon.database.numberAndSeal()
        return (salon, journal)
    }

    private func heartbeat(_ journal: TestJournal, _ salon: TestSalon) async throws -> Heartbeat {
        let hub = try await salon.database.read { try $0.hubEpoch() }
        return Heartbeat(
            version: "1", startedAtMs: 0, sentAtMs: 0, lastFrameAtMs: nil, screen: "", reader: "",
            storeEpoch: journal.epoch, journalSequence: Int64(journal.lines.count), notUploaded: 0, snapshotAsOfMs: nil,
            freeDiskBytes: 0,
            acknowledged: journal.lines.last.map {
                AcknowledgedLine(hubEpoch: hub, sequence: $0.sequence, hash: $0.hash)
            })
    }

    @Test func `An entry that is gone before it was sealed is missed`() async throws {
        let salon = try await TestSalon(members: 5)
        try await salon.database.numberAndSeal()
        _ = try await salon.order(#"{"id": "f", "kind": "action", "action": "feedback"}"#)
        #expect(try await salon.database.audit() == [])
        try dropGuards(of: salon.database.name)
        try tamper(
            with: salon.database.name,
            """
            DELETE FROM why WHERE entry = 'f';
            DELETE FROM member_entry WHERE id = 'f'
            """)
        let words = "1 entries of members are missing that were not sealed yet"
        #expect(try await salon.database.audit().contains(words))
    }

    @Test(arguments: changes)
    func `Each change of the file has a witness, or a reason why not`(change: Change) async throws {
        let (salon, journal) = try await filled()
        let before = try await salon.database.audit()
        #expect(before.isEmpty, "\(before)")
        let heartbeat = try await heartbeat(journal, salon)
        _ = try await salon.database.heartbeat(heartbeat, kiosk: "xuhui-1")
        #expect(try await salon.incidents().isEmpty)
        try dropGuards(of: salon.database.name)
        try tamper(with: salon.database.name, change.sql)
        let found = try await salon.database.audit()
        _ = try? await salon.database.heartbeat(heartbeat, kiosk: "xuhui-1")
        let told = try await salon.incidents()
        switch change.witness {
        case .hub(let words): #expect(found.contains { $0.contains(words) }, "\(found)")
        case .kiosk: #expect(told.contains { $0.detail.contains("line 8") }, "\(told)")
        case .nobody: #expect(found.isEmpty && told.isEmpty, "\(found)")
        }
    }

    @Test func `A whole life of the sample salon has no contradiction`() async throws {
        let salon = try await TestSalon(members: 60)
        salon.clock.advance(ms: 100 * TestSalon.dayMs)
        try await salon.database.tidy()
        try await salon.runNights()
        let found = try await salon.database.audit()
        #expect(found.isEmpty, "\(found)")
    }

    @Test func `A hub goes through its books in pieces, and comes to the same as an audit`() async throws {
        let (salon, _) = try await filled()
        try dropGuards(of: salon.database.name)
        try tamper(with: salon.database.name, "UPDATE journal SET body = 'x' WHERE sequence = 4")
        var round = Verification(salon.database)
        var found: [String] = []
        var pieces = 0
        while !round.isThrough {
            found += try await round.advance()
            pieces += 1
        }
        let words = "journal of xuhui-1: line 4 of epoch of xuhui-1 does not follow from the one before it"
        #expect(pieces >= 4 && found == [words], "\(found)")
    }
}
