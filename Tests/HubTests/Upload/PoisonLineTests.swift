import Foundation
import HubAPI
import HubStore
import Testing
import Vocabulary

/// One line that cannot be written down never stops the lines behind it.
@Suite struct PoisonLineTests {
    private let none = Amount.zero

    /// Each field of every kind of line, at every depth, is given each of these.
    private static var odd: [Any] {
        [
            -1, 0, 1, 4_102_444_800_001, Int64.max, Int64.min, 1.5, true, NSNull(), "", "x", "\u{0}", "-0", "+1",
            "04A1B2C3D4E5F6-0", "04A1B2C3D4E5F6-+1", "04A1B2C3D4E5F6-0001", "04A1B2C3D4E5F6-1-1", "04a1b2c3d4e5f6-1",
            "04A1B2C3D4E5F6-4294967296", "FF-1", String(repeating: "语", count: 70), [], ["x"], [:],
            "00000000-0000-0000-0000-000000000000", 2_147_483_647,
        ]
    }

    private func templates(_ salon: TestSalon, _ card: CardID) throws -> [[String: Any]] {
        let after = Amount(points: 5, fen: 0)
        let entries = [
            salon.intent(.test(1), card: card, before: none, points: 5, reward: "mask", claimCode: "CODE1"),
            salon.outcome(.test(2), of: .test(1), card: card, .posted),
            salon.seen(
                .test(3), card: card, odometers: after, records: [salon.record(.test(4), points: 5, after: after)]),
            salon.behind(.test(5), card: card),
            salon.entry(.test(6), card: card, .checkIn(CheckIn(booking: "b", offline: false))),
        ]
        return try entries.map {
            let text = Data(TestJournal.json($0).utf8)
            return try #require(JSONSerialization.jsonObject(with: text) as? [String: Any])
        }
    }

    /// The value with one leaf or branch of it replaced.
    private func mutated(_ value: Any, _ random: inout SeededGenerator) -> Any {
        if var object = value as? [String: Any], let key = object.keys.sorted().randomElement(using: &random) {
            if random.next() % 8 == 0 { object[key] = nil } else { object[key] = mutated(object[key] ?? 0, &random) }
            return object
        }
        if var list = value as? [Any], let index = list.indices.randomElement(using: &random) {
            list[index] = mutated(list[index], &random)
            return list
        }
        let odd = Self.odd
        return odd[Int(random.next() % UInt64(odd.count))]
    }

    @Test(arguments: 1...12)
    func `Whatever a line says, the upload is answered and the lines behind it are taken`(seed: Int) async throws {
        let salon = try await TestSalon(members: 3)
        let card = try await salon.issueCard()
        var random = SeededGenerator(seed: UInt64(seed))
        let templates = try templates(salon, card)
        var journal = TestJournal(kiosk: "xuhui-1")
        var sent = 0
        for batch in 0..<8 {
            for _ in 0..<12 {
                var line: Any = templates[Int(random.next() % UInt64(templates.count))]
                for _ in 0...(random.next() % 3) { line = mutated(line, &random) }
                let isJSON = JSONSerialization.isValidJSONObject(line)
                let text = isJSON ? try JSONSerialization.data(withJSONObject: line) : Data("no".utf8)
                journal.append(body: String(decoding: text, as: UTF8.self))
            }
            let good = OperationID.test(1000 + batch)
            journal.append(salon.seen(good, card: card, odometers: none))
            let receipt = try await salon.database.upload(
                journal.request(sent..<journal.lines.count), kiosk: "xuhui-1")
            #expect(receipt.held.contains(good))
            #expect(receipt.position.lastSequence == Int64(journal.lines.count))
            sent = journal.lines.count
        }
        let (first, again) = (
            try await salon.database.upload(journal.request(), kiosk: "xuhui-1"),
            try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        )
        #expect(first == again)
        let audit = try await salon.database.audit()
        #expect(audit.isEmpty, "\(audit)")
    }

    /// The tables themselves refuse such a line; here a trigger plays a rule that nobody has thought of.
    @Test(arguments: ["card", "spend", "incident"])
    func `A line that a table refuses is kept as it came, told, and the others count`(table: String) async throws {
        let salon = try await TestSalon(members: 3)
        let card = try await salon.issueCard()
        let stranger = CardID(uid: try TestSalon.uid(77), issueNumber: 1)
        try await salon.refuse(card: stranger, in: table)
        var journal = TestJournal(kiosk: "xuhui-1")
        journal.append(salon.intent(.test(1), card: card, before: none, points: 5))
        journal.append(salon.intent(.test(2), card: stranger, before: none, points: 5))
        journal.append(salon.outcome(.test(3), of: .test(1), card: card, .posted))
        let before = try await salon.summary().points
        let receipt = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        #expect(receipt.held == [.test(1), .test(3)])
        #expect(receipt.refused.map(\.sequence) == [2] && receipt.refused.map(\.code) == [.unreadable])
        #expect(try await salon.incidents().map(\.kind) == [.unreadableEntry])
        #expect(try await salon.summary().points == before - 5)
        #expect(try await salon.database.upload(journal.request(), kiosk: "xuhui-1").held == receipt.held)
        #expect(try await salon.database.audit().isEmpty)
    }

    @Test(arguments: [
        ("04A1B2C3D4E5F6-1", true), ("04a1b2c3d4e5f6-1", true), ("04A1B2C3D4E5F6-4294967295", true),
        ("04A1B2C3D4E5F6-0", false), ("04A1B2C3D4E5F6--0", false), ("04A1B2C3D4E5F6-+1", false),
        ("04A1B2C3D4E5F6-01", false), ("04A1B2C3D4E5F6-0001", false), ("04A1B2C3D4E5F6-", false),
        ("04A1B2C3D4E5F6-1-1", false), ("04A1B2C3D4E5F6-1 ", false), ("04A1B2C3D4E5F6-4294967296", false),
        ("-1", false), ("04A1B2C3D4E5-1", false), ("04A1B2C3D4E5F6-１", false),
    ])
    func `A card has one name`(text: String, isCard: Bool) {
        let id = CardID(text)
        #expect((id != nil) == isCard)
        if let id { #expect(id.description == text.uppercased()) }
    }
}
