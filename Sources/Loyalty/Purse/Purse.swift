package import Vocabulary

/// Points or stored value gained together: one source, one expiry.
package struct PurseLot: Hashable, Sendable {
    package var id: String
    package var currency: LotCurrency
    /// The entry that granted it.
    package var source: String
    package var granted: Int64
    package var taken: Int64 = 0
    package var expired: Int64 = 0
    package var gainedAtMs: Int64
    /// Pending before this moment.
    package var activeFromMs: Int64
    /// The first moment at which it can no longer be spent; `nil` for never.
    package var expiresAtMs: Int64?

    package init(
        id: String, currency: LotCurrency, source: String, granted: Int64, gainedAtMs: Int64,
        activeFromMs: Int64? = nil, expiresAtMs: Int64?
    ) {
        self.id = id
        self.currency = currency
        self.source = source
        self.granted = granted
        self.gainedAtMs = gainedAtMs
        self.activeFromMs = activeFromMs ?? gainedAtMs
        self.expiresAtMs = expiresAtMs
    }

    package var remaining: Int64 { granted - taken - expired }

    package func isPending(atMs now: Int64) -> Bool { now < activeFromMs }

    package func hasExpired(atMs now: Int64) -> Bool { expiresAtMs.map { $0 <= now } ?? false }

    /// Whether it can be spent at this moment, no matter what any job has booked.
    package func counts(atMs now: Int64) -> Bool { !isPending(atMs: now) && !hasExpired(atMs: now) && remaining > 0 }

    /// Earliest expiry first, then earliest gained, then by id.
    static func isSpentEarlier(_ left: PurseLot, _ right: PurseLot) -> Bool {
        if left.expiresAtMs != right.expiresAtMs { return left.expiresAtMs ?? .max < right.expiresAtMs ?? .max }
        if left.gainedAtMs != right.gainedAtMs { return left.gainedAtMs < right.gainedAtMs }
        return left.id < right.id
    }
}

/// One line of a member's ledger: what an entry added to a lot, or took from it.
package struct Posting: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case grant, spend, spendReversal, repayment, expiry, clawback, refund, transfer
    }

    package var entry: String
    package var lot: String
    package var currency: LotCurrency
    package var kind: Kind
    /// Never 0.
    package var amount: Int64
}

/// So much of one lot went to one spend.
package struct LotPart: Hashable, Sendable {
    package var lot: String
    package var currency: LotCurrency
    package var amount: Int64

    package init(lot: String, currency: LotCurrency, amount: Int64) {
        self.lot = lot
        self.currency = currency
        self.amount = amount
    }
}

/// A member's lots, and what was taken from each. The balance is derived from them and from nothing else.
///
/// Operations come in ascending time. What no lot covers becomes debt, a lot of its own with a negative rest;
/// whatever is gained later pays it back first.
package struct Purse: Hashable, Sendable {
    /// In the order in which they are spent; those used up and past are in `closed`.
    package private(set) var lots: [PurseLot] = []
    /// Lots with nothing left, by id, kept because a reversal may give something back to them.
    package private(set) var closed: [String: PurseLot] = [:]
    package private(set) var debt: [LotCurrency: Int64] = [:]
    /// When each debt last grew. Lots that had expired by then did not prevent the debt, so they cannot pay it back.
    private var debtGrewAtMs: [LotCurrency: Int64] = [:]
    /// Postings since the last `takePostings`; they add up to the change of the lots since then.
    package private(set) var postings: [Posting] = []

    package init() {}

    /// Restores a purse from storage.
    ///
    /// - Parameter lots: in any order, the used-up ones too; no debts.
    package init(lots kept: [PurseLot], debt: [LotCurrency: Int64]) {
        for lot in kept where lot.remaining == 0 { closed[lot.id] = lot }
        lots = kept.filter { $0.remaining != 0 }.sorted(by: PurseLot.isSpentEarlier)
        self.debt = debt
    }

    package static func debtLot(_ currency: LotCurrency) -> String { "\(DerivedID.debt(currency))" }

    /// Removes and returns everything posted since the last call.
    package mutating func takePostings() -> [Posting] {
        guard !postings.isEmpty else { return [] }
        defer { postings.removeAll(keepingCapacity: true) }
        return postings
    }

    // What is there.

    package func balance(_ currency: LotCurrency, atMs now: Int64) -> Int64 {
        var sum = -(debt[currency] ?? 0)
        for lot in lots where lot.currency == currency && lot.counts(atMs: now) { sum += lot.remaining }
        return sum
    }

    package func pending(_ currency: LotCurrency, atMs now: Int64) -> Int64 {
        lots.reduce(0) { $1.currency == currency && $1.isPending(atMs: now) ? $0 + $1.remaining : $0 }
    }

    package func lot(_ id: String) -> PurseLot? { closed[id] ?? lots.first { $0.id == id } }

    /// All lots, the used-up ones too, by id.
    package var all: [PurseLot] { (lots + closed.values).sorted { $0.id < $1.id } }

    // What happens to it.

    /// Adds a lot. If it is active and there is a debt, the debt is paid back from it first.
    package mutating func grant(_ lot: PurseLot, kind: Posting.Kind = .grant) {
        guard lot.granted > 0 else { return }
        // One entry may give back to one lot twice; the lot of a grant is always new.
        if kind == .grant || !enlarge(lot) { put(lot) }
        post(lot.source, lot.id, lot.currency, kind, lot.granted)
        repayDebts(toMs: lot.gainedAtMs, lot.source)
    }

    /// Adds to a lot that is there already under this id; `false` when none is.
    private mutating func enlarge(_ lot: PurseLot) -> Bool {
        reopen(lot.id)
        guard let index = lots.firstIndex(where: { $0.id == lot.id }) else { return false }
        lots[index].granted += lot.granted
        return true
    }

    /// Lets time pass: lots that became active meanwhile pay debts back, in the order in which they became so.
    package mutating func advance(toMs now: Int64, entry: String) { repayDebts(toMs: now, entry) }

    /// Makes lots that become active at a midnight active one millisecond before it. The night then sees them active
    /// while lots that end at that midnight can still be spent (the order of E16).
    package mutating func activate(atMidnightMs midnight: Int64) {
        for index in lots.indices where lots[index].activeFromMs == midnight && lots[index].gainedAtMs < midnight {
            lots[index].activeFromMs = midnight - 1
        }
    }

    private mutating func repayDebts(toMs now: Int64, _ entry: String) {
        guard debt.contains(where: { $0.value > 0 }) else { return }
        for currency in LotCurrency.allCases {
            guard debt[currency, default: 0] > 0 else { continue }
            // A lot that became active pays even if it has expired since: it was there when it was needed.
            let grewAtMs = debtGrewAtMs[currency] ?? .min
            let payers = lots.indices.filter {
                lots[$0].currency == currency && lots[$0].remaining > 0 && lots[$0].activeFromMs <= now
                    && !lots[$0].hasExpired(atMs: max(lots[$0].activeFromMs, grewAtMs))
            }.sorted { (lots[$0].activeFromMs, $0) < (lots[$1].activeFromMs, $1) }
            for index in payers {
                let part = min(debt[currency, default: 0], lots[index].remaining)
                guard part > 0 else { break }
                lots[index].taken += part
                debt[currency, default: 0] -= part
                post(entry, lots[index].id, currency, .repayment, -part)
                post(entry, Self.debtLot(currency), currency, .repayment, part)
            }
        }
        close()
    }

    /// Takes up to `amount`, earliest expiry first; the rest becomes debt where `intoDebt` says so.
    ///
    /// - Parameter from: only lots for which it holds.
    /// - Returns: what was taken from which lot, debt included as its lot.
    package mutating func take(
        _ amount: Int64, _ currency: LotCurrency, atMs now: Int64, entry: String, kind: Posting.Kind = .spend,
        intoDebt: Bool, from isUsed: (PurseLot) -> Bool = { _ in true }
    ) -> [LotPart] {
        var missing = amount
        var parts: [LotPart] = []
        for index in lots.indices where missing > 0 && lots[index].currency == currency {
            guard lots[index].counts(atMs: now), isUsed(lots[index]) else { continue }
            missing -= take(min(missing, lots[index].remaining), fromLotAt: index, entry, kind, into: &parts)
        }
        if missing > 0, intoDebt {
            debt[currency, default: 0] += missing
            debtGrewAtMs[currency] = now
            parts.append(LotPart(lot: Self.debtLot(currency), currency: currency, amount: missing))
            post(entry, Self.debtLot(currency), currency, kind, -missing)
        }
        if !parts.isEmpty { close() }
        return parts
    }

    /// Takes from lots that are still pending, the latest activation first.
    package mutating func takePending(
        _ amount: Int64, _ currency: LotCurrency, atMs now: Int64, entry: String, kind: Posting.Kind,
        from isUsed: (PurseLot) -> Bool = { _ in true }
    ) -> [LotPart] {
        var missing = amount
        var parts: [LotPart] = []
        for index in lots.indices.reversed() where missing > 0 && lots[index].currency == currency {
            guard lots[index].isPending(atMs: now), lots[index].remaining > 0, isUsed(lots[index]) else { continue }
            missing -= take(min(missing, lots[index].remaining), fromLotAt: index, entry, kind, into: &parts)
        }
        close()
        return parts
    }

    private mutating func take(
        _ part: Int64, fromLotAt index: Int, _ entry: String, _ kind: Posting.Kind, into parts: inout [LotPart]
    ) -> Int64 {
        lots[index].taken += part
        parts.append(LotPart(lot: lots[index].id, currency: lots[index].currency, amount: part))
        post(entry, lots[index].id, lots[index].currency, kind, -part)
        return part
    }

    /// Gives parts back to where they came from. What would expire before `notBeforeMs` comes as a new lot that
    /// lives until then (restored lots keep their expiry, with a minimum grace).
    ///
    /// - Parameter notBeforeMs: `nil` for no grace; a lot that has expired meanwhile is then booked as expired by the
    ///   next job.
    package mutating func giveBack(
        _ parts: [LotPart], atMs now: Int64, entry: String, kind: Posting.Kind = .spendReversal, notBeforeMs: Int64?
    ) {
        for part in parts where part.amount > 0 {
            if part.lot == Self.debtLot(part.currency) {
                giveBackToDebt(part, atMs: now, entry, kind)
                continue
            }
            guard let lot = lot(part.lot) else { continue }
            let endsTooSoon = lot.expiresAtMs.map { end in notBeforeMs.map { end < $0 } ?? false } ?? false
            if endsTooSoon {
                grant(restored(lot, part.amount, atMs: now, entry, until: notBeforeMs), kind: kind)
            } else {
                reopen(part.lot)
                guard let index = lots.firstIndex(where: { $0.id == part.lot }) else { continue }
                lots[index].taken -= part.amount
                post(entry, part.lot, part.currency, kind, part.amount)
            }
        }
        repayDebts(toMs: now, entry)
    }

    private func restored(
        _ lot: PurseLot, _ amount: Int64, atMs now: Int64, _ entry: String, until end: Int64?
    ) -> PurseLot {
        PurseLot(
            id: DerivedID.copy(of: lot.id, by: entry), currency: lot.currency, source: entry, granted: amount,
            gainedAtMs: now,
            expiresAtMs: end)
    }

    /// Gives back an amount that had become debt: first to the debt, and what was paid back of it already as a new lot
    /// that never expires.
    private mutating func giveBackToDebt(_ part: LotPart, atMs now: Int64, _ entry: String, _ kind: Posting.Kind) {
        let open = min(part.amount, debt[part.currency, default: 0])
        if open > 0 {
            debt[part.currency, default: 0] -= open
            post(entry, part.lot, part.currency, kind, open)
        }
        guard part.amount > open else { return }
        grant(
            PurseLot(
                id: DerivedID.copy(of: part.lot, by: entry), currency: part.currency, source: entry,
                granted: part.amount - open,
                gainedAtMs: now, expiresAtMs: nil), kind: kind)
    }

    /// Books what is left in lots that no longer count. Harmless to run twice.
    /// - Returns: the sum by currency.
    package mutating func bookExpiries(atMs now: Int64, entry: String) -> [LotCurrency: Int64] {
        var sums: [LotCurrency: Int64] = [:]
        for index in lots.indices where lots[index].hasExpired(atMs: now) && lots[index].remaining > 0 {
            let rest = lots[index].remaining
            lots[index].expired += rest
            sums[lots[index].currency, default: 0] += rest
            post(entry, lots[index].id, lots[index].currency, .expiry, -rest)
        }
        close()
        return sums
    }

    /// Takes what is left of a lot away, spendable or not: it goes on in another account.
    package mutating func move(_ id: String, entry: String) {
        guard let index = lots.firstIndex(where: { $0.id == id }) else { return }
        var parts: [LotPart] = []
        _ = take(lots[index].remaining, fromLotAt: index, entry, .transfer, into: &parts)
        close()
    }

    /// Adds what was spent of a lot elsewhere, so that it can be given back. It changes no balance: nothing is posted.
    package mutating func noteSpent(_ spent: PurseLot) {
        if let index = lots.firstIndex(where: { $0.id == spent.id }) {
            lots[index].granted += spent.granted
            lots[index].taken += spent.taken
        } else if closed[spent.id] != nil {
            closed[spent.id]?.granted += spent.granted
            closed[spent.id]?.taken += spent.taken
        } else {
            closed[spent.id] = spent
        }
    }

    /// Inserts a lot in the order of spending. Searches from the end, because new lots mostly end last.
    private mutating func put(_ lot: PurseLot) {
        var index = lots.endIndex
        while index > 0, PurseLot.isSpentEarlier(lot, lots[index - 1]) { index -= 1 }
        lots.insert(lot, at: index)
    }

    private mutating func reopen(_ id: String) {
        guard let lot = closed.removeValue(forKey: id) else { return }
        put(lot)
    }

    /// Moves used-up lots from `lots` to `closed`.
    private mutating func close() {
        var kept = lots.startIndex
        while kept < lots.endIndex, lots[kept].remaining != 0 { kept += 1 }
        guard kept < lots.endIndex else { return }
        for index in kept..<lots.endIndex {
            if lots[index].remaining == 0 {
                closed[lots[index].id] = lots[index]
            } else {
                lots.swapAt(kept, index)
                kept += 1
            }
        }
        lots.removeSubrange(kept...)
    }

    private mutating func post(
        _ entry: String, _ lot: String, _ currency: LotCurrency, _ kind: Posting.Kind, _ amount: Int64
    ) {
        postings.append(Posting(entry: entry, lot: lot, currency: currency, kind: kind, amount: amount))
    }
}
