internal import Vocabulary

/// The parts that a refund asks for, with its packages expanded into sessions.
///
/// Sessions that were used stay paid, whether single sessions or the whole bill is refunded. So both ways, in any
/// order, pay the same.
struct PackageReturn {
    /// The parts to refund; here an empty list means nothing, and not the whole bill.
    var parts: [Refund.Part] = []
    /// Lots of which everything that is left goes.
    var lots: [String] = []
    var refusal: Step?
    var derivation = Derivation()
    /// The first reason why something that was left stays.
    var stays: Step?
}

extension MemberAccount {
    /// Expands a refund into parts of lines; package lines are valued by their unused sessions.
    ///
    /// - Throws: `senseless` for lines and units that the bill does not have.
    func expandedIntoLines(
        _ refund: Refund, of settled: SettledBill, atMs now: Int64, _ policy: Policy
    ) throws(RuleError) -> PackageReturn {
        var asked = PackageReturn()
        let lines = settled.bill.lines
        if refund.parts.isEmpty {
            let remaining = Remaining(settled, settled.refunded)
            for line in lines.indices where remaining.unitsLeft(line) > 0 {
                if policy.items[lines[line].item]?.kind == .package {
                    returnRest(of: line, settled, atMs: now, policy, &asked)
                } else {
                    let part = Refund.Part(line: line, .units(remaining.unitsLeft(line)))
                    returnRest(part, settled, atMs: now, policy, &asked)
                }
            }
            if asked.parts.isEmpty, asked.lots.isEmpty, asked.refusal == nil {
                let nothing = Step(rule: "reversal", phrase: .refundNothingLeft, values: [.id(settled.bill.id)])
                asked.refusal = asked.stays ?? nothing
            }
            return asked
        }
        var units: [Int: Int64] = [:]
        for part in refund.parts {
            guard case .units(let count) = part.what, lines.indices.contains(part.line),
                policy.items[lines[part.line].item]?.kind == .package
            else {
                if let reason = topUpRefusal(of: part, settled, atMs: now, policy, &asked) {
                    asked.refusal = asked.refusal ?? reason
                }
                asked.parts.append(part)
                continue
            }
            let left = lines[part.line].quantity - units[part.line, default: 0]
            guard (1...Bounds.quantity).contains(count), count <= left else {
                throw RefundPlan.tooMany(count, of: left, line: part.line)
            }
            units[part.line, default: 0] += count
        }
        for (line, count) in units.sorted(by: { $0.key < $1.key }) {
            try returnUnits(count, of: line, settled, atMs: now, policy, &asked)
        }
        return asked
    }

    /// Adds what is left of a line that is no package. A top-up of which something was spent is not refunded.
    private func returnRest(
        _ part: Refund.Part, _ settled: SettledBill, atMs now: Int64, _ policy: Policy, _ asked: inout PackageReturn
    ) {
        if let reason = topUpRefusal(of: part, settled, atMs: now, policy, &asked) {
            asked.stays = asked.stays ?? reason
            asked.derivation.steps.append(reason)
        } else {
            asked.parts.append(part)
        }
    }

    /// Why a line that pays in cannot be refunded; if it can, notes in the derivation what goes back.
    private func topUpRefusal(
        of part: Refund.Part, _ settled: SettledBill, atMs now: Int64, _ policy: Policy,
        _ asked: inout PackageReturn
    ) -> Step? {
        guard let id = settled.topUps[part.line] else { return nil }
        let paid = settled.quote.lines[part.line].payable
        guard part.what == .units(settled.bill.lines[part.line].quantity) else {
            return Step(rule: "storedValue.refund", phrase: .topUpWhole, values: [.fen(paid)])
        }
        if let reason = returnRefusal(ofTopUp: id, paid: paid, atMs: now, policy) { return reason }
        asked.derivation.note("storedValue.refund", .topUpBack, .fen(paid), .fen(topUps[id]?.gift ?? .zero))
        let rule = policy.storedValue.topUps.first { $0.id == topUps[id]?.rule }
        if let rule, let points = topUps[id]?.points, points > .zero {
            asked.derivation.note(rule.id, .refundGiftPoints, .name(rule.name), .points(points))
        }
        return nil
    }

    private func packageLots(of line: Int, _ settled: SettledBill) -> [PackageLot] {
        packages.all.filter { $0.source == settled.bill.id && $0.line == line }.sorted { $0.id < $1.id }
    }

    /// Adds every package of a line that can be refunded. Those that have ended, and used ones that are refunded only
    /// whole, stay.
    private func returnRest(
        of line: Int, _ settled: SettledBill, atMs now: Int64, _ policy: Policy, _ asked: inout PackageReturn
    ) {
        let lots = packageLots(of: line, settled)
        if let refusal = lots.lazy.compactMap(\.returnRefusal).first {
            asked.refusal = asked.refusal ?? refusal
            return
        }
        var going: [PackageLot] = []
        for lot in lots where lot.leftInAll > 0 {
            if let reason = lot.refundRefusal(lot.left, lot.leftInAll, atMs: now, policy) {
                asked.stays = asked.stays ?? reason
                asked.derivation.steps.append(reason)
            } else {
                going.append(lot)
            }
        }
        take(going, of: lots, line, settled, &asked)
    }

    /// Adds some packages of a line: unused ones, or all that are left if as many are asked for.
    private func returnUnits(
        _ units: Int64, of line: Int, _ settled: SettledBill, atMs now: Int64, _ policy: Policy,
        _ asked: inout PackageReturn
    ) throws(RuleError) {
        let lots = packageLots(of: line, settled)
        let rest = lots.filter { $0.leftInAll > 0 }
        guard let kind = rest.first else {
            let empty = lots.first.map { $0.step(.packageEmpty, .name($0.terms.name)) }
            let nothing = Step(rule: "reversal", phrase: .refundNothingLeft, values: [.id(settled.bill.id)])
            asked.refusal = asked.refusal ?? lots.lazy.compactMap(\.returnRefusal).first ?? empty ?? nothing
            return
        }
        guard units <= rest.count else { throw RefundPlan.tooMany(units, of: Int64(rest.count), line: line) }
        var going = rest
        if units < rest.count {
            let untouched = rest.filter { $0.leftInAll == $0.bought }
            guard units <= untouched.count else {
                asked.refusal =
                    asked.refusal
                    ?? kind.step(
                        .packageBySession, .name(kind.terms.name), .count(Int64(untouched.count)), .count(units))
                return
            }
            going = Array(untouched.prefix(Int(units)))
        }
        asked.refusal =
            asked.refusal ?? going.lazy.compactMap(\.returnRefusal).first
            ?? going.lazy.compactMap { $0.refundRefusal($0.left, $0.leftInAll, atMs: now, policy) }.first
        take(going, of: lots, line, settled, &asked)
    }

    /// Adds the part of the bill that refunds these packages: a price reduction, or all units left of the line if these
    /// are its last sessions.
    private func take(
        _ going: [PackageLot], of lots: [PackageLot], _ line: Int, _ settled: SettledBill, _ asked: inout PackageReturn
    ) {
        guard !going.isEmpty else { return }
        var worth = Money.zero
        for lot in going {
            let (left, price) = (lot.leftInAll, lot.worth(of: lot.leftInAll))
            worth += price
            asked.derivation.note(lot.kind, .packageReturned, .name(lot.terms.name), .count(left))
            asked.derivation.note(
                lot.kind, .packageWorth, .fen(lot.paid), .count(left), .count(lot.bought), .fen(price))
            if lot.used > 0 { asked.derivation.note(lot.kind, .packageHad, .name(lot.terms.name), .count(lot.used)) }
        }
        let ids = going.map(\.id)
        asked.lots += ids
        let remaining = Remaining(settled, settled.refunded)
        let isLast = lots.allSatisfy { lot in
            lot.refunded + (ids.contains(lot.id) ? lot.leftInAll : 0) == lot.bought
        }
        if isLast {
            asked.parts.append(Refund.Part(line: line, .units(remaining.unitsLeft(line))))
            return
        }
        let reductions = asked.parts.sum { part in
            guard part.line == line, case .fen(let fen) = part.what else { return Money.zero }
            return Money(fen: fen)
        }
        let back = min(worth, remaining.leftToPayBack(line) - reductions)
        if back > .zero { asked.parts.append(Refund.Part(line: line, .fen(back.fen))) }
    }
}
