import Foundation
import Testing

/// ARCHITECTURE.md says where what is decided: each place that it names is there and holds what it names.
@Suite struct MapTests {
    /// Each `Target/Folder/Name` of the table, with the row's question.
    private static func places() throws -> [(question: String, place: String)] {
        let text = try String(contentsOf: SourceFile.root.appending(path: "ARCHITECTURE.md"), encoding: .utf8)
        let table = try #require(text.components(separatedBy: "## Where a rule is decided").last)
        let rows = try #require(table.components(separatedBy: "\n## ").first).split(separator: "\n").filter {
            $0.hasPrefix("| ")
        }
        return rows.dropFirst().flatMap { row -> [(question: String, place: String)] in
            let cells = row.split(separator: "|")
            guard cells.count == 3 else { return [] }
            return cells[1].matches(of: /`([A-Za-z-]+\/[A-Za-z\/]+)`/).map {
                (cells[0].trimmingCharacters(in: .whitespaces), String($0.1))
            }
        }
    }

    @Test func `Every place of the table is there and declares what it is named after`() throws {
        let places = try Self.places()
        #expect(places.count >= 20)
        for (question, place) in places {
            let path = SourceFile.root.appending(path: "Sources/\(place)")
            if (try? path.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true { continue }
            let source = try? String(contentsOf: path.appendingPathExtension("swift"), encoding: .utf8)
            let name = try #require(place.split(separator: "/").last)
            let declaration = try Regex(
                "(struct|enum|class|actor|extension|func) [A-Za-z.]*\(name)|func \(name.prefix(1).lowercased() + name.dropFirst())"
            )
            let isThere = try source.map { try declaration.firstMatch(in: $0) != nil } ?? false
            #expect(isThere, "\(question): \(place)")
        }
    }
}
