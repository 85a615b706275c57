import Database
import DatabaseSQLite
import HubAPI
import Seeds
import Testing
import Vocabulary

@testable import HubStore

private let none = Amount.zero

@Suite struct UploadTests {
    private func journal(_ salon: TestSalon, checkIns: Int, kiosk: String = "xuhui-1") -> TestJournal {
        var journal = TestJournal(kiosk: kiosk)
        for number in 1...checkIns {
            journal.append(
                salon.entry(.test(number), kiosk: kiosk, card: nil, .checkIn(CheckIn(booking: nil, offline: true))))
        }
        return journal
    }

    @Test func `Duplicate uploads at the same time count once`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let balance = try await salon.summary().points
        var filled = TestJournal(kiosk: "xuhui-1")
        var before = none
        for number in stride(from: 1, through: 20, by: 2) {
            filled.append(salon.intent(.test(number), card: card, before: before, points: 1))
            filled.append(salon.outcome(.test(number + 1), of: .test(number), card: card, .posted))
            before.points += Points(1)
        }
        let journal = filled
        let receipts = try await withThrowingTaskGroup(of: Receipt.self) { group in
            for end in [4, 20, 12, 20, 7, 20, 20, 1] {
                group.addTask { try await salon.database.upload(journal.request(0..<end), kiosk: "xuhui-1") }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(receipts.flatMap { $0.refused }.isEmpty)
        #expect(try await salon.summary().points == balance - 10)
        try await expectSound(salon.database)
    }

    @Test func `A hole takes what comes before it and asks for the rest`() async throws {
        let salon = try await TestSalon()
        let journal = journal(salon, checkIns: 5)
        var request = journal.request()
        request.entries.remove(at: 2)
        let receipt = try await salon.database.upload(request, kiosk: "xuhui-1")
        #expect(receipt.held == [.test(1), .test(2)])
        #expect(receipt.position.lastSequence == 2)
        #expect(receipt.refused.map(\.code) == [.hole, .hole])
        let rest = try await salon.database.upload(journal.request(2..<5), kiosk: "xuhui-1")
        #expect(rest.held == [.test(3), .test(4), .test(5)])
        #expect(rest.position.lastSequence == 5)
        #expect(try await salon.incidents().isEmpty)
    }

    @Test func `Another line at a held sequence is a fork, kept and reported once`() async throws {
        let salon = try await TestSalon()
        let journal = journal(salon, checkIns: 2)
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        var other = TestJournal(kiosk: "xuhui-1")
        other.append(salon.entry(.test(9), card: nil, .checkIn(CheckIn(booking: nil, offline: false))))
        for _ in 0..<2 {
            let receipt = try await salon.database.upload(other.request(), kiosk: "xuhui-1")
            #expect(receipt.held.isEmpty)
            #expect(receipt.refused.map(\.code) == [.fork])
            #expect(receipt.position.lastSequence == 2)
        }
        #expect(try await salon.incidents().map(\.kind) == [.journalFork])
    }

    @Test func `A line that does not chain is a fork and nothing of it is booked`() async throws {
        let salon = try await TestSalon()
        var request = journal(salon, checkIns: 3).request()
        request.entries[1].body += " "
        let receipt = try await salon.database.upload(request, kiosk: "xuhui-1")
        #expect(receipt.held == [.test(1)])
        #expect(receipt.refused.map(\.code) == [.fork, .hole])
        #expect(receipt.position.lastSequence == 1)
    }

    @Test func `One id with two contents is a conflict; both are kept, the first counts`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let balance = try await salon.summary().points
        var one = TestJournal(kiosk: "xuhui-1")
        one.append(salon.intent(.test(1), card: card, before: none, points: 30))
        one.append(salon.outcome(.test(2), of: .test(1), card: card, .posted))
        var two = TestJournal(kiosk: "jingan-1")
        two.append(salon.intent(.test(1), kiosk: "jingan-1", card: card, before: none, points: 70))
        _ = try await salon.database.upload(one.request(), kiosk: "xuhui-1")
        for _ in 0..<2 {
            let receipt = try await salon.database.upload(two.request(), kiosk: "jingan-1")
            #expect(receipt.refused.map(\.code) == [.conflict])
            #expect(receipt.position.lastSequence == 1)
        }
        #expect(try await salon.incidents().map(\.kind) == [.conflict])
        #expect(try await salon.summary().points == balance - 30)
    }

    @Test func `Lines moved to a new store epoch are known by their ids`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        var old = TestJournal(kiosk: "xuhui-1")
        old.append(salon.intent(.test(1), card: card, before: none, points: 30))
        old.append(salon.outcome(.test(2), of: .test(1), card: card, .posted))
        _ = try await salon.database.upload(old.request(), kiosk: "xuhui-1")
        let digest = try await salon.digest()
        var new = TestJournal(kiosk: "xuhui-1", epoch: "second")
        for line in old.lines { new.append(body: line.body) }
        let receipt = try await salon.database.upload(new.request(), kiosk: "xuhui-1")
        #expect(receipt.held == [.test(1), .test(2)])
        #expect(receipt.refused.isEmpty)
        #expect(try await salon.digest() == digest)
    }

    @Test(arguments: [
        "", "{", "null", "[]", "{}", "\u{0}", "a\u{0}b", #"{"kind":"checkIn"}"#, String(repeating: "[", count: 5000),
        String(repeating: "x", count: HubLimits.entryBodyBytes + 1),
    ])
    func `A body that is no entry is kept, reported, and does not stop the journal`(body: String) async throws {
        let salon = try await TestSalon()
        var journal = TestJournal(kiosk: "xuhui-1")
        journal.append(body: body)
        journal.append(salon.entry(.test(2), card: nil, .checkIn(CheckIn(booking: nil, offline: true))))
        for _ in 0..<2 {
            let receipt = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
            #expect(receipt.refused.map(\.code) == [.unreadable])
            #expect(receipt.held == [.test(2)])
            #expect(receipt.position.lastSequence == 2)
        }
        #expect(try await salon.incidents().map(\.kind) == [.unreadableEntry])
        #expect(try await salon.database.audit() == [], "it is kept byte for byte")
    }

    @Test func `Amounts that cannot be are unreadable, not booked`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        let bad: [(Amount, Int64, Int64)] = [
            (none, 0, 0), (none, -1, 5), (none, .max, 0), (Amount(points: .max, fen: 0), 1, 0),
            (Amount(points: -5, fen: 0), 5, 0), (none, 0x8000_0000, 0),
        ]
        var journal = TestJournal(kiosk: "xuhui-1")
        for (index, (before, points, fen)) in bad.enumerated() {
            let intent = SpendIntent(
                amount: Amount(points: points, fen: fen), before: before,
                after: before &+ Amount(points: points, fen: fen), reward: nil,
                claimCode: nil, authority: .offline)
            journal.append(salon.entry(.test(index + 1), card: card, .spendIntent(intent)))
        }
        let skew = SpendIntent(
            amount: Amount(points: 5), before: none, after: Amount(points: 6, fen: 0), reward: nil, claimCode: nil,
            authority: .offline)
        journal.append(salon.entry(.test(90), card: card, .spendIntent(skew)))
        let receipt = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        #expect(receipt.refused.count == bad.count + 1)
        #expect(try await salon.summary().heldPoints == 0)
    }

    @Test func `An entry of another kiosk is not taken for this one's`() async throws {
        let salon = try await TestSalon()
        var journal = TestJournal(kiosk: "xuhui-1")
        journal.append(
            salon.entry(.test(1), kiosk: "jingan-1", card: nil, .checkIn(CheckIn(booking: nil, offline: true))))
        let receipt = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        #expect(receipt.refused.map(\.code) == [.unreadable])
    }

    @Test func `The journal and the ledger can only grow, and commits survive a power cut`() async throws {
        let salon = try await TestSalon()
        let journal = journal(salon, checkIns: 1)
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        // A server is asked for it when it is opened.
        #expect(try salon.database.file?.sqlite.synchronous() ?? 2 == 2)
        for statement in [
            "DELETE FROM journal", "UPDATE journal SET body = ''", "DELETE FROM ledger", "UPDATE ledger SET amount = 1",
        ] {
            await #expect(throws: DatabaseError.self, "\(statement)") { try await salon.database.attempt(statement) }
        }
    }

    @Test(arguments: Seeds.first(40, of: 400))
    func `Random bytes in place of bodies never break anything`(seed: UInt64) async throws {
        let salon = try await TestSalon(members: 9)
        let card = try await salon.issueCard()
        var random = SeededGenerator(seed: seed)
        var journal = TestJournal(kiosk: "xuhui-1")
        let good = TestJournal.json(salon.intent(.test(1), card: card, before: none, points: 30))
        for _ in 0..<20 {
            var bytes = Array(good.utf8)
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            journal.append(body: String(decoding: bytes, as: UTF8.self))
        }
        let receipt = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        #expect(receipt.position.lastSequence == 20, "seed \(seed)")
        #expect(receipt.held.count + receipt.refused.count == 20, "seed \(seed)")
        try await expectSound(salon.database)
    }
}
