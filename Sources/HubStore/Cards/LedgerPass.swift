internal import GRDB
internal import HubAPI
internal import Identity
internal import Loyalty

/// What one transaction brings into the ledger: facts are gathered first, then each card and each member that
/// they touch is judged once.
///
/// Judging is a function of all facts held (`CardHistory`, `Purse`), so the order in which kiosks upload and
/// how they cut their batches does not change what comes out.
final class LedgerPass {
    let db: Database
    let nowMs: Int64
    let incidents: Incidents
    private var spends: [OperationID: SpendRow] = [:]
    private var changed: Set<OperationID> = []
    private var cards: [CardID: CardRow] = [:]
    private var judged: Set<CardID> = []
    private var lastReadings: [CardEpoch: Amount] = [:]
    private var touched: Set<MemberID> = []
    private var lots: [MemberID: LotChange] = [:]
    private var blocked: Set<CardID> = []
    var open = OpenSpends()

    private struct CardEpoch: Hashable {
        var card: CardID
        var epoch: Int64
    }

    init(_ db: Database, nowMs: Int64) {
        self.db = db
        self.nowMs = nowMs
        incidents = Incidents(db: db, nowMs: nowMs)
    }

    // What arrives.

    func take(_ entry: JournalEntry, atMs: Int64, epoch: StoreEpoch) throws {
        switch entry.fact {
        case .checkIn(let fact): try checkIn(fact, entry)
        case .spendIntent(let intent): try self.intent(intent, entry, atMs: atMs, epoch: epoch)
        case .spendOutcome(let outcome): try self.outcome(outcome, entry, atMs: atMs, epoch: epoch)
        case .cardSeen(let seen): try cardSeen(seen, entry, atMs: atMs, epoch: epoch)
        case .fault(let fault): try self.fault(fault, entry)
        }
    }

    private func checkIn(_ fact: CheckIn, _ entry: JournalEntry) throws {
        guard let member = entry.member else { return }
        if let booking = fact.booking {
            // Nobody arrives at one store for a booking at another.
            try db.run(
                """
                UPDATE booking SET status = 'checkedIn' WHERE id = ? AND member = ? AND status = 'booked'
                    AND store = (SELECT store FROM kiosk WHERE name = ?)
                """, [booking, member.blob, entry.kiosk])
            if db.changesCount > 0 { touched.insert(member) }
        }
        try db.run(
            """
            UPDATE member SET arrived_at_ms = ?1, arrived_store = (SELECT store FROM kiosk WHERE name = ?2)
            WHERE id = ?3 AND coalesce(arrived_at_ms, 0) < ?1
            """, [entry.tappedAtMs, entry.kiosk, member.blob])
        if db.changesCount > 0 { touched.insert(member) }
    }

    private func intent(_ intent: SpendIntent, _ entry: JournalEntry, atMs: Int64, epoch: StoreEpoch) throws {
        var spend = try load(entry.id) ?? SpendRow(id: entry.id, atMs: atMs)
        let amount = Amount(points: Points(intent.points), money: Money(fen: intent.fen))
        let card = try entry.card.flatMap { try self.card($0, entry) }
        if let booked = spend.amount {
            if booked != amount || spend.before != Amount(intent.before) || spend.card != entry.card {
                try incidents.recordMismatch(spend.id, card: entry.card, member: card?.member)
            }
            // A record on the card does not say what for, and not as well when.
            if spend.atMs != atMs || spend.reward != intent.reward, let member = spend.member {
                lots[member, default: LotChange()].mustReplay = true
            }
        } else {
            spend.amount = amount
            spend.before = card == nil ? nil : Amount(intent.before)
            spend.card = card?.id
            spend.member = try card?.member ?? known(entry.member)
        }
        spend.hasIntent = true
        if let card, spend.evidence.isEmpty { open.add(spend.id, of: card.id) }
        spend.kiosk = entry.kiosk
        spend.atMs = atMs
        spend.reward = intent.reward
        spend.claimCode = intent.claimCode
        if let card, entry.tappedAtMs >= atMs { try read(Amount(intent.before), card, epoch) }
        try releaseHold(entry.id)
        put(spend)
    }

    private func outcome(
        _ outcome: SpendOutcome, _ entry: JournalEntry, atMs: Int64, epoch: StoreEpoch
    ) throws {
        var spend = try load(outcome.settles) ?? SpendRow(id: outcome.settles, atMs: atMs)
        spend.evidence.insert(outcome.outcome == .posted ? .posted : .voided)
        // A record found later says nothing of where the card stands now.
        let isReading = outcome.outcome == .posted && outcome.evidence == .cardAnswer && entry.tappedAtMs >= atMs
        if isReading, let card = try spend.card.flatMap({ try loadCard($0) }),
            let before = spend.before, let amount = spend.amount
        {
            try read(before + amount, card, epoch)
        }
        try releaseHold(outcome.settles)
        try reopenIfProven(&spend)
        put(spend)
    }

    private func cardSeen(_ seen: CardSeen, _ entry: JournalEntry, atMs: Int64, epoch: StoreEpoch) throws {
        guard let id = entry.card, let card = try self.card(id, entry) else { return }
        if entry.tappedAtMs >= atMs { try read(Amount(seen.odometers), card, epoch) }
        try keepReading(Amount(seen.odometers), card)
        for record in seen.records where record.points + record.fen > 0 {
            try take(record, of: card, kiosk: entry.kiosk, atMs: min(record.atSeconds * 1000, atMs))
        }
        judged.insert(card.id)
    }

    private func take(_ record: WireCardRecord, of card: CardRow, kiosk: String, atMs: Int64) throws {
        var spend = try load(record.operation) ?? SpendRow(id: record.operation, atMs: atMs)
        let amount = Amount(points: Points(record.points), money: Money(fen: record.fen))
        guard try spend.amount != nil || !TakenIDs(db: db).isEntry(record.operation) else {
            return try incidents.recordMismatch(record.operation, card: card.id, member: card.member)
        }
        if let booked = spend.amount {
            if booked != amount || spend.card != card.id || spend.before.map({ $0 + booked }) != Amount(record.after) {
                try incidents.recordMismatch(spend.id, card: card.id, member: card.member)
                guard spend.card == card.id else { return }
            }
        } else {
            spend.amount = amount
            spend.before = Amount(record.after) - amount
            spend.card = card.id
            spend.member = card.member
            spend.atMs = atMs
        }
        spend.evidence.insert(.record)
        try releaseHold(spend.id)
        try reopenIfProven(&spend)
        put(spend)
    }

    private func fault(_ fault: FaultReport, _ entry: JournalEntry) throws {
        if fault.code == "odometer-behind", let id = entry.card, let card = try loadCard(id) {
            try suspect(card, kiosk: entry.kiosk, "A kiosk read odometers below what is settled.")
        } else {
            try incidents.fault(fault, entry)
        }
    }

    // Cards.

    /// The card that an entry names; one that the hub has never issued is entered as blocked, so that what was
    /// accepted off line is booked all the same.
    private func card(_ id: CardID, _ entry: JournalEntry) throws -> CardRow? {
        if let card = try loadCard(id) {
            if let member = entry.member, member != card.member {
                try incidents.unknownCard(id, kiosk: entry.kiosk, member: member)
            }
            return card
        }
        try incidents.unknownCard(id, kiosk: entry.kiosk, member: entry.member)
        guard let member = try known(entry.member) else { return nil }
        try db.run(
            """
            INSERT INTO card (id, uid, issue_number, member, kind, status, status_reason, expiry_day, created_at_ms)
            VALUES (?, ?, ?, ?, 'desfire', 'blocked', 'never issued here', 0, ?)
            """, [id.description, id.uid.description, Int64(id.issueNumber), member.blob, nowMs])
        touched.insert(member)
        return try loadCard(id)
    }

    private func loadCard(_ id: CardID) throws -> CardRow? {
        if let card = cards[id] { return card }
        let card = try CardRow.find(db, id)
        cards[id] = card
        return card
    }

    private func known(_ member: MemberID?) throws -> MemberID? {
        guard let member, try db.integer("SELECT count(*) FROM member WHERE id = ?", [member.blob]) > 0 else {
            return nil
        }
        return member
    }

    /// Within one journal a card's odometers never go down. Only for lines in the order of their taps: after a hub
    /// was restored, a kiosk chains what earlier epochs held once more, behind newer lines.
    private func read(_ odometers: Amount, _ card: CardRow, _ epoch: StoreEpoch) throws {
        let key = CardEpoch(card: card.id, epoch: epoch.id)
        if lastReadings[key] == nil {
            let row = try db.row(
                "SELECT points, fen FROM last_reading WHERE card = ? AND epoch = ?", [card.id.description, epoch.id])
            lastReadings[key] = row?.amount("points", "fen") ?? .zero
        }
        let last = lastReadings[key] ?? .zero
        if !last.fits(in: odometers) {
            try suspect(card, kiosk: epoch.kiosk, "A kiosk read lower odometers than it had read before.")
        } else if last != odometers {
            lastReadings[key] = odometers
        }
    }

    private func keepReading(_ odometers: Amount, _ card: CardRow) throws {
        guard odometers.position > card.base.position else { return }
        try db.run(
            "INSERT INTO reading (card, points, fen) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            [card.id.description, odometers.points.count, odometers.money.fen])
    }

    /// What stood on a card when it was erased.
    func lastReading(_ odometers: Amount, of id: CardID) throws {
        guard let card = try loadCard(id) else { return }
        guard card.settled.fits(in: odometers) else {
            return try suspect(card, kiosk: nil, "The card was erased with odometers below what is settled.")
        }
        try keepReading(odometers, card)
        judged.insert(id)
    }

    /// Staff changed what counts as explained.
    func rejudge(_ card: CardID) { judged.insert(card) }

    func suspect(_ card: CardRow, kiosk: String?, _ detail: String) throws {
        try incidents.forkOrClone(card.id, member: card.member, kiosk: kiosk, detail)
        try db.run("UPDATE card SET suspect = 1 WHERE id = ?", [card.id.description])
        try block(card.id, reason: "suspected to be two cards")
        touched.insert(card.member)
    }

    /// Blocks a card unless it is closed. What becomes of the right to spend off line is settled at the end.
    func block(_ card: CardID, reason: String) throws {
        try db.run(
            """
            UPDATE card SET status = 'blocked', status_reason = ?, spends_offline = 0
            WHERE id = ? AND status IN ('issuing', 'active')
            """, [reason, card.description])
        if db.changesCount > 0 { blocked.insert(card) }
    }

    // Spends.

    func load(_ id: OperationID) throws -> SpendRow? {
        if let spend = spends[id] { return spend }
        return try SpendRow.find(db, id)
    }

    func put(_ spend: SpendRow) {
        spends[spend.id] = spend
        changed.insert(spend.id)
        if let card = spend.card, spend.amount != nil { judged.insert(card) }
        if let card = spend.card, !spend.evidence.isEmpty { open.remove(spend.id, of: card) }
        if let member = spend.member { touched.insert(member) }
    }

    func touch(_ member: MemberID) { touched.insert(member) }

    /// A spend decided for good as not having happened, of which a card now says that it did, is looked at again.
    private func reopenIfProven(_ spend: inout SpendRow) throws {
        if !spend.isTail, spend.state == .voided, spend.evidence.isProof { spend.isTail = true }
        if !spend.isTail, spend.evidence.contradicts {
            try incidents.contradiction(spend.id, card: spend.card, member: spend.member)
        }
    }

    private func releaseHold(_ id: OperationID) throws {
        try db.run("UPDATE hold SET state = 'released' WHERE id = ? AND state = 'active'", [id.blob])
    }

    // What follows.

    /// Judges what was gathered and writes everything down.
    func finish() throws {
        for card in judged { try judge(card) }
        for id in changed where spends[id]?.card == nil { try judgeWithoutCard(id) }
        for id in changed {
            guard let spend = spends[id] else { continue }
            try spend.save(db)
            try spend.saveClaim(db)
        }
        for (member, change) in lots { try MemberLots.apply(change, member: member, db, incidents) }
        try saveReadings()
        try db.touch(touched)
        try finishBlocks()
    }

    private func judge(_ id: CardID) throws {
        guard var card = try loadCard(id) else { return }
        let tail = try tail(of: id)
        let judgement = try history(of: card, tail).judgement()
        for spend in tail { try apply(judgement, to: spend) }
        card.settled = card.folded + judgement.settled
        card.folded += judgement.finalSettled
        card.base = judgement.base
        if card.gaps > 0 || !judgement.gaps.isEmpty {
            try incidents.setGaps(judgement.gaps, card: id, member: card.member)
        }
        card.gaps = Int64(judgement.gaps.count)
        if judgement.isForked, !card.isSuspect {
            card.isSuspect = true
            try suspect(card, kiosk: nil, "Two spends that are both certain share a stretch of one card's odometers.")
        }
        try card.save(db)
        cards[id] = card
        touched.insert(card.member)
    }

    /// Whether the spends held prove that two cards call themselves this one: no decision of anybody undoes that.
    func isForked(_ id: CardID) throws -> Bool {
        guard let card = try loadCard(id) else { return false }
        return try history(of: card, try tail(of: id)).judgement().isForked
    }

    /// The card's spends that are not decided for good.
    private func tail(of id: CardID) throws -> [SpendRow] {
        for spend in try SpendRow.tail(db, of: id) where spends[spend.id] == nil { spends[spend.id] = spend }
        return spends.values.filter { $0.card == id && $0.isTail && $0.amount != nil }
    }

    private func history(of card: CardRow, _ tail: [SpendRow]) throws -> CardHistory {
        let operations = tail.compactMap { spend -> CardOperation? in
            guard let before = spend.before, let amount = spend.amount else { return nil }
            return CardOperation(id: spend.id, before: before, amount: amount, evidence: spend.evidence)
        }
        let name = card.id.description
        try db.run("DELETE FROM reading WHERE card = ? AND points + fen <= ?", [name, card.base.position])
        let readings = try db.rows("SELECT points, fen FROM reading WHERE card = ?", [name])
        let writeOffs = try db.rows("SELECT * FROM write_off WHERE card = ?", [name])
        return CardHistory(
            base: card.base, operations: operations, readings: readings.map { $0.amount("points", "fen") },
            writeOffs: writeOffs.map {
                Stretch(from: $0.amount("from_points", "from_fen"), to: $0.amount("to_points", "to_fen"))
            })
    }

    private func apply(_ judgement: CardJudgement, to spend: SpendRow) throws {
        var spend = spend
        let state = judgement.states[spend.id] ?? .pending
        let isTail = !judgement.final.contains(spend.id)
        if judgement.contradictions.contains(spend.id) {
            try incidents.contradiction(spend.id, card: spend.card, member: spend.member)
        }
        guard state != spend.state || isTail != spend.isTail else { return }
        move(spend, to: state)
        spend.state = state
        spend.isTail = isTail
        spends[spend.id] = spend
        changed.insert(spend.id)
    }

    private func judgeWithoutCard(_ id: OperationID) throws {
        guard var spend = spends[id], spend.amount != nil else { return }
        let state: SpendState =
            if spend.evidence.isProof { .posted } else if spend.evidence.isDenial {
                .voided
            } else if spend.evidence.contains(.postedByHand) { .posted } else if spend.evidence.contains(.voidedByHand)
            { .voided } else { .pending }
        if spend.evidence.contradicts {
            try incidents.contradiction(id, card: nil, member: spend.member)
        }
        move(spend, to: state)
        spend.state = state
        spends[id] = spend
    }

    /// Notes what a change of state means for the member's lots.
    private func move(_ spend: SpendRow, to state: SpendState) {
        guard let member = spend.member, let amount = spend.amount, state != spend.state else { return }
        if state == .posted {
            lots[member, default: LotChange()].added.append(
                CardSpend(
                    spend: LotSpend(id: spend.id, atMs: spend.atMs, amount: amount), reward: spend.reward))
        } else if spend.state == .posted {
            lots[member, default: LotChange()].mustReplay = true
        }
    }

    private func saveReadings() throws {
        for (key, odometers) in lastReadings {
            try db.run(
                """
                INSERT INTO last_reading (card, epoch, points, fen) VALUES (?, ?, ?, ?)
                ON CONFLICT (card, epoch) DO UPDATE SET points = excluded.points, fen = excluded.fen
                """, [key.card.description, key.epoch, odometers.points.count, odometers.money.fen])
        }
    }

    private func finishBlocks() throws {
        guard !blocked.isEmpty else { return }
        let version = try db.integer("SELECT version FROM hub")
        for card in blocked {
            try db.run("UPDATE card SET blocked_version = ? WHERE id = ?", [version, card.description])
            if let member = try CardRow.find(db, card)?.member { try OfflineRight.settle(member, db) }
        }
    }
}
