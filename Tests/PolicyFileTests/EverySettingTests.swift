import Documents
import Foundation
import Loyalty
import PolicyFile
import Testing
import Vocabulary

/// Each setting of the document reaches the policy: another value makes another policy.
///
/// `Sound/every-setting.json` holds every key that the schema has: those that only one kind of offer, gift or reward
/// knows, lists, and sections. Keys are written in alphabetical order, so its tiers have ids in the order in which they
/// are reached.
@Suite struct EverySettingTests {
    private static func fixture() throws -> JSONPart {
        let file = DocumentCorpusTests.folder("Sound").appending(path: "every-setting.json")
        return try JSONPart.read(try String(contentsOf: file, encoding: .utf8))
    }

    private static func schema() throws -> SchemaNode { SchemaNode(try JSONPart.read(PolicyFile.schema())) }

    @Test func `The document of every setting has every key of the schema, and no other`() throws {
        let schema = try Self.schema()
        let held = Set(schema.settings(of: try Self.fixture()).map(\.kind))
        let all = schema.kinds()
        #expect(all.subtracting(held).sorted() == [], "they are not in every-setting.json, and so not tried")
        #expect(held.subtracting(all).sorted() == [])
        #expect(all.count > 340)
    }

    /// Values, lists, what stands under an id, and sections that may be none; of other sections each key is tried.
    /// A setting counts as heard where some other value of it is sound too and makes another policy.
    @Test func `Whatever is changed in the document changes the policy`() throws {
        let fixture = try Self.fixture()
        #expect(try Self.examined(fixture).problems == [])
        let base = try #require(try Self.policy(fixture))
        let settings = Dictionary(grouping: try Self.schema().settings(of: fixture), by: \.kind)
        var untried: Set<String> = []
        var unheard: [String] = []
        for (kind, places) in settings.sorted(by: { $0.key < $1.key })
        where places.contains(where: { !Self.others(than: $0).isEmpty }) {
            var isTried = false
            let isHeard = try places.contains { setting in
                try Self.others(than: setting).contains { other in
                    guard let policy = try Self.policy(fixture.replacing(setting.path[...], by: other)) else {
                        return false
                    }
                    isTried = true
                    return policy != base
                }
            }
            if !isTried { untried.insert(kind) } else if !isHeard { unheard.append(kind) }
        }
        #expect(unheard == Self.restated)
        #expect(untried.symmetricDifference(Self.fixed).sorted() == [])
    }

    /// The one currency, and what cannot change alone: kinds with their keys, and a package with its item.
    private static let fixed: Set<String> = [
        "currency", "offers.*.effect.gift of gift.kind", "rewards.*.kind", "packages.*",
    ]

    /// What the item of a package says too: another price is a problem, and none is the item's.
    private static let restated = ["packages.*.price"]

    /// A calendar for each name, so that another name is another policy.
    private static func examined(_ document: JSONPart) throws -> DocumentFile.Outcome<Policy> {
        PolicyFile.examine(try document.written(), file: "p", format: .json) { name in
            var calendar = HolidayCalendar()
            calendar.arrange(Day(20_000 + name.count), as: .dayOff)
            return calendar
        }
    }

    private static func policy(_ document: JSONPart) throws -> Policy? {
        let outcome = try examined(document)
        return outcome.problems.isEmpty ? outcome.value : nil
    }

    /// Other values, of which one at least can stand there, as a rule; `nil` for none.
    private static func others(than setting: Setting) -> [JSONPart?] {
        let schema = setting.schema.some
        var others: [JSONPart?] = []
        switch setting.value {
        case .object: others = setting.kind.hasSuffix("*") ? [nil] : []
        case .list(let list): others = lists(than: list, schema)
        case .null: others = examples(schema)
        case .flag(let flag): others = [.flag(!flag)]
        case .number(let number): others = [.number(number + 1), .number(number - 1)]
        case .text(let text): others = closer(to: text) + examples(schema)
        }
        if setting.schema.mayBeNull { others.append(.null) }
        return others.filter { $0 != setting.value }
    }

    private static func lists(than list: [JSONPart], _ schema: SchemaNode) -> [JSONPart?] {
        let element = schema.element.map { examples($0.some) } ?? []
        return [.list(list.reversed()), .list([]), .list(Array(list.dropLast()))]
            + element.compactMap { $0 }.flatMap { [.list([$0]), .list(list + [$0])] }
    }

    /// Values as the schema names them; else words of which some rule knows one.
    private static func examples(_ schema: SchemaNode) -> [JSONPart?] {
        if let choices = schema.node["enum"]?.elements { return choices }
        if schema.node["type"] == .text("integer") { return [.number(7), .number(100)] }
        if schema.node["type"] == .text("object") { return [.object([:]), .object(["spend": .text("¥7")])] }
        return [
            "¥7", "7%", "2027-01-01", "7 days", "7 per day", "1 per birthday", "18-25", "rolling 7 days", "UTC",
            "10:00-12:00", "mask", "facial", "deep-clean", "come-back", "t3-gold", "thank-you", "bill-offer",
            "spring-festival", "essence", "vip",
            "another words",
        ].map { .text($0) }
    }

    private static func closer(to text: String) -> [JSONPart?] {
        let digits = Int(text.filter { $0.isASCII && $0.isNumber }) ?? 0
        if text.hasPrefix("¥") { return [.text("¥\(digits + 1)"), .text("¥\(max(0, digits - 1))")] }
        if text.hasSuffix("%") { return [.text("\(digits + 1)%"), .text("\(max(0, digits - 1))%")] }
        return [.text(text + "x")]
    }
}
