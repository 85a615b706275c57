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

    /// A folder, a file, or a type that stands in a file of the folder.
    private static func isThere(_ place: String, _ files: [SourceFile]) -> Bool {
        if files.contains(where: { $0.path == "Sources/\(place).swift" || $0.path.hasPrefix("Sources/\(place)/") }) {
            return true
        }
        let parts = place.split(separator: "/")
        let folder = "Sources/" + parts.dropLast().joined(separator: "/") + "/"
        let type = parts.last.map(String.init) ?? ""
        return files.contains { file in
            file.path.hasPrefix(folder)
                && file.lines.contains { line in
                    line.prefixMatch(of: /(?:package |indirect |final )*(?:struct|enum|class|actor) (\w+)/).map {
                        $0.1 == type
                    } ?? false
                }
        }
    }

    @Test func `Every place of the table is there`() throws {
        let places = try Self.places()
        let files = try SourceFile.all()
        #expect(places.count >= 20)
        for (question, place) in places { #expect(Self.isThere(place, files), "\(question): \(place)") }
        #expect(!Self.isThere("HubStore/Cards/LedgerPass", files) && !Self.isThere("HubStore/Halls", files))
    }
}
