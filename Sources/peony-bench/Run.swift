import ArgumentParser
import Foundation
import StandardStreams

/// What is measured, by the letters of the table.
enum Section: String, CaseIterable, ExpressibleByArgument {
    case a, b, c, d, e, f, g, h, i, j, k

    var title: String {
        switch self {
        case .a: "the card"
        case .b: "the screen"
        case .c: "the journal"
        case .d: "the upload"
        case .e: "the start"
        case .f: "the rules"
        case .g: "the feed"
        case .h: "the hub over everybody"
        case .i: "the database"
        case .j: "the desk"
        case .k: "growth of ledger work"
        }
    }

    func figures(_ bench: Workbench) async throws -> [Figure] {
        switch self {
        case .a: try await CardSection(bench).figures()
        case .b: try await VisitSection(bench).figures()
        case .c: try JournalSection(bench).figures()
        case .d: try await UploadSection(bench).figures()
        case .e: try StartSection(bench).figures()
        case .f: try RuleSection(bench).figures()
        case .g: try await FeedSection(bench).figures()
        case .h: try await RoundSection(bench).figures()
        case .i: try await DatabaseSection(bench).figures()
        case .j: try await DeskSection(bench).figures()
        case .k: try await GrowthSection(bench).figures()
        }
    }
}

struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Measures and prints; the last line is JSON.")

    @Argument(
        help: """
            a the card, b the screen, c the journal, d the upload, e the start, f the rules, g the feed, \
            h the hub over everybody, i the database, j the desk, k growth of ledger work. Default: all.
            """)
    var sections: [Section] = []

    @Flag(help: "A tenth of the work: to see that it runs, not to believe the figures.")
    var quick = false

    @Option(help: "Also write the JSON to this file.")
    var json: String?

    @OptionGroup var place: BenchPlace

    func run() async throws {
        let bench = try Workbench(place, quick: quick)
        defer { bench.remove() }
        var report = Report(quick: quick)
        for section in sections.isEmpty ? Section.allCases : sections {
            Progress.say("\(section.rawValue)  \(section.title)")
            do {
                report.figures += try await section.figures(bench).map { $0.filed(under: section) }
            } catch {
                // One section that cannot run here (no pcscd, no fonts) must not hide the others.
                report.problems.append("\(section.rawValue): \(error)")
            }
        }
        let text = try report.json()
        try StandardStream.output.line(report.table())
        try StandardStream.output.line(text)
        if let json { try (text + "\n").write(toFile: json, atomically: true, encoding: .utf8) }
    }
}

/// What happens at the moment, for people; the report itself goes to standard output.
enum Progress {
    static func say(_ text: String) { StandardStream.errors.say(text) }
}
