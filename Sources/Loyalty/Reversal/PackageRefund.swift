package import Vocabulary

/// What giving sessions of a package back would pay, before it is done.
package struct PackageRefundPreview: Hashable, Sendable {
    package var lot: String
    /// By item, or under `*`.
    package var sessions: [String: Int64]
    package var refund: Money
    /// How the bill that bought it gives them back; `nil` where the desk pays.
    package var plan: RefundPlan?
    package var refusal: Step?
    /// Always: no figure here is legal advice.
    package var needsLawyer = true
    package var derivation = Derivation()
}

extension MemberAccount {
    /// What refunding sessions would pay.
    ///
    /// If a bill of this member bought the package, this is a refund of that bill: the money goes back to its tenders,
    /// and the points it earned are taken back.
    ///
    /// - Parameter sessions: by item, or under `*`; empty for all that is left.
    /// - Throws: `missing` for a lot that is not there, `outOfBounds` for a number below 1.
    package func previewPackageRefund(
        _ id: String, sessions: [String: Int64] = [:], atMs now: Int64, _ policy: Policy
    ) throws(RuleError) -> PackageRefundPreview {
        var preview = try packageRefund(id, sessions, atMs: now, policy, .current)
        if var plan = preview.plan {
            previewLots(&plan, atMs: now, policy)
            preview.plan = plan
            preview.derivation.append(plan.derivation)
        }
        return preview
    }

    /// The preview without what only the bill's refund would add to the derivation.
    private func packageRefund(
        _ id: String, _ sessions: [String: Int64], atMs now: Int64, _ policy: Policy, _ edition: Edition
    ) throws(RuleError) -> PackageRefundPreview {
        try RuleError.requireMoment(now)
        guard let lot = packages[id] else { throw .missing(kind: "package", id: id) }
        let wanted = sessions.isEmpty ? lot.left.filter { $0.value > 0 } : sessions
        var count: Int64 = 0
        for (_, number) in wanted {
            try RuleError.require("package.sessions", number, in: 1...Bounds.quantity)
            count += number
        }
        var preview = PackageRefundPreview(lot: id, sessions: wanted, refund: .zero)
        preview.derivation.note("region.\(policy.region.id)", .prepaidLawyer, .name(policy.region.note))
        preview.refusal = lot.refundRefusal(wanted, count, atMs: now, policy)
        guard preview.refusal == nil else { return preview }
        preview.refund = lot.worth(of: count)
        preview.derivation.note(
            lot.kind, .packageWorth, .fen(lot.paid), .count(count), .count(lot.bought), .fen(preview.refund))
        guard let line = lot.line, let settled = bills[lot.source] else { return preview }
        let part = part(of: settled, line, lot, count, preview.refund)
        preview.plan = try part.map { (part) throws(RuleError) in try plan([part], of: settled, policy, edition) }
        preview.refund = preview.plan?.payable ?? .zero
        return preview
    }

    /// The part of the bill that refunds these sessions: a price reduction, or all units left of the line if these are
    /// its last sessions.
    ///
    /// - Returns: `nil` where nothing of the line's money is left to be paid back.
    private func part(
        of settled: SettledBill, _ line: Int, _ lot: PackageLot, _ count: Int64, _ worth: Money
    ) -> Refund.Part? {
        let others = packages.all.filter { $0.source == lot.source && $0.line == line && $0.id != lot.id }
        let remaining = Remaining(settled, settled.refunded)
        if lot.refunded + count == lot.bought, others.allSatisfy({ $0.refunded == $0.bought }) {
            return Refund.Part(line: line, .units(remaining.unitsLeft(line)))
        }
        let left = min(worth, remaining.leftToPayBack(line))
        return left > .zero ? Refund.Part(line: line, .fen(left.fen)) : nil
    }

    /// Refunds sessions as previewed. Money goes back by the bill that bought them, or else the desk pays it out.
    mutating func refundPackage(
        _ id: String, _ sessions: [String: Int64], _ entry: MemberEntry, _ policy: Policy, _ outcome: inout Outcome
    ) throws(RuleError) {
        let preview = try packageRefund(id, sessions, atMs: entry.atMs, policy, entry.edition)
        outcome.derivation.append(preview.derivation)
        outcome.refusal = preview.refusal
        guard preview.refusal == nil else { return }
        packages.change(id) { $0.refund(preview.sessions, for: preview.refund) }
        if let plan = preview.plan { book(plan, entry, policy, &outcome) }
    }
}

extension PackageLot {
    /// All that is left goes back with the bill.
    mutating func goBack() { refundRest(for: worth(of: leftInAll)) }

    /// Why what is left cannot go back with its bill, whatever else does.
    var returnRefusal: Step? {
        if transferred > 0 { return step(.packageElsewhere, .name(terms.name), .count(transferred)) }
        return open.isEmpty ? nil : step(.packageTransferBooked, .count(Int64(open.count)))
    }

    func refundRefusal(
        _ wanted: [String: Int64], _ count: Int64, atMs now: Int64, _ policy: Policy
    ) -> Step? {
        if hasExpired(atMs: now) { return step(.packageOver, .name(terms.name)) }
        if count == 0 { return step(.packageEmpty, .name(terms.name)) }
        if let (item, _) = wanted.filter({ (left[$0.key] ?? 0) < $0.value }).min(by: { $0.key < $1.key }) {
            return step(.packageUsedUp, .name(terms.name), policy.sessionName(item))
        }
        guard terms.partialCredit || count == bought else {
            return step(.packageWholeOnly, .name(terms.name), .count(bought), .count(count))
        }
        return nil
    }
}
