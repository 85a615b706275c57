internal import CardProtocol
internal import HubAPI
internal import KioskSession
internal import KioskStore
internal import Loyalty
internal import Vocabulary

/// From what was read of the card to what the session is told.
extension CardTransactions {
    /// - Parameter standing: of a member's card, looked up when its odometers had been read.
    func finding(for reading: CardReading, _ tap: Tap, _ standing: CardStanding?) throws -> CardFinding {
        switch reading {
        case .member(let reading): return try finding(for: reading, tap, standing)
        case .uidOnly(let uid, _): return try finding(forUID: uid, tap)
        case .foreign(let kind):
            log(.refused(tap.id, code: "foreign-\(kind)"))
            return .refused(.foreignCard)
        case .unsafe(_, let reason):
            log(.refused(tap.id, code: "unsafe"))
            try append(newID(), tap, nil, nil, .fault(FaultReport(.cardSettingsUnsafe, detail: "\(reason)")))
            return .refused(.unsafeCard)
        }
    }

    /// - Parameter settled: whether the newest intent that this tap has resolved was posted; `nil` if it resolved none.
    private func finding(
        for reading: MemberCardReading, _ tap: Tap, _ standing: CardStanding?, settled: Bool? = nil
    ) throws -> CardFinding {
        guard let standing else {
            log(.refused(tap.id, code: "unknown-card"))
            return .refused(.unknownCard)
        }
        // Only the (UID, issue number, member) triples of the snapshot count, whatever else a card claims.
        guard standing.member.id == reading.member else { return try suspect(reading, tap, standing) }
        guard (reading.odometers - standing.card.settled).isNonNegative else {
            try journalBehind(reading, tap, standing)
            return try suspect(reading, tap, standing)
        }
        // A blocked card may not spend, but its records are still valid evidence of earlier spends.
        let ended = try settleOpen(reading, standing, tap)
        var remark: Welcome.Remark? = settled.map { .settled(done: $0) }
        if reading.odometers != standing.expected {
            try journalSeenOnce(reading, tap, standing)
            if !isExplained(reading, standing) { remark = .incident }
        }
        // Resolving intents changes what is known, so the standing is looked up again and everything is decided by the
        // new one.
        if let ended { return try finding(for: reading, tap, store.standing(of: reading.id), settled: ended) }
        guard standing.card.status == .active else {
            log(.refused(tap.id, code: "card-\(standing.card.status.rawValue)"))
            return .refused(.blockedCard)
        }
        if reading.testedSettings { trust(reading.id) }
        return .visitor(try visitor(standing, reading.odometers, remark: remark))
    }

    private func finding(forUID uid: CardUID, _ tap: Tap) throws -> CardFinding {
        guard let standing = try store.standing(uid: uid) else {
            log(.refused(tap.id, code: "unknown-uid"))
            return .refused(.unknownCard)
        }
        guard standing.card.status == .active else { return .refused(.blockedCard) }
        return .visitor(try visitor(standing, nil))
    }

    /// Reports and refuses, off line too, a card whose odometer stands below what was booked or that names another
    /// member: it is a copy, or forged.
    private func suspect(_ reading: MemberCardReading, _ tap: Tap, _ standing: CardStanding) throws -> CardFinding {
        log(.refused(tap.id, code: "suspect-card"))
        try journalSeenOnce(reading, tap, standing)
        return .refused(.suspectCard)
    }

    /// Journals a fault: the snapshot is older than this tap, so odometers below its settled ones prove that there are
    /// two cards. Only the kiosk can tell, because the hub cannot know how old a reading is. Journalled once, like any
    /// observation.
    private func journalBehind(_ reading: MemberCardReading, _ tap: Tap, _ standing: CardStanding) throws {
        let fault = FaultReport(.odometerBehind, detail: "below what the snapshot has settled")
        let before = standing.recent.since(tap.atMs - Self.repeatMs)
        guard !before.contains(where: { $0.fact == .fault(fault) }) else { return }
        try append(newID(), tap, standing.member.id, reading.id, .fault(fault))
    }

    /// Resolves open intents by the card's records or its odometer.
    ///
    /// - Returns: whether the newest of them was posted; `nil` if none was resolved.
    private func settleOpen(
        _ reading: MemberCardReading, _ standing: CardStanding, _ tap: Tap
    ) throws -> Bool? {
        var last: Bool?
        let (card, member) = (settlement(reading), standing.member.id)
        for intent in standing.openIntents {
            let found = card.finding(
                for: TapSettlement.Intent(id: intent.id, before: intent.before))
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
            odometer: reading.odometers,
            records: (reading.records ?? []).map { record in
                TapSettlement.Record(
                    operation: record.operation,
                    amount: record.amount,
                    after: record.after)
            })
    }

    /// Whether the records explain how the odometer came from what is booked to where it stands, as far as the hub
    /// knows too. A card keeps only ten records, and an advance without a record may lie before them; only the hub can
    /// decide about that, with the journals of all kiosks.
    private func isExplained(_ reading: MemberCardReading, _ standing: CardStanding) -> Bool {
        guard standing.card.unexplained ?? .zero == .zero else { return false }
        let records = settlement(reading).records
        guard let newest = records.first else { return reading.odometers == standing.expected }
        return newest.after == reading.odometers
    }

    /// The same observation is journalled once, however often the card is tapped before the hub has answered.
    private func journalSeenOnce(_ reading: MemberCardReading, _ tap: Tap, _ standing: CardStanding) throws {
        let before = standing.recent.since(tap.atMs - Self.repeatMs)
        let seen = before.contains { entry in
            guard case .cardSeen(let seen) = entry.fact else { return false }
            return seen.odometers == reading.odometers
        }
        if !seen { try journalSeen(reading, tap, standing.member.id) }
    }

    /// One day, in milliseconds: after that the same observation is journalled again.
    private static let repeatMs: Int64 = 86_400_000
}
