import Foundation
import Testing

/// WORDS.md: one word, one meaning, one type.
@Suite struct WordTests {
    private static func page() throws -> (types: [(word: String, type: String)], retired: [String]) {
        let text = try String(contentsOf: SourceFile.root.appending(path: "WORDS.md"), encoding: .utf8)
        let parts = text.components(separatedBy: "\n## ")
        let things = try #require(parts.first { $0.hasPrefix("Things") })
        let retired = try #require(parts.first { $0.hasPrefix("Retired") })
        let rows = things.split(separator: "\n").compactMap { $0.firstMatch(of: /^\| ([^|]+) \| [^|]+ \| `(\w+)` \|/) }
        return (rows.map { (String($0.1), String($0.2)) }, retired.matches(of: /`(\w+)`/).map { String($0.1) })
    }

    /// Names of types that stand by themselves and are no file's own, each with the targets that declare it.
    private static func declared() throws -> [String: Set<String>] {
        var declared: [String: Set<String>] = [:]
        let declaration =
            /^(?:package |indirect |final )*(?:struct|enum|class|actor|protocol) (\w+)/
        for file in try SourceFile.all() where file.path.hasPrefix("Sources/") {
            for match in file.lines.compactMap({ $0.prefixMatch(of: declaration) }) {
                declared[String(match.1), default: []].insert(file.target)
            }
        }
        return declared
    }

    @Test func `Each word has a type, which is declared in one target`() throws {
        let (types, _) = try Self.page()
        let declared = try Self.declared()
        #expect(types.count >= 40 && Set(types.map(\.word)).count == types.count)
        #expect(Set(types.map(\.type)).count == types.count, "two words with one type")
        for (word, type) in types { #expect(declared[type]?.count == 1, "\(word): \(declared[type] ?? [])") }
    }

    @Test func `No type is called by a word that was retired`() throws {
        let (_, retired) = try Self.page()
        let declared = try Self.declared()
        #expect(retired.count >= 20)
        #expect(retired.filter { declared[$0] != nil } == [])
    }
}
