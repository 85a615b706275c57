import Foundation
import Loyalty
import PolicyFile
import Settings
import Testing

/// Each setting of the document reaches the policy: another value makes another policy.
@Suite struct EverySettingTests {
    /// A line of the sample as JSON that ends in a single value.
    private struct Leaf {
        var line: Int
        var path: [String]
        var head: String
        var value: String
        var tail: String
    }

    @Test func `Whatever is changed in the document changes the policy`() throws {
        let file = DocumentCorpusTests.folder("Sound").appending(path: "yuerong.json")
        let lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
        let base = try #require(policy(lines))
        var untried: [String] = []
        var unheard: [String] = []
        for leaf in Self.leaves(of: lines) {
            let others = Self.others(than: leaf.value).lazy.compactMap { other -> Policy? in
                var changed = lines
                changed[leaf.line] = leaf.head + other + leaf.tail
                return policy(changed)
            }
            let path = leaf.path.joined(separator: ".")
            guard let other = others.first else {
                untried.append(path)
                continue
            }
            if other == base { unheard.append(path) }
        }
        #expect(unheard == [])
        // The one currency, and what cannot change alone: kinds, the coupon of a bonus without points.
        #expect(untried.count < 16, "\(untried)")
    }

    private func policy(_ lines: [String]) -> Policy? {
        let outcome = PolicyBreaks.outcome(lines.joined(separator: "\n"), format: .json)
        return outcome.problems.isEmpty ? outcome.value : nil
    }

    /// Each setting once, whatever id it stands under.
    private static func leaves(of lines: [String]) -> [Leaf] {
        var seen: Set<String> = []
        var path: [String] = []
        var found: [Leaf] = []
        for (number, line) in lines.enumerated() {
            let depth = line.prefix { $0 == " " }.count
            guard let colon = line.firstRange(of: "\": ") else { continue }
            let key = line[..<colon.lowerBound].drop { $0 == " " || $0 == "\"" }
            path = path.prefix(depth - 1) + [String(key)]
            var value = line[colon.upperBound...]
            let tail = value.hasSuffix(",") ? "," : ""
            if !tail.isEmpty { value = value.dropLast() }
            guard !["{", "[", "{}", "[]"].contains(value), seen.insert(kind(of: path)).inserted else { continue }
            let head = String(line[..<colon.upperBound])
            found.append(Leaf(line: number, path: path, head: head, value: String(value), tail: tail))
        }
        return found
    }

    private static let byID: Set<String> = [
        "items", "amounts", "campaigns", "visits", "services", "actions", "bonuses", "caps", "levels", "offers",
        "rewards", "tierPrices", "topUps", "packages",
    ]

    /// The path without ids of things.
    private static func kind(of path: [String]) -> String {
        let named = path.indices.filter { $0 == 0 || !byID.contains(path[$0 - 1]) }
        return named.map { path[$0] }.joined(separator: ".")
    }

    /// Values of which at least one can stand in the place of this one, as a rule.
    private static func others(than value: String) -> [String] {
        let words = [
            "¥7", "7%", "2027-01-01", "7 days", "7 per day", "18-25", "block", "up", "list", "after", "nextPeriod",
            "reassess", "monthEnd", "rolling 7 days", "running", "reevaluate", "onlyPending", "reissue", "forfeit",
            "giftFirst", "principalFirst", "none", "points", "product", "service", "other", "clip", "reject", "UTC",
            "item", "bill", "deep-clean", "thank-you", "mask", "essence", "invitation", "priorityBooking", "words",
        ]
        let texts = words.map { "\"\($0)\"" }
        let groups = [
            "7", "true", "{\"zh\": \"一\", \"en\": \"One\"}", "{\"daysBefore\": 1, \"daysAfter\": 2}",
            "{\"kinds\": [\"product\"]}", "{\"uses\": 3}",
        ]
        return (closer(to: value) + texts + groups).filter { $0 != value }
    }

    private static func closer(to value: String) -> [String] {
        if let number = Int(value) { return ["\(number + 1)", "\(number - 1)"] }
        if value == "true" || value == "false" { return [value == "true" ? "false" : "true"] }
        guard value.hasPrefix("\"") else { return [] }
        let digits = Int(value.filter { $0.isASCII && $0.isNumber }) ?? 0
        if value.hasPrefix("\"¥") { return ["\"¥\(digits + 1)\"", "\"¥\(max(0, digits - 1))\""] }
        if value.hasSuffix("%\"") { return ["\"\(digits + 1)%\"", "\"\(max(0, digits - 1))%\""] }
        return [String(value.dropLast()) + "x\""]
    }
}
