import Testing

@testable import peony_bench

/// What is measured, held against what was kept.
@Suite struct RatioGuardTests {
    private static let kept = KeptRatios(
        date: "2026-11-29", commit: "abc", processor: "one",
        ratios: [
            .init(section: "d", what: "upload", ratio: 0.04, moreIsBetter: true),
            .init(section: "j", what: "bill", ratio: 2, moreIsBetter: false),
        ])

    private static func figure(_ section: Section, _ what: String, _ ratio: Double, unit: String = "ms") -> Figure {
        let beside = Figure.Beside(name: "bare", value: 1, ratio: ratio, range: ratio...ratio)
        return Figure(what: what, value: ratio, unit: unit, beside: beside).filed(under: section)
    }

    private func verdict(upload: [Double], bill: [Double]) -> [RatioGuard.Verdict] {
        var guardian = RatioGuard(Self.kept)
        for ratio in upload { guardian.take([Self.figure(.d, "upload", ratio, unit: "/s")]) }
        for ratio in bill { guardian.take([Self.figure(.j, "bill", ratio)]) }
        return guardian.lines.map(\.verdict)
    }

    @Test func `A tenth worse still holds, and more is lost, whichever way is the better one`() {
        #expect(verdict(upload: [0.04], bill: [2]) == [.holds, .holds])
        #expect(verdict(upload: [0.0365], bill: [2.19]) == [.holds, .holds])
        #expect(verdict(upload: [0.036], bill: [2.21]) == [.lost, .lost])
        #expect(verdict(upload: [0.4], bill: [0.2]) == [.holds, .holds])
        #expect(verdict(upload: [0], bill: [2]) == [.lost, .holds])
    }

    @Test func `The median of several rounds counts, so that one disturbed round does no harm`() {
        #expect(verdict(upload: [0.01, 0.04, 0.041], bill: [9, 2, 2.1]) == [.holds, .holds])
        #expect(verdict(upload: [0.04, 0.02, 0.021], bill: [2, 3, 3]) == [.lost, .lost])
    }

    @Test func `Only sections in which something was lost are measured again`() {
        var guardian = RatioGuard(Self.kept)
        guardian.take([Self.figure(.d, "upload", 0.04, unit: "/s"), Self.figure(.j, "bill", 3)])
        #expect(guardian.sectionsLost == ["j"])
    }

    @Test func `A figure that is not measured any more is told of, and one that was never kept is new`() {
        var guardian = RatioGuard(Self.kept)
        guardian.take([
            Self.figure(.j, "bill", 2), Self.figure(.k, "page", 1.2),
            Figure(what: "nothing beside it", value: 1, unit: "ms").filed(under: .k),
        ])
        #expect(guardian.lines.map(\.verdict) == [.notMeasured, .holds, .new])
        #expect(guardian.lines.map(\.what) == ["upload", "bill", "page"])
    }

    @Test func `What is kept is the median of what was measured`() {
        var guardian = RatioGuard(KeptRatios(date: "", commit: "", processor: "", ratios: []))
        for ratio in [1.3, 1.1, 1.2] { guardian.take([Self.figure(.k, "page", ratio)]) }
        #expect(guardian.ratios == [.init(section: "k", what: "page", ratio: 1.2, moreIsBetter: false)])
    }

    @Test func `The table says what was lost`() {
        var guardian = RatioGuard(Self.kept)
        guardian.take([Self.figure(.j, "bill", 3)])
        let lines = RatioTable(lines: guardian.lines).text.split(separator: "\n")
        #expect(lines[2].contains("NOT MEASURED"))
        #expect(lines[3].contains("50 %") && lines[3].hasSuffix("LOST"))
    }
}
