internal import CardProtocol
internal import HubAPI
internal import Identity
internal import KioskSession
internal import KioskStore
internal import Loyalty

/// From what the card said to what the session is told.
extension CardDesk {
    /// Records cost time at the reader: they are wanted when the odometer is not settled + our own entries, or
    /// when an intent of this card is open.
    func wantsRecords(_ id: CardID, _ odometers: Odometers) -> Bool {
        guard let known = try? knowledge(of: id) else { return true }
        return odometers.amount != known.expected || !known.open.isEmpty
    }

    func finding(for reading: CardReading, _ tap: Tap) throws -> CardFinding {
        switch reading {
        case .member(let reading): return try finding(for: reading, tap)
        case .uidOnly(let uid, _): return try finding(forUID: uid, tap)
        case .foreign(let kind):
            log(.refused(tap.id, code: "foreign-\(kind)"))
            return .refused(.foreignCard)
        case .unsafe(_, let reason):
            log(.refused(tap.id, code: "unsafe"))
            try append(makeID(), tap, nil, nil, .fault(FaultReport(code: "card-settings-unsafe", detail: "\(reason)")))
            return .refused(.unsafeCard)
        }
    }

    private func finding(for reading: MemberCardReading, _ tap: Tap) throws -> CardFinding {
        guard let facts = try store.member(of: reading.id) else {
            log(.refused(tap.id, code: "unknown-card"))
            return .refused(.unknownCard)
        }
        // Only the (UID, issue number, member) triples of the snapshot count, whatever else a card claims.
        guard facts.id == reading.member, let card = facts.cards.first(where: { $0.id == reading.id }) else {
            return try suspect(reading, tap, facts.id)
        }
        guard (reading.odometers.amount - Amount(card.settled)).isNonNegative else {
            try journalBehind(reading, tap, facts.id)
            return try suspect(reading, tap, facts.id)
        }
        // A blocked card gives nothing any more, but what it knows of earlier spends is as true as ever.
        // Asked anew, not taken from `wantsRecords`: while the records were read, the feed may have brought a newer
        // snapshot, and `facts` above are of that one. Two snapshots must not be mixed.
        let known = try knowledge(of: reading.id)
        let settled = try settleOpen(reading, known, tap, facts.id)
        var remark: Welcome.Remark? = settled.map { .settled(done: $0) }
        if reading.odometers.amount != known.expected {
            try journalSeenOnce(reading, tap, facts.id)
            if !isExplained(reading, card, known) { remark = .incident }
        }
        guard card.status == .active else {
            log(.refused(tap.id, code: "card-\(card.status.rawValue)"))
            return .refused(.blockedCard)
        }
        if reading.testedSettings { trust(reading.id) }
        return .visitor(try visitor(facts, card, reading.odometers.amount, remark: remark))
    }

    private func finding(forUID uid: CardUID, _ tap: Tap) throws -> CardFinding {
        guard let facts = try store.member(uid: uid),
            let card = facts.cards.first(where: { $0.id.uid == uid && $0.kind == .uidOnly })
        else {
            log(.refused(tap.id, code: "unknown-uid"))
            return .refused(.unknownCard)
        }
        guard card.status == .active else { return .refused(.blockedCard) }
        return .visitor(try visitor(facts, card, nil, remark: nil))
    }

    /// An odometer below what was booked, or a member that is not this card's: a copy, or worse. Reported, and
    /// refused off line too.
    private func suspect(_ reading: MemberCardReading, _ tap: Tap, _ member: MemberID) throws -> CardFinding {
        log(.refused(tap.id, code: "suspect-card"))
        try journalSeenOnce(reading, tap, member)
        return .refused(.suspectCard)
    }

    /// The snapshot was written before this tap, so odometers below its settled ones are proof of two cards. Only the
    /// kiosk can say so: to the hub a reading may be older than it looks. Said once, like any observation.
    private func journalBehind(_ reading: MemberCardReading, _ tap: Tap, _ member: MemberID) throws {
        let fault = FaultReport(code: "odometer-behind", detail: "below what the snapshot has settled")
        let before = try store.recentEntries(card: reading.id, sinceMs: tap.atMs - Self.repeatMs)
        guard !before.contains(where: { $0.fact == .fault(fault) }) else { return }
        try append(makeID(), tap, member, reading.id, .fault(fault))
    }

    /// Settles what the card's records or its odometer can settle.
    ///
    /// - Returns: how the newest of them ended; `nil` when nothing was settled.
    private func settleOpen(
        _ reading: MemberCardReading, _ known: CardKnowledge, _ tap: Tap, _ member: MemberID
    ) throws -> Bool? {
        var last: Bool?
        let card = settlement(reading)
        for intent in known.open {
            let found = card.finding(
                for: TapSettlement.Intent(id: intent.id, before: Amount(intent.before)))
            switch found {
            case .posted:
                try journalOutcome(intent.id, tap, member, reading.id, .posted, .cardRecord)
                last = true
            case .voided:
                try journalOutcome(intent.id, tap, member, reading.id, .voided, .odometer)
                last = last ?? false
            case .stillUnknown: break
            }
        }
        return last
    }

    func settlement(_ reading: MemberCardReading) -> TapSettlement {
        TapSettlement(
            odometer: reading.odometers.amount,
            records: (reading.records ?? []).map { record in
                TapSettlement.Record(
                    operation: record.operation,
                    amount: Amount(points: Points(record.points), money: Money(fen: record.fen)),
                    after: record.after.amount)
            })
    }

    /// Whether the records lead from what is booked to where the odometer stands, as far as the hub knows too. Ten
    /// records reach back only so far, and a spend may follow upon an advance that has none: what lies further back
    /// only the hub can judge, with the journals of all kiosks.
    private func isExplained(_ reading: MemberCardReading, _ card: CardFacts, _ known: CardKnowledge) -> Bool {
        guard Amount(card.unexplained ?? WireOdometers(points: 0, fen: 0)) == .zero else { return false }
        let records = settlement(reading).records
        guard let newest = records.first else { return reading.odometers.amount == known.expected }
        return newest.after == reading.odometers.amount
    }

    /// The same observation is journalled once, however often the card is tapped before the hub has answered.
    private func journalSeenOnce(_ reading: MemberCardReading, _ tap: Tap, _ member: MemberID) throws {
        let before = try store.recentEntries(card: reading.id, sinceMs: tap.atMs - Self.repeatMs)
        let seen = before.contains { entry in
            guard case .cardSeen(let seen) = entry.fact else { return false }
            return seen.odometers == reading.odometers.wire
        }
        if !seen { try journalSeen(reading, tap, member) }
    }

    /// A day: after it the observation is worth repeating.
    private static let repeatMs: Int64 = 86_400_000
}
