import Documents
import Loyalty
import Vocabulary

/// The report of a replay, as a table and as JSON.
struct ReplayText {
    private let report: TimeMachine.Report
    private let draft: Policy

    init(_ report: TimeMachine.Report, draft: Policy) {
        self.report = report
        self.draft = draft
    }

    /// Before and after, in fen or in points.
    private typealias Sum = (name: Bilingual, before: Int64, after: Int64, value: (Int64) -> Value)

    private var sums: [Sum] {
        let (before, after) = (report.recorded, report.underDraft)
        return [
            (Bilingual(zh: "付款", en: "paid"), before.paid, after.paid, Value.fen),
            (Bilingual(zh: "优惠", en: "discounts"), before.discounts, after.discounts, Value.fen),
            (Bilingual(zh: "所得积分", en: "points earned"), before.pointsEarned, after.pointsEarned, Value.count),
            (Bilingual(zh: "未用积分", en: "points liability"), before.pointsLiability, after.pointsLiability, Value.count),
            (Bilingual(zh: "储值余额", en: "stored value"), before.valueLiability, after.valueLiability, Value.fen),
        ]
    }

    private var moves: [(move: TimeMachine.Move, members: Int)] {
        report.moves.map { ($0.key, $0.value) }.sorted { ($0.0.from, $0.0.to) < ($1.0.from, $1.0.to) }
    }

    private var segments: [(name: String, segment: TimeMachine.Segment)] {
        report.segments.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }
    }

    func lines(_ language: Language) -> [String] {
        let blank = Bilingual(both: "")
        return (head + [blank]).map { $0[language] } + table(language) + [""] + tierLines.map { $0[language] } + [""]
            + segmentTable(language)
    }

    private var head: [Bilingual] {
        var lines = [
            Bilingual(
                zh: "\(report.members) 位会员，\(report.entries) 条记录，按 \(draft.version) 计算",
                en: "\(report.members) members, \(report.entries) entries under \(draft.version)")
        ]
        if report.broken > 0 {
            lines.append(
                Bilingual(
                    zh: "有 \(report.broken) 条记录在当时的规则下无法计算",
                    en: "\(report.broken) entries fail under the policy they were made under"))
        }
        if report.impossible + report.refused > 0 {
            lines.append(
                Bilingual(
                    zh: "按草案有 \(report.impossible) 条记录不成立，\(report.refused) 条被拒绝",
                    en: "\(report.impossible) entries make no sense under the draft, \(report.refused) are refused"))
        }
        return lines
    }

    private func table(_ language: Language) -> [String] {
        let heads = [
            Bilingual(zh: "原来", en: "as it was"), Bilingual(zh: "草案", en: "draft"), Bilingual(zh: "变化", en: "change"),
        ]
        return [Self.row([""] + heads.map { $0[language] })]
            + sums.map { sum in
                Self.row([
                    sum.name[language], sum.value(sum.before).words.en, sum.value(sum.after).words.en,
                    Self.signed(sum.after - sum.before, sum.value),
                ])
            }
    }

    private var tierLines: [Bilingual] {
        guard !moves.isEmpty else { return [Bilingual(zh: "没有人的等级改变", en: "nobody moves tier")] }
        return [Bilingual(zh: "等级改变的会员：", en: "members who move tier:")]
            + moves.map { Bilingual(both: "  \($0.move.from) -> \($0.move.to): \($0.members)") }
    }

    private func segmentTable(_ language: Language) -> [String] {
        let heads = [
            Bilingual(zh: "客群", en: "segment"), Bilingual(zh: "会员", en: "members"),
            Bilingual(zh: "得利", en: "winners"), Bilingual(zh: "吃亏", en: "losers"), Bilingual(zh: "少付", en: "gain"),
        ]
        return [Self.row(heads.map { $0[language] })]
            + segments.map { name, segment in
                Self.row([
                    name, "\(segment.members)", "\(segment.winners)", "\(segment.losers)",
                    Self.signed(segment.gain, Value.fen),
                ])
            }
    }

    private static func row(_ cells: [String]) -> String { Columns.row(cells, first: 24, others: 14) }

    private static func signed(_ number: Int64, _ value: (Int64) -> Value) -> String {
        (number > 0 ? "+" : "") + value(number).words.en
    }

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
