/// What a draft policy would have meant: real history as it was, beside the same history under the draft.
///
/// Members come one by one and only sums stay, so memory does not grow with the history. Nothing is written
/// anywhere.
package struct TimeMachine: Sendable {
    /// Entries before this moment stay under the policy they were made under.
    package let fromMs: Int64
    /// Balances and tiers are compared at this moment.
    package let untilMs: Int64
    package private(set) var report = Report()
    private let recorded: PolicyBook
    private let withDraft: PolicyBook
    private let draft: String

    package init(draft: Policy, book: PolicyBook, fromMs: Int64, untilMs: Int64) {
        recorded = book
        withDraft = PolicyBook(book.policies.filter { $0.version != draft.version } + [draft])
        self.draft = draft.version
        self.fromMs = fromMs
        self.untilMs = untilMs
    }

    package struct Report: Hashable, Sendable {
        package var members = 0
        package var entries = 0
        /// Entries that make no sense under the draft, such as a reward it does not have, and those it refuses.
        package var impossible = 0
        package var refused = 0
        /// Entries whose recorded evaluation failed: something to look into before the draft.
        package var broken = 0
        /// From tier to tier, with how many members; those who stay are left out.
        package var moves: [Move: Int] = [:]
        package var recorded = Sums()
        package var underDraft = Sums()
        package var segments: [String: Segment] = [:]
    }

    package struct Move: Hashable, Sendable {
        package var from: String
        package var to: String
    }

    /// What all members together paid, got and hold.
    package struct Sums: Hashable, Sendable {
        /// Fen for bills, from the chosen day on, less refunds.
        package var paid: Int64 = 0
        /// Fen of discounts from that day on.
        package var discounts: Int64 = 0
        package var pointsEarned: Int64 = 0
        /// Points that could be spent or are pending at the end.
        package var pointsLiability: Int64 = 0
        /// Fen of stored value, principal and gift.
        package var valueLiability: Int64 = 0

        static func + (left: Sums, right: Sums) -> Sums {
            var sum = left
            sum.paid += right.paid
            sum.discounts += right.discounts
            sum.pointsEarned += right.pointsEarned
            sum.pointsLiability += right.pointsLiability
            sum.valueLiability += right.valueLiability
            return sum
        }
    }

    package struct Segment: Hashable, Sendable {
        package var members = 0
        package var winners = 0
        package var losers = 0
        /// Fen by which the members are better off together, points at what they are worth on a bill.
        package var gain: Int64 = 0
    }

    /// Evaluates one member both ways.
    package mutating func add(_ entries: [MemberEntry]) {
        let entries = entries.sorted(by: MemberEntry.precedes)
        let before = run(entries, under: recorded, isDraft: false)
        let after = run(entries, under: withDraft, isDraft: true)
        report.members += 1
        report.entries += entries.count
        report.recorded = report.recorded + before.sums
        report.underDraft = report.underDraft + after.sums
        if before.tier != after.tier { report.moves[Move(from: before.tier, to: after.tier), default: 0] += 1 }
        let gain = value(after.sums) - value(before.sums)
        for name in segments(before) { count(gain, in: name) }
    }

    private struct Run {
        var sums = Sums()
        var tier = ""
        var person: Person?
    }

    private mutating func run(_ entries: [MemberEntry], under book: PolicyBook, isDraft: Bool) -> Run {
        var history = History(under: book, keepsOutcomes: false, detail: .figures)
        var run = Run()
        var last: String?
        for var entry in entries where entry.id != last {
            last = entry.id
            let isLater = entry.atMs >= fromMs
            if isDraft, isLater { entry = underDraft(entry) }
            do {
                let outcome = try history.append(entry)
                if isDraft, outcome.refusal != nil { report.refused += 1 }
                if isLater { Self.add(outcome, to: &run.sums) }
            } catch {
                if isDraft { report.impossible += 1 } else { report.broken += 1 }
            }
        }
        finish(&run, history.account, under: book, isDraft: isDraft)
        return run
    }

    private func underDraft(_ entry: MemberEntry) -> MemberEntry {
        var entry = entry
        entry.policy = draft
        if case .bill(var bill) = entry.fact {
            bill.choice = .best
            bill.best = nil
            entry.fact = .bill(bill)
        }
        return entry
    }

    private static func add(_ outcome: Outcome, to sums: inout Sums) {
        if let quote = outcome.quote {
            sums.paid += quote.payable
            sums.discounts += quote.discount
        }
        if let refund = outcome.refund {
            sums.paid -= refund.payable
            sums.pointsEarned -= refund.pointsTaken
        }
        sums.pointsEarned += outcome.earned?.points ?? 0
    }

    private func finish(_ run: inout Run, _ account: MemberAccount, under book: PolicyBook, isDraft: Bool) {
        let now = max(untilMs, account.lastAtMs)
        run.sums.pointsLiability =
            account.purse.balance(.points, atMs: now) + account.purse.pending(.points, atMs: now)
        run.sums.valueLiability = account.purse.balance(.principal, atMs: now) + account.purse.balance(.gift, atMs: now)
        run.person = account.person
        let policy = (try? book.policy(version: isDraft ? draft : "")) ?? (try? book.policy(atMs: now))
        run.tier = policy.flatMap { account.tier(atMs: now, $0)?.id } ?? ""
    }

    /// Fen a member is better off by, all in all.
    private func value(_ sums: Sums) -> Int64 {
        guard let rule = (try? withDraft.policy(version: draft))?.moneyOff, rule.points > 0 else { return -sums.paid }
        let points = Int128(sums.pointsLiability) * Int128(rule.fen)
        let worth = points >= 0 ? points / Int128(rule.points) : -(-points / Int128(rule.points))
        return Int64(clamping: worth) + sums.valueLiability - sums.paid
    }

    private func segments(_ run: Run) -> [String] {
        ["all", "tier:\(run.tier)"] + (run.person?.segments.map { "segment:\($0)" } ?? [])
            + (run.person?.sex.map { ["sex:\($0.rawValue)"] } ?? [])
    }

    private mutating func count(_ gain: Int64, in name: String) {
        var segment = report.segments[name] ?? Segment()
        segment.members += 1
        if gain > 0 { segment.winners += 1 }
        if gain < 0 { segment.losers += 1 }
        segment.gain += gain
        report.segments[name] = segment
    }
}
