/// What giving sessions of a package back would pay, before it is done.
package struct PackageRefundPreview: Hashable, Sendable {
    package var lot: String
    /// By item, or under `*`.
    package var sessions: [String: Int64]
    /// Fen.
    package var refund: Int64
    package var refusal: Step?
    /// Always: no figure here is legal advice.
    package var needsLawyer = true
    package var derivation = Derivation()
}

extension PackageLot {
    /// Fen that the next `count` sessions are worth after `done` of them were paid back: all sessions are worth
    /// the same but for the odd fen, which the first ones have, so that all of them are worth what was paid.
    static func worth(of count: Int64, after done: Int64, bought: Int64, paid: Int64) -> Int64 {
        guard bought > 0 else { return 0 }
        let (each, odd) = paid.quotientAndRemainder(dividingBy: bought)
        return each * count + min(done + count, odd) - min(done, odd)
    }

    func worth(of count: Int64) -> Int64 {
        Self.worth(of: count, after: refunded + transferred, bought: bought, paid: paid)
    }
}

extension MemberAccount {
    /// - Parameter sessions: by item, or under `*`; `nil` for all that is left.
    /// - Throws: `missing` for a lot that is not there, `outOfBounds` for a number below 1.
    package func previewPackageRefund(
        _ id: String, sessions: [String: Int64]? = nil, atMs now: Int64, _ policy: Policy
    ) throws(RuleError) -> PackageRefundPreview {
        try RuleError.requireMoment(now)
        guard let lot = packages[id] else { throw .missing(kind: "package", id: id) }
        let wanted: [String: Int64] = sessions ?? lot.left.filter { $0.value > 0 }
        var count: Int64 = 0
        for (_, number) in wanted {
            try RuleError.require("package.sessions", number, in: 1...Bounds.quantity)
            count += number
        }
        var preview = PackageRefundPreview(lot: id, sessions: wanted, refund: 0)
        preview.derivation.note("region.\(policy.region.id)", .prepaidLawyer, .name(policy.region.note))
        preview.refusal = lot.refundRefusal(wanted, count, atMs: now)
        guard preview.refusal == nil else { return preview }
        preview.refund = lot.worth(of: count)
        preview.derivation.note(
            lot.kind, .packageWorth, .fen(lot.paid), .count(count), .count(lot.bought), .fen(preview.refund))
        return preview
    }

    /// Takes the sessions away; the desk, or the reversal of the bill, pays the preview's `refund`.
    package mutating func refundPackage(
        _ id: String, sessions: [String: Int64]? = nil, atMs now: Int64, _ policy: Policy
    ) throws(RuleError) -> Answer {
        let preview = try previewPackageRefund(id, sessions: sessions, atMs: now, policy)
        if let refusal = preview.refusal { return .refused(refusal, preview.derivation) }
        for (item, count) in preview.sessions {
            packages[id]?.left[item, default: 0] -= count
            packages[id]?.refunded += count
        }
        packages[id]?.repaid += preview.refund
        return .done(preview.derivation)
    }
}

extension PackageLot {
    fileprivate func refundRefusal(_ wanted: [String: Int64], _ count: Int64, atMs now: Int64) -> Step? {
        if hasExpired(atMs: now) { return step(.packageOver, .name(terms.name)) }
        if count == 0 { return step(.packageEmpty, .name(terms.name)) }
        if let (item, _) = wanted.filter({ (left[$0.key] ?? 0) < $0.value }).min(by: { $0.key < $1.key }) {
            return step(.packageUsedUp, .name(terms.name), .id(item))
        }
        guard terms.partialCredit || count == bought else {
            return step(.packageWholeOnly, .name(terms.name), .count(bought), .count(count))
        }
        return nil
    }
}
