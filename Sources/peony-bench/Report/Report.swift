import Foundation

/// All figures of a run, as a table for people and as JSON for programs.
struct Report: Encodable {
    var quick: Bool
    /// The machine: figures of two machines are not to be compared.
    var machine = Machine.here
    var figures: [Figure] = []
    /// Sections that could not be measured here, and why.
    var problems: [String] = []

    /// One line.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    func table() -> String {
        let table = TextTable(
            head: ["", "what", "ours", "beside", "ratio", "aim", "met"], rows: figures.map(cells))
        var lines = [table.text]
        lines += figures.compactMap { figure in figure.note.map { "\(figure.section)  \(figure.what): \($0)" } }
        lines += problems.map { "NOT MEASURED  \($0)" }
        let aims = figures.compactMap(\.isMet)
        lines.append("\(aims.count { $0 }) of \(aims.count) aims met\(quick ? " (quick: believe nothing)" : "")")
        lines.append("\(machine.processor), \(machine.cores) cores, Linux \(machine.kernel)")
        return lines.joined(separator: "\n")
    }

    private func cells(_ figure: Figure) -> [String] {
        let ratio = figure.beside.map { beside in
            "\(text(beside.ratio))× (\(text(beside.range.lowerBound))–\(text(beside.range.upperBound)))"
        }
        return [
            figure.section, figure.what, text(figure.value) + " " + figure.unit,
            figure.beside.map { "\($0.name) \(text($0.value)) \(figure.unit)" } ?? "", ratio ?? "",
            aim(of: figure), figure.isMet.map { $0 ? "yes" : "NO" } ?? "",
        ]
    }

    private func aim(of figure: Figure) -> String {
        let unit = figure.beside == nil ? " " + figure.unit : "×"
        return switch figure.aim {
        case .atMost(let limit): "≤ " + text(limit) + unit
        case .atLeast(let limit): "≥ " + text(limit) + unit
        case nil: ""
        }
    }

    private func text(_ value: Double) -> String {
        value.magnitude >= 100
            ? String(Int(value.rounded()))
            : String(format: value.magnitude >= 10 ? "%.1f" : "%.2f", value).replacingOccurrences(of: ".00", with: "")
    }
}

/// Where a run took place.
struct Machine: Encodable {
    var processor: String
    var cores: Int
    var kernel: String

    static var here: Machine {
        func read(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
        let model = read("/proc/cpuinfo").split(separator: "\n").first { $0.hasPrefix("model name") }
        return Machine(
            processor: model?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces) ?? "unknown processor",
            cores: ProcessInfo.processInfo.activeProcessorCount,
            kernel: read("/proc/sys/kernel/osrelease").trimmingCharacters(in: .whitespacesAndNewlines))
    }
}
