package import Vocabulary

extension PackageLot {
    /// The lot that one unit of a bill's line becomes.
    package static func id(bill: String, line: Int, unit: Int64) -> String {
        "\(DerivedID.part(.unit(unit, line: line), of: bill))"
    }
}

extension MemberAccount {
    /// Adds a package. The same lot twice counts once.
    ///
    /// - Parameters:
    ///   - paid: the price of all its sessions together; sessions that are paid back get their share of it.
    ///   - source: the bill, or another entry, that bought it.
    ///   - line: of the bill, from 0.
    /// - Throws: `unknown` for a kind the policy does not have, `senseless` for one without sessions.
    package mutating func buyPackage(
        lot id: String, kind: String, paid: Money, source: String, line: Int? = nil, atMs now: Int64, _ policy: Policy
    ) throws(RuleError) -> Answer {
        let terms = try policy.packageKind(kind)
        let sessions = terms.shared.map { [PackageLot.anyItem: $0] } ?? terms.sessions
        return try addPackage(
            PackageLot(
                id: id, terms: terms, source: source, line: line, boughtAtMs: now, paid: paid, left: sessions,
                expiresAtMs: terms.validity.endMs(fromMs: now, policy.zone)), policy)
    }

    /// One lot for each unit of each line that is a package; the line's price is divided to the fen.
    package mutating func buyPackages(of bill: SettledBill, _ policy: Policy) throws(RuleError) -> Derivation {
        var derivation = Derivation()
        for (index, line) in bill.quote.lines.enumerated() where policy.items[line.item]?.kind == .package {
            try RuleError.require("line.quantity", line.quantity, in: 1...Bounds.quantity)
            for unit in 0..<line.quantity {
                let paid = PackageLot.worth(of: 1, after: unit, bought: line.quantity, paid: line.payable)
                let answer = try buyPackage(
                    lot: PackageLot.id(bill: bill.bill.id, line: index, unit: unit), kind: line.item, paid: paid,
                    source: bill.bill.id, line: index, atMs: bill.bill.atMs, policy)
                derivation.append(answer.derivation)
            }
        }
        return derivation
    }

    /// Adds a package that another member gave away, with its expiry.
    mutating func receivePackage(
        lot id: String, kind: String, sessions: [String: Int64], paid: Money, expiresAtMs end: Int64?, source: String,
        atMs now: Int64, _ policy: Policy
    ) throws(RuleError) -> Answer {
        var terms = try policy.packageKind(kind)
        // The policy may have changed how sessions of this kind are counted; a package keeps the way of the member who
        // gave it.
        terms.shared = sessions[PackageLot.anyItem]
        guard terms.shared == nil || sessions.count == 1 else {
            throw .senseless(
                path: "package.sessions",
                reason: Bilingual(
                    zh: "通用次数不能与按项目的次数并存；请只填一种",
                    en: "sessions of any item and sessions by item exclude each other; enter one of them"))
        }
        if let end { try RuleError.requireMoment(end) }
        return try addPackage(
            PackageLot(
                id: id, terms: terms, source: source, boughtAtMs: now, paid: paid, left: sessions, expiresAtMs: end),
            policy)
    }

    private mutating func addPackage(_ lot: PackageLot, _ policy: Policy) throws(RuleError) -> Answer {
        try RuleError.requireMoment(lot.boughtAtMs)
        try RuleError.require("package.paid", lot.paid)
        if let known = packages[lot.id] {
            guard known.kind == lot.kind, known.paid == lot.paid, known.source == lot.source else {
                throw .conflict(kind: "package", id: lot.id)
            }
            return .done(lot.kind, .doneBefore, .id(lot.id))
        }
        packages.add(lot, id: lot.id)
        var derivation = Derivation()
        derivation.note(lot.kind, .packageBought, .name(lot.terms.name), .count(lot.bought), .fen(lot.paid))
        if let end = lot.expiresAtMs {
            derivation.note(lot.kind, .packageLastDay, .day(policy.zone.day(atMs: end - 1)))
        }
        return .done(derivation)
    }
}

extension Policy {
    /// - Throws: `senseless` where a number of sessions is not between 1 and `Bounds.quantity`.
    func packageKind(_ id: String) throws(RuleError) -> PackageKind {
        guard let kind = packages.first(where: { $0.id == id }) else { throw .unknown(kind: "package", id: id) }
        let counts = kind.shared.map { [$0] } ?? Array(kind.sessions.values)
        try Self.requireSessions(kind.sessions.isEmpty ? [] : counts, "packages.\(id).sessions")
        return kind
    }

    static func requireSessions(_ counts: [Int64], _ path: String) throws(RuleError) {
        guard let wrong = counts.isEmpty ? 0 : counts.first(where: { !(1...Bounds.quantity).contains($0) }) else {
            return
        }
        throw .senseless(path, wrong, 1...Bounds.quantity)
    }
}
