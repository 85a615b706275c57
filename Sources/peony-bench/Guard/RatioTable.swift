/// What the guard found, for people.
struct RatioTable {
    let lines: [RatioGuard.Line]

    var text: String {
        TextTable(
            head: ["", "what", "kept", "now", "worse by", "holds"],
            rows: lines.map { line in
                [
                    line.section, line.what, line.kept.map(ratio) ?? "", line.now.map(ratio) ?? "",
                    line.loss.map { "\(Int(($0 * 100).rounded())) %" } ?? "", line.verdict.rawValue,
                ]
            }
        ).text
    }

    private func ratio(_ value: Double) -> String { "\(value.rounded(toPlaces: value < 0.1 ? 4 : 2))×" }
}
