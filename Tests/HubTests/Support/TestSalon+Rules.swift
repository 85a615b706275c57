import Documents
import Foundation
import Database
import HubAPI
import Loyalty
import PolicyFile
import Testing
import Vocabulary
@testable import HubStore

/// Policies made from the sample salon's, and what a desk sends.
extension TestSalon {
    static let dayMs: Int64 = 86_400_000

    /// The sample policy as a later version, in force from the day of the test's clock on.
    static func policy(_ changes: [String: String], from day: String = "2026-03-02") throws -> PolicyDocument {
        let sample = try PolicyDocument.read(HubDatabase.samplePolicy)
        var text = sample.text
        let own = [
            "version: yuerong-2026-1\n": "version: yuerong-2026-2\n",
            "effectiveFrom: 2026-01-01\n": "effectiveFrom: \(day)\n",
        ]
        for (old, new) in own.merging(changes, uniquingKeysWith: { $1 }) {
            #expect(text.contains(old), "\(old)")
            text = text.replacingOccurrences(of: old, with: new)
        }
        return try PolicyDocument(text: text, calendars: sample.calendars)
    }

    func preview(_ ask: String, of member: MemberID? = nil) async throws -> Answered {
        Answered(try await database.preview("{\"ask\": \(ask)}", member: member ?? self.member))
    }

    /// A moment later than whatever came before.
    @discardableResult
    func order(_ order: String, for member: MemberID? = nil) async throws -> Answered {
        clock.advance(ms: 10)
        return Answered(try await database.enterAtDesk(order, member: member ?? self.member))
    }

    /// All that are due.
    func runNights() async throws {
        while true {
            let (members, failures) = try await database.runNights()
            #expect(failures.isEmpty, "\(failures)")
            if members == 0 { return }
        }
    }

    var members: [MemberID] {
        get async throws { try await database.members(number: nil, after: nil, limit: nil).members.map(\.id) }
    }
}

/// What a desk sends and gets, as text.
extension HubDatabase {
    func enterAtDesk(_ order: String, member: MemberID) async throws -> String {
        try await enter(DeskOrder.decode(order, file: "body"), for: member).json.compact + "\n"
    }

    func preview(_ question: String, member: MemberID) async throws -> String {
        try DeskQuestion.decode(question, file: "body").answer(from: await standing(of: member)).json.printed
    }

    func entryTexts(of member: MemberID, before: String? = nil) async throws -> String {
        let texts = try await entries(of: member, before: before).map {
            "{\"entry\":\($0.line),\"why\":\(KeptReasons.worded($0.reasons))}"
        }
        return "{\"entries\":[\(texts.joined(separator: ","))]}"
    }
}

/// A JSON answer of the rules, by path: `outcome.quote.payableFen`.
struct Answered {
    let text: String
    private let root: Any?

    init(_ text: String) {
        self.text = text
        root = try? JSONSerialization.jsonObject(with: Data(text.utf8))
    }

    private func find(_ path: String) -> Any? {
        path.split(separator: ".").reduce(root) { value, key in
            if let index = Int(key) {
                guard let list = value as? [Any], list.indices.contains(index) else { return nil }
                return list[index]
            }
            return (value as? [String: Any])?[String(key)]
        }
    }

    subscript(number path: String) -> Int64? { (find(path) as? NSNumber)?.int64Value }
    subscript(text path: String) -> String? { find(path) as? String }
    func count(_ path: String) -> Int? { (find(path) as? [Any])?.count }
    var isAccepted: Bool { (find("accepted") as? Bool) ?? false }
}

extension TestSalon {
    /// Makes a table refuse every row about this card, as a rule of its own would.
    func refuse(card: CardID, in table: String) async throws {
        try await database.write { [place] tx in
            let isConcerned = "NEW.\(table == "card" ? "id" : "card") = '\(card)'"
            let trigger = "CREATE TRIGGER refuse_a_card BEFORE INSERT ON \(table)"
            let script =
                switch place {
                case .file: "\(trigger) WHEN \(isConcerned) BEGIN SELECT RAISE(ABORT, 'no such card'); END"
                case .server:
                    """
                    CREATE FUNCTION refuse_a_card() RETURNS trigger LANGUAGE plpgsql
                        AS $$ BEGIN RAISE EXCEPTION 'no such card'; END $$;
                    \(trigger) FOR EACH ROW WHEN (\(isConcerned)) EXECUTE FUNCTION refuse_a_card()
                    """
                }
            try tx.execute(Script(script))
        }
    }
}
