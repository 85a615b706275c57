internal import Vocabulary

/// Compares a draft policy with the past: evaluates the recorded history as it was, and the same history under the
/// draft.
///
/// Members are added one by one and only sums are kept, so memory does not grow with the history. Nothing is written
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
        // The draft must be in force from the chosen day on, whatever day it names itself.
        var draft = draft
        draft.effectiveFromMs = min(draft.effectiveFromMs, fromMs)
        withDraft = PolicyBook(book.policies.filter { $0.version != draft.version } + [draft])
        self.draft = draft.version
        self.fromMs = fromMs
        self.untilMs = untilMs
    }

    package struct Report: Hashable, Sendable {
        package var members = 0
        package var entries = 0
        /// Entries that are invalid under the draft, for example because it lacks the reward, and entries that it
        /// refuses.
        package var impossible = 0
        package var refused = 0
        /// Entries that failed under their recorded policy; look into these before judging the draft.
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
        /// Fen of discounts from that day on, less those on what was returned.
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

    /// Evaluates one member both ways. Both are the same up to the first entry that is made on or after the chosen day
    /// or names the draft, so the entries before it are evaluated once.
    package mutating func add(_ entries: [MemberEntry]) {
        var ascending = entries.sorted(by: MemberEntry.precedes)
        var last: String?
        ascending.removeAll { entry in
            defer { last = entry.id }
            return entry.id == last
        }
        let first = ascending.firstIndex { $0.atMs >= fromMs || $0.policy == draft } ?? ascending.endIndex
        var before = Run()
        go(through: ascending[..<first], .both, &before)
        var after = before
        go(through: ascending[first...], .recorded, &before)
        after.chosen = before.chosen
        after.broken = before.broken
        go(through: ascending[first...], .underDraft, &after)
        finish(&before, under: recorded, isDraft: false)
        finish(&after, under: withDraft, isDraft: true)
        report.members += 1
        report.entries += entries.count
        report.recorded = report.recorded + before.sums
        report.underDraft = report.underDraft + after.sums
        if before.tier != after.tier { report.moves[Move(from: before.tier, to: after.tier), default: 0] += 1 }
        let gain = value(after.sums) - value(before.sums)
        for name in segments(before) { count(gain, in: name) }
    }

    private enum Side { case recorded, underDraft, both }

    private struct Run {
        var account = MemberAccount()
        var sums = Sums()
        var tier = ""
        /// Entries of bills whose offers were chosen on purpose.
        var chosen: Set<String> = []
        /// Entries that were invalid as recorded; they are not adapted to the draft.
        var broken: Set<String> = []
    }

    private mutating func go(through entries: ArraySlice<MemberEntry>, _ side: Side, _ run: inout Run) {
        let book = side == .underDraft ? withDraft : recorded
        var rest = entries
        while let first = rest.first {
            let name = version(of: first, side)
            let same = rest.prefix { version(of: $0, side) == name }
            rest = rest[same.endIndex...]
            // Looks the policy up once for all of these entries: copying a policy costs as much as evaluating some
            // entries.
            if let found = try? book.version(name) {
                go(through: same, under: found.policy, book, side, &run)
            } else {
                for _ in same { noteFailure(side) }
            }
        }
    }

    private mutating func go(
        through entries: ArraySlice<MemberEntry>, under policy: borrowing Policy, _ book: PolicyBook, _ side: Side,
        _ run: inout Run
    ) {
        for entry in entries {
            let isLater = entry.atMs >= fromMs
            do throws(RuleError) {
                let entry = side == .underDraft && isLater ? underDraft(entry, policy, run) : entry
                let sale = try book.sale(of: entry, in: run.account)
                let returned = Self.returned(entry, run.account)
                let outcome = try run.account.apply(entry, under: policy, sale: sale, detail: .figures)
                if side != .recorded, outcome.refusal != nil { report.refused += 1 }
                guard isLater else { continue }
                Self.add(outcome, to: &run.sums)
                run.sums.discounts -= Self.returned(entry, run.account) - returned
                if side == .recorded { Self.noteChosen(entry, outcome, &run) }
            } catch {
                if side == .recorded { run.broken.insert(entry.id) }
                noteFailure(side)
            }
        }
    }

    /// Discounts, in fen, on the returned part of the bill that an entry refunds.
    private static func returned(_ entry: MemberEntry, _ account: borrowing MemberAccount) -> Int64 {
        guard case .refund(let refund) = entry.fact, let bill = account.bills[refund.bill] else { return 0 }
        return bill.discount(onReturned: bill.refunded.units).fen
    }

    private static func noteChosen(_ entry: MemberEntry, _ outcome: Outcome, _ run: inout Run) {
        guard case .bill(let bill) = entry.fact, let quote = outcome.quote else { return }
        if bill.isChosen(paying: quote.payable) { run.chosen.insert(entry.id) }
    }

    private func version(of entry: MemberEntry, _ side: Side) -> String {
        side == .underDraft && entry.atMs >= fromMs ? draft : entry.policy
    }

    private mutating func noteFailure(_ side: Side) {
        if side != .recorded { report.impossible += 1 }
        if side != .underDraft { report.broken += 1 }
    }

    private func underDraft(_ entry: MemberEntry, _ policy: borrowing Policy, _ run: borrowing Run) -> MemberEntry {
        var entry = entry
        entry.policy = draft
        // In the first edition top-ups did not count; a draft may let them count.
        if case .topUp = entry.fact { entry.edition = .current }
        switch entry.fact {
        case .bill(let bill):
            let isChosen = run.chosen.contains(entry.id)
            entry.fact = .bill(bill.rebuilt(underDraft: policy, for: run.account, isChosen: isChosen, entry.edition))
        case .refund(let refund) where !run.broken.contains(entry.id):
            entry.fact = .refund(refund.clipped(to: run.account))
        default: break
        }
        return entry
    }

    private static func add(_ outcome: Outcome, to sums: inout Sums) {
        if let quote = outcome.quote {
            sums.paid += quote.payable.fen
            sums.discounts += quote.discount.fen
        }
        if let refund = outcome.refund {
            sums.paid -= refund.payable.fen
            sums.pointsEarned -= refund.pointsTaken.count
        }
        sums.pointsEarned += outcome.earned?.points.count ?? 0
    }

    private func finish(_ run: inout Run, under book: PolicyBook, isDraft: Bool) {
        let account = run.account
        let now = max(untilMs, account.lastAtMs)
        run.sums.pointsLiability =
            account.purse.balance(.points, atMs: now) + account.purse.pending(.points, atMs: now)
        run.sums.valueLiability = account.purse.balance(.principal, atMs: now) + account.purse.balance(.gift, atMs: now)
        let policy = (try? book.policy(version: isDraft ? draft : "")) ?? (try? book.policy(atMs: now))
        run.tier = policy.flatMap { account.tier(atMs: now, $0)?.id } ?? ""
    }

    /// Fen a member is better off by, all in all.
    private func value(_ sums: Sums) -> Int64 {
        let owned = sums.valueLiability - sums.paid
        // Where points are no money off, nobody can say what they are worth.
        guard let rule = (try? withDraft.policy(version: draft))?.moneyOff, rule.points > 0 else { return owned }
        let points = Int128(sums.pointsLiability) * Int128(rule.fen)
        let worth = points >= 0 ? points / Int128(rule.points) : -(-points / Int128(rule.points))
        return Int64(clamping: worth) + owned
    }

    private func segments(_ run: Run) -> [String] {
        ["all", "tier:\(run.tier)"] + (run.account.person?.segments.map { "segment:\($0)" } ?? [])
            + (run.account.person?.sex.map { ["sex:\($0.rawValue)"] } ?? [])
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
