/// Holds what is measured against what was kept. Values in, values out.
struct RatioGuard {
    /// A tenth worse is lost.
    static let mayLose = 0.1

    enum Verdict: String {
        case holds = "yes"
        case lost = "LOST"
        case notMeasured = "NOT MEASURED"
        /// Not among those that were kept.
        case new
    }

    struct Line: Hashable {
        var section: String
        var what: String
        var kept: Double?
        var now: Double?
        var loss: Double?
        var verdict: Verdict
    }

    let kept: KeptRatios
    /// Of each figure, all times it was measured.
    private(set) var measured: [Name: [KeptRatios.Ratio]] = [:]

    struct Name: Hashable {
        var section: String
        var what: String
    }

    init(_ kept: KeptRatios) { self.kept = kept }

    mutating func take(_ figures: [Figure]) {
        for ratio in figures.compactMap(KeptRatios.Ratio.init) {
            measured[Name(section: ratio.section, what: ratio.what), default: []].append(ratio)
        }
    }

    /// In the order in which they were kept, the new ones behind.
    var lines: [Line] {
        let known = Set(kept.ratios.map { Name(section: $0.section, what: $0.what) })
        let new = measured.keys.filter { !known.contains($0) }
            .sorted { ($0.section, $0.what) < ($1.section, $1.what) }
        return kept.ratios.map(line)
            + new.map { name in
                Line(section: name.section, what: name.what, now: Self.median(measured[name] ?? []), verdict: .new)
            }
    }

    private func line(_ kept: KeptRatios.Ratio) -> Line {
        let name = Name(section: kept.section, what: kept.what)
        var line = Line(section: kept.section, what: kept.what, kept: kept.ratio, verdict: .notMeasured)
        guard let now = Self.median(measured[name] ?? []) else { return line }
        line.now = now
        let loss = kept.loss(to: now)
        line.loss = loss
        line.verdict = loss > Self.mayLose ? .lost : .holds
        return line
    }

    /// Sections with a figure that is worse than it may be, so that they are measured again.
    var sectionsLost: [String] { Array(Set(lines.filter { $0.verdict == .lost }.map(\.section))).sorted() }

    private static func median(_ ratios: [KeptRatios.Ratio]) -> Double? {
        guard !ratios.isEmpty else { return nil }
        return Blocks.median(ratios.map(\.ratio))
    }

    /// What was measured, to be kept.
    var ratios: [KeptRatios.Ratio] {
        measured.values.compactMap { ratios in
            guard var ratio = ratios.first, let median = Self.median(ratios) else { return nil }
            ratio.ratio = median
            return ratio
        }.sorted { ($0.section, $0.what) < ($1.section, $1.what) }
    }
}
