internal import Database
internal import HubAPI
internal import Vocabulary
internal import Loyalty

/// Books what one transaction brings: it collects the facts first, then judges each affected card and member once.
///
/// This class only fixes the order of the work. `SpendFacts` decides what a report says of a spend, `CardHistory` what
/// a card proves, `MemberHistory` what a member's account comes to. Judging is a function of all facts held, so the
/// result does not depend on the order in which kiosks upload, or on how they cut their batches.
final class SpendBooking {
    let tx: Transaction
    let nowMs: Int64
    let incidents: Incidents
    let cards: CardBook
    private var spends: [OperationID: SpendFacts] = [:]
    /// Those of `spends` that were seen with the card; most transactions have many cards with few spends each.
    private var spendsOfCard: [CardID: Set<OperationID>] = [:]
    private var changed: Set<OperationID> = []
    private var judged: Set<CardID> = []
    private var touched: Set<MemberID> = []
    private var lots: [MemberID: LotChange] = [:]
    var open = OpenSpends()

    init(_ tx: Transaction, nowMs: Int64) {
        self.tx = tx
        self.nowMs = nowMs
        incidents = Incidents(tx: tx, nowMs: nowMs)
        cards = CardBook(tx, nowMs: nowMs, incidents)
    }

    // What arrives.

    func apply(_ entry: JournalEntry, atMs: Int64, epoch: StoreEpoch) throws {
        switch entry.fact {
        case .checkIn(let fact): try checkIn(fact, entry)
        case .spendIntent(let intent): try apply(intent, entry, atMs: atMs, epoch: epoch)
        case .spendOutcome(let outcome): try apply(outcome, entry, atMs: atMs, epoch: epoch)
        case .cardSeen(let seen): try apply(seen, entry, atMs: atMs, epoch: epoch)
        case .fault(let fault): try apply(fault, entry)
        }
    }

    private func checkIn(_ fact: CheckIn, _ entry: JournalEntry) throws {
        guard let member = entry.member else { return }
        try tx.lock(member: member)
        if let booking = fact.booking {
            // Nobody arrives at one store for a booking at another.
            let arrived = try tx.run(
                """
                UPDATE booking SET status = 'checkedIn' WHERE id = $1 AND member = $2 AND status = 'booked'
                    AND store = (SELECT store FROM kiosk WHERE name = $3)
                """, [booking, member, entry.kiosk])
            if arrived > 0 { touched.insert(member) }
        }
        let seen = try tx.run(
            """
            UPDATE member SET arrived_at_ms = $1, arrived_store = (SELECT store FROM kiosk WHERE name = $2)
            WHERE id = $3 AND coalesce(arrived_at_ms, 0) < $1
            """, [entry.tappedAtMs, entry.kiosk, member])
        if seen > 0 { touched.insert(member) }
    }

    private func apply(_ intent: SpendIntent, _ entry: JournalEntry, atMs: Int64, epoch: StoreEpoch) throws {
        var spend = try load(entry.id) ?? SpendFacts(id: entry.id, atMs: atMs)
        let card = try entry.card.flatMap { try named($0, by: entry) }
        let owner = try card?.member ?? known(entry.member)
        let findings = spend.apply(
            intent, from: entry.kiosk, atMs: atMs, named: entry.card, card: card?.id, member: owner)
        if findings.contains(.mismatch) {
            try incidents.recordMismatch(spend.id, card: entry.card, member: card?.member)
        }
        if findings.contains(.isElsewhere), let member = spend.member {
            lots[member, default: LotChange()].mustReplay = true
        }
        if let card, spend.evidence.isEmpty { open.add(spend.id, of: card.id) }
        if let card, entry.tappedAtMs >= atMs { try cards.read(intent.before, card, epoch) }
        try releaseHold(entry.id)
        put(spend)
    }

    private func apply(_ outcome: SpendOutcome, _ entry: JournalEntry, atMs: Int64, epoch: StoreEpoch) throws {
        var spend = try load(outcome.settles) ?? SpendFacts(id: outcome.settles, atMs: atMs)
        let findings = spend.apply(outcome.outcome)
        // A record found at a later tap is no reading of the current odometers.
        let isReading = outcome.outcome == .posted && outcome.evidence == .cardAnswer && entry.tappedAtMs >= atMs
        if isReading, let card = try spend.card.flatMap({ try cards.find($0) }),
            let before = spend.before, let amount = spend.amount
        {
            try cards.read(before + amount, card, epoch)
        }
        try apply(findings, of: spend)
    }

    private func apply(_ seen: CardSeen, _ entry: JournalEntry, atMs: Int64, epoch: StoreEpoch) throws {
        guard let id = entry.card, let card = try named(id, by: entry) else { return }
        if entry.tappedAtMs >= atMs { try cards.read(seen.odometers, card, epoch) }
        try cards.keepReading(seen.odometers, card)
        for record in seen.records where record.amount != .zero {
            try apply(record, of: card, atMs: min(record.atSeconds * 1000, atMs))
        }
        judged.insert(card.id)
    }

    private func apply(_ record: WireCardRecord, of card: CardRow, atMs: Int64) throws {
        var spend = try load(record.operation) ?? SpendFacts(id: record.operation, atMs: atMs)
        guard try spend.amount != nil || !TakenIDs(tx: tx).isEntry(record.operation) else {
            return try incidents.recordMismatch(record.operation, card: card.id, member: card.member)
        }
        let findings = spend.apply(record, of: card.id, member: card.member, atMs: atMs)
        if findings.contains(.mismatch) {
            try incidents.recordMismatch(spend.id, card: card.id, member: card.member)
        }
        if !findings.contains(.isOtherCards) { try apply(findings, of: spend) }
    }

    /// Applies what a report other than the intent shows, and releases the spend's hold: its value is now spent or
    /// free.
    private func apply(_ findings: SpendFindings, of spend: SpendFacts) throws {
        try releaseHold(spend.id)
        if findings.contains(.contradiction) {
            try incidents.contradiction(spend.id, card: spend.card, member: spend.member)
        }
        put(spend)
    }

    private func apply(_ fault: FaultReport, _ entry: JournalEntry) throws {
        if fault.code == .known(.odometerBehind), let id = entry.card, let card = try cards.find(id) {
            try cards.suspect(card, kiosk: entry.kiosk, "A kiosk read odometers below what is settled.")
        } else {
            try incidents.fault(fault, entry)
        }
    }

    private func named(_ card: CardID, by entry: JournalEntry) throws -> CardRow? {
        try cards.findOrInsert(card, by: entry) { try known(entry.member) }
    }

    private func known(_ member: MemberID?) throws -> MemberID? {
        guard let member, try tx.exists("SELECT 1 FROM member WHERE id = $1", [member]) else {
            return nil
        }
        return member
    }

    private func releaseHold(_ id: OperationID) throws {
        try tx.run("UPDATE hold SET state = 'released' WHERE id = $1 AND state = 'active'", [id])
    }

    // What staff say.

    /// What stood on a card when it was erased.
    func lastReading(_ odometers: Amount, of id: CardID) throws {
        guard let card = try cards.find(id) else { return }
        guard card.settled.fits(in: odometers) else {
            return try cards.suspect(card, kiosk: nil, "The card was erased with odometers below what is settled.")
        }
        try cards.keepReading(odometers, card)
        judged.insert(id)
    }

    /// Judges the card again in `finish`, because staff changed what counts as explained.
    func rejudge(_ card: CardID) { judged.insert(card) }

    func touch(_ member: MemberID) { touched.insert(member) }

    // Spends.

    func load(_ id: OperationID) throws -> SpendFacts? {
        if let spend = spends[id] { return spend }
        guard let spend = try SpendFacts.find(tx, id) else { return nil }
        let lock = spend.member.map { Lock.member($0) } ?? .operation(id)
        return try tx.ensureLocked([lock]) ? load(id) : spend
    }

    func put(_ spend: SpendFacts) {
        hold(spend)
        changed.insert(spend.id)
        if let card = spend.card, spend.amount != nil { judged.insert(card) }
        if let card = spend.card, !spend.evidence.isEmpty { open.remove(spend.id, of: card) }
        if let member = spend.member { touched.insert(member) }
    }

    private func hold(_ spend: SpendFacts) {
        spends[spend.id] = spend
        if let card = spend.card { spendsOfCard[card, default: []].insert(spend.id) }
    }

    /// The card's spends that are not decided for good.
    private func undecided(of card: CardID) throws -> [SpendFacts] {
        for spend in try SpendFacts.undecided(tx, of: card) where spends[spend.id] == nil { hold(spend) }
        return spendsOfCard[card, default: []].sorted().compactMap { spends[$0] }
            .filter { $0.card == card && $0.isUndecided && $0.amount != nil }
    }

    // What follows.

    /// Judges what was gathered and writes everything down, each kind in the order of its ids.
    func finish() throws {
        for card in judged.sorted() { try judge(card) }
        for id in changed.sorted() where spends[id]?.card == nil { try judgeWithoutCard(id) }
        for spend in changed.sorted().compactMap({ spends[$0] }) {
            try spend.save(tx)
            try spend.saveClaim(tx)
        }
        for (member, change) in lots.sorted(by: { $0.key < $1.key }) {
            try MemberBooks.bookSpends(change, member: member, tx, incidents)
        }
        try cards.saveReadings()
        try tx.touch(touched.union(cards.touched))
        try cards.saveBlocks()
    }

    private func judge(_ id: CardID) throws {
        guard var card = try cards.find(id) else { return }
        let undecided = try undecided(of: id)
        let judgement = try cards.history(of: card, undecided.compactMap(\.operation)).judgement()
        for spend in undecided { try apply(judgement, to: spend) }
        card.settled = card.foldedIntoBase + judgement.settled
        card.foldedIntoBase += judgement.finalSettled
        card.base = judgement.base
        if card.gaps > 0 || !judgement.gaps.isEmpty {
            try incidents.setGaps(judgement.gaps, card: id, member: card.member)
        }
        card.gaps = Int64(judgement.gaps.count)
        if judgement.isForked, !card.isSuspect {
            card.isSuspect = true
            try cards.suspect(
                card, kiosk: nil, "Two spends that are both certain share a stretch of one card's odometers.")
        }
        try cards.save(card)
    }

    /// Whether the spends held prove that two cards use this id. No decision of staff can undo that.
    func isForked(_ id: CardID) throws -> Bool {
        guard let card = try cards.find(id) else { return false }
        return try cards.history(of: card, try undecided(of: id).compactMap(\.operation)).judgement().isForked
    }

    private func apply(_ judgement: CardJudgement, to spend: SpendFacts) throws {
        if judgement.contradictions.contains(spend.id) {
            try incidents.contradiction(spend.id, card: spend.card, member: spend.member)
        }
        let isUndecided = !judgement.final.contains(spend.id)
        decide(spend, judgement.states[spend.id] ?? .pending, isUndecided: isUndecided)
    }

    private func judgeWithoutCard(_ id: OperationID) throws {
        guard let spend = spends[id], spend.amount != nil else { return }
        if spend.evidence.contradicts { try incidents.contradiction(id, card: nil, member: spend.member) }
        decide(spend, spend.stateWithoutCard, isUndecided: spend.isUndecided)
    }

    /// Notes a spend's new state, and what it means for the member's lots.
    private func decide(_ spend: SpendFacts, _ state: SpendState, isUndecided: Bool) {
        guard state != spend.state || isUndecided != spend.isUndecided else { return }
        if state != spend.state, let member = spend.member, let amount = spend.amount {
            if state == .posted {
                let posted = LotSpend(id: spend.id, atMs: spend.atMs, amount: amount)
                lots[member, default: LotChange()].added.append(PostedSpend(spend: posted, reward: spend.reward))
            } else if spend.state == .posted {
                lots[member, default: LotChange()].mustReplay = true
            }
        }
        var decided = spend
        decided.state = state
        decided.isUndecided = isUndecided
        hold(decided)
        changed.insert(spend.id)
    }
}

extension SpendFacts {
    /// As the card's history knows it; `nil` while its place on the odometers is not known.
    fileprivate var operation: CardOperation? {
        guard let before, let amount else { return nil }
        return CardOperation(id: id, before: before, amount: amount, evidence: evidence)
    }
}
