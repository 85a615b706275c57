import Loyalty
import Settings

/// The report of a replay, as a table and as JSON.
struct ReplayText {
    private let report: TimeMachine.Report
    private let draft: Policy

    init(_ report: TimeMachine.Report, draft: Policy) {
        self.report = report
        self.draft = draft
    }

    private var sums: [(name: String, before: Int64, after: Int64)] {
        let (before, after) = (report.recorded, report.underDraft)
        return [
            ("paid, fen", before.paid, after.paid), ("discounts, fen", before.discounts, after.discounts),
            ("points earned", before.pointsEarned, after.pointsEarned),
            ("points liability", before.pointsLiability, after.pointsLiability),
            ("stored value, fen", before.valueLiability, after.valueLiability),
        ]
    }

    private var moves: [(move: TimeMachine.Move, members: Int)] {
        report.moves.map { ($0.key, $0.value) }.sorted { ($0.0.from, $0.0.to) < ($1.0.from, $1.0.to) }
    }

    private var segments: [(name: String, segment: TimeMachine.Segment)] {
        report.segments.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }
    }

    var lines: [String] {
        var lines = ["\(report.members) members, \(report.entries) entries under \(draft.version)"]
        if report.broken > 0 { lines.append("\(report.broken) entries fail under the policy they were made under") }
        if report.impossible + report.refused > 0 {
            lines.append("\(report.impossible) entries make no sense under the draft, \(report.refused) are refused")
        }
        lines += ["", Self.row("", "as it was", "draft", "change")]
        lines += sums.map { Self.row($0.name, "\($0.before)", "\($0.after)", Self.signed($0.after - $0.before)) }
        lines += ["", moves.isEmpty ? "nobody moves tier" : "members who move tier:"]
        lines += moves.map { "  \($0.move.from) -> \($0.move.to): \($0.members)" }
        lines += ["", Self.row("segment", "members", "winners", "losers") + "  gain, fen"]
        lines += segments.map { name, segment in
            Self.row(name, "\(segment.members)", "\(segment.winners)", "\(segment.losers)")
                + "  \(Self.signed(segment.gain))"
        }
        return lines
    }

    private static func row(_ name: String, _ columns: String...) -> String {
        columns.reduce(name + String(repeating: " ", count: max(0, 24 - name.count))) { line, column in
            line + String(repeating: " ", count: max(1, 14 - column.count)) + column
        }
    }

    private static func signed(_ number: Int64) -> String { number > 0 ? "+\(number)" : "\(number)" }

    var json: JSONText {
        func sums(_ sums: TimeMachine.Sums) -> JSONText {
            .object([
                .init("paidFen", .number(sums.paid)), .init("discountsFen", .number(sums.discounts)),
                .init("pointsEarned", .number(sums.pointsEarned)),
                .init("pointsLiability", .number(sums.pointsLiability)),
                .init("valueLiabilityFen", .number(sums.valueLiability)),
            ])
        }
        func count(_ name: String, _ count: Int) -> JSONText.Member { .init(name, .number(Int64(count))) }
        return .object([
            .init("draft", .text(draft.version)), count("members", report.members), count("entries", report.entries),
            count("broken", report.broken), count("impossible", report.impossible), count("refused", report.refused),
            .init("recorded", sums(report.recorded)), .init("underDraft", sums(report.underDraft)),
            .init(
                "moves",
                .list(
                    moves.map {
                        .object([
                            .init("from", .text($0.move.from)), .init("to", .text($0.move.to)),
                            count("members", $0.members),
                        ])
                    })),
            .init(
                "segments",
                .list(
                    segments.map { name, segment in
                        .object([
                            .init("name", .text(name)), count("members", segment.members),
                            count("winners", segment.winners), count("losers", segment.losers),
                            .init("gainFen", .number(segment.gain)),
                        ])
                    })),
        ])
    }
}
