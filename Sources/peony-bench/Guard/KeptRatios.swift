import Foundation

/// Ratios as they were when somebody last kept them: ours to what was measured beside it in the same run. Times of two
/// machines, or of two days, are not compared.
struct KeptRatios: Hashable, Codable {
    struct Ratio: Hashable, Codable {
        var section: String
        var what: String
        /// Ours ÷ theirs.
        var ratio: Double
        var moreIsBetter: Bool
    }

    /// Of the day they were kept, as 2026-11-29.
    var date: String
    var commit: String
    /// Of a machine with another one the ratios may be others.
    var processor: String
    var ratios: [Ratio]

    static let usualFile = "hardware/bench/ratios.json"

    static func read(_ path: String) throws -> KeptRatios {
        try JSONDecoder().decode(KeptRatios.self, from: Data(contentsOf: URL(filePath: path)))
    }

    func write(_ path: String) throws {
        let file = URL(filePath: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try (encoder.encode(self) + Data("\n".utf8)).write(to: file)
    }
}

extension KeptRatios.Ratio {
    /// - Returns: `nil` for a figure with nothing beside it.
    init?(_ figure: Figure) {
        guard let beside = figure.beside else { return nil }
        self.init(
            section: figure.section, what: figure.what, ratio: beside.ratio.rounded(toPlaces: 4),
            moreIsBetter: figure.unit == "/s")
    }

    /// How much worse another one of the same figure is: 0.1 for a tenth, below 0 for better.
    func loss(to now: Double) -> Double {
        guard ratio > 0, now > 0 else { return now > 0 ? 0 : 1 }
        return moreIsBetter ? ratio / now - 1 : now / ratio - 1
    }
}
