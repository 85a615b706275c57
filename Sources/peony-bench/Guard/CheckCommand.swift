import ArgumentParser
import Foundation
import StandardStreams

/// `make bench-check`, and `make bench-keep`.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Measures, and compares ratios with the last ones that were kept.",
        discussion: """
            A section in which a ratio is more than a tenth worse is measured again, twice, and the median counts. \
            Exits with 1 when one stays worse, or is not measured any more.
            """)

    /// Sections whose ratios follow from the program more than from the machine.
    private static let usual: [Section] = [.c, .d, .g, .i, .j, .k]
    private static let repeats = 2

    @Argument(help: "The sections. Default: those that were kept; with --keep c, d, g, i, j and k.")
    var sections: [Section] = []

    @OptionGroup var place: BenchPlace

    @Option(help: "The file of kept ratios.")
    var file = KeptRatios.usualFile

    @Flag(help: "Keeps what is measured now instead: the median of three.")
    var keep = false

    @Option(help: "What is measured, as the kept file is to name it.")
    var commit = "unknown"

    @Flag(help: "A tenth of the work: to see that it runs.")
    var quick = false

    func run() async throws {
        let kept = keep ? KeptRatios(date: "", commit: "", processor: "", ratios: []) : try read()
        var guardian = RatioGuard(kept)
        let names = sections.map(\.rawValue) + (sections.isEmpty ? Array(Set(kept.ratios.map(\.section))) : [])
        let chosen = names.isEmpty ? Self.usual : Set(names).sorted().compactMap(Section.init)
        for _ in 0...(keep ? Self.repeats : 0) { try await measure(chosen, &guardian) }
        for _ in 0..<Self.repeats {
            let lost = guardian.sectionsLost.compactMap(Section.init)
            if lost.isEmpty { break }
            Progress.say("worse than it was: measuring again")
            try await measure(lost, &guardian)
        }
        if keep { return try write(guardian.ratios) }
        try report(guardian, chosen)
    }

    private func measure(_ sections: [Section], _ guardian: inout RatioGuard) async throws {
        let bench = try Workbench(place, quick: quick)
        defer { bench.remove() }
        for section in sections {
            Progress.say("\(section.rawValue)  \(section.title)")
            guardian.take(try await section.figures(bench).map { $0.filed(under: section) })
        }
    }

    private func read() throws -> KeptRatios {
        do { return try KeptRatios.read(file) } catch {
            throw ValidationError("no ratios were kept in \(file): run peony-bench check --keep first (\(error))")
        }
    }

    private func write(_ ratios: [KeptRatios.Ratio]) throws {
        let date = Date().formatted(.iso8601.year().month().day())
        try KeptRatios(date: date, commit: commit, processor: Machine.here.processor, ratios: ratios).write(file)
        try StandardStream.output.line("\(ratios.count) ratios kept in \(file)")
    }

    private func report(_ guardian: RatioGuard, _ sections: [Section]) throws {
        let measured = Set(sections.map(\.rawValue))
        let lines = guardian.lines.filter { measured.contains($0.section) }
        try StandardStream.output.line(RatioTable(lines: lines).text)
        let kept = guardian.kept
        try StandardStream.output.line("kept on \(kept.date) of \(kept.commit), \(kept.processor)")
        if kept.processor != Machine.here.processor {
            Progress.say("This is another processor: a ratio may differ for that alone.")
        }
        let isLost = lines.contains { $0.verdict == .lost || $0.verdict == .notMeasured }
        if isLost {
            Progress.say("A ratio is lost. Mend it, or keep the new ones with make bench-keep and say why.")
            throw ExitCode.failure
        }
    }
}
