import Foundation
import Loyalty
import Vocabulary

/// A history of a million entries evaluated again: once, and twice by the time machine, as it was and under a draft.
struct ReplayFigures {
    private let bench: Workbench
    private let policy: Policy
    private static let entriesEach = 50

    init(_ bench: Workbench, _ policy: Policy) {
        self.bench = bench
        self.policy = policy
    }

    func figures() throws -> [Figure] {
        let members = bench.count(20_000)
        let salon = SalonHistory(policy, gaps: 1...13)
        var draft = policy
        draft.version = "draft"
        let book = PolicyBook([policy])
        var machine = TimeMachine(
            draft: draft, book: book, fromMs: policy.effectiveFromMs,
            untilMs: policy.effectiveFromMs + 400 * StoreZone.dayMs)
        let before = Self.residentBytes()
        var once = RuleTimes()
        var twice = RuleTimes()
        for number in 0..<members {
            // One member at a time: that is how they come out of the hub's database.
            let entries = salon.entries(ofMember: number, count: Self.entriesEach)
            try once.measure { _ = try History.replayed(entries, under: book, keepsOutcomes: false) }
            twice.measure { machine.add(entries) }
        }
        let report = machine.report
        guard report.broken == 0, report.recorded == report.underDraft else {
            throw BaselineFailure(what: "a draft that changes nothing changed something", code: report.broken)
        }
        return [
            figure("replay of \(report.entries) entries, once", once, report.entries),
            figure("the same in the time machine, twice", twice, report.entries * 2),
            Figure(
                what: "memory that the replay added", value: Double(Self.residentBytes() - before) / 1e6, unit: "MB",
                note: "members come one by one; \(before / 1_000_000) MB were resident before; "
                    + "\(report.recorded.paid / 100) yuan paid, \(report.recorded.discounts / 100) of discounts"),
        ]
    }

    private func figure(_ what: String, _ times: RuleTimes, _ evaluations: Int) -> Figure {
        Figure(
            what: what, value: times.wallSeconds, unit: "s", aim: .atMost(60),
            note: RuleTimes.processorNote(times.processorSeconds, "s") + ", "
                + String(format: "%.1f µs", times.processorSeconds * 1e6 / Double(evaluations)) + " an entry")
    }

    private static func residentBytes() -> Int64 { ProcessMemory(of: getpid()).residentBytes }
}
