internal import Database
internal import HubAPI
internal import Loyalty
internal import Vocabulary

/// Opens and closes what a person must look at. One cause (a `key`) is open once, however often it is reported.
struct Incidents {
    let tx: Transaction
    let nowMs: Int64

    struct Cause {
        var key: String
        var kind: IncidentFacts.Kind
        var kiosk: String?
        var member: MemberID?
        var card: CardID?
        var operation: OperationID?
        var range: OdometerRange?
        var detail: String
    }

    /// Opens an incident, unless one with this key is open or staff have resolved it.
    ///
    /// A kiosk at its limit of open incidents opens no more, except incidents with an amount.
    func open(_ cause: Cause) throws {
        if cause.range == nil, let kiosk = cause.kiosk {
            guard try KioskBounds(tx: tx, kiosk: kiosk).hasRoomForIncidents else { return }
        }
        let amount = cause.range?.amount ?? .zero
        try tx.run(
            """
            INSERT INTO incident (key, kind, kiosk, member, card, spend, points, fen, from_points, from_fen,
                detail, opened_at_ms, status) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'open')
            ON CONFLICT DO NOTHING
            """,
            [
                cause.key, cause.kind.rawValue, cause.kiosk, cause.member, cause.card?.description,
                cause.operation, amount.points.count, amount.money.fen, cause.range?.from.points.count,
                cause.range?.from.money.fen, cause.detail, nowMs,
            ])
    }

    /// Closes an open incident that a later upload has explained.
    ///
    /// The condition on `explained` matches the partial index by key; without it SQLite scans all open incidents.
    func explain(key: String) throws {
        try tx.run(
            """
            UPDATE incident SET status = 'explained', reason = 'a later upload'
            WHERE key = $1 AND status = 'open' AND status <> 'explained'
            """, [key])
    }

    func conflict(_ entry: JournalEntry, _ epoch: StoreEpoch, _ sequence: Int64) throws {
        try open(
            Cause(
                key: "conflict:\(epoch.id):\(sequence)", kind: .conflict, kiosk: epoch.kiosk, member: entry.member,
                card: entry.card, operation: entry.id,
                detail: "Line \(sequence) carries an id that stands for something else. Both are kept."))
    }

    func unreadable(_ epoch: StoreEpoch, _ sequence: Int64) throws {
        try open(
            Cause(
                key: "unreadable:\(epoch.id):\(sequence)", kind: .unreadableEntry, kiosk: epoch.kiosk,
                detail: "Line \(sequence) is not an entry. It is kept as it came."))
    }

    /// One for each card, and the lines themselves are in the journal.
    func tooManyOpen(_ entry: JournalEntry, _ epoch: StoreEpoch, _ sequence: Int64) throws {
        try open(
            Cause(
                key: "too-many-open:\(entry.card?.description ?? "")", kind: .tooManyOpen, kiosk: epoch.kiosk,
                member: entry.member, card: entry.card, operation: entry.id,
                detail: "The card has \(HubStoreLimits.openSpendsPerCard) spends that nothing has decided."
                    + " Line \(sequence) and others like it are kept and not booked; settle the open ones."))
    }

    func journalFork(_ epoch: StoreEpoch, _ sequence: Int64) throws {
        try open(
            Cause(
                key: "journal-fork:\(epoch.id):\(sequence)", kind: .journalFork, kiosk: epoch.kiosk,
                detail: "Line \(sequence) does not follow from the journal held. It is kept beside it."))
    }

    /// A kiosk shows that the hub has acknowledged a line that it does not hold any more.
    func lost(_ line: AcknowledgedLine, kiosk: String, heldTo last: Int64, isOther: Bool) throws {
        let words =
            isOther
            ? "The hub holds another line \(line.sequence) than the one that it has acknowledged to the kiosk."
            : "The hub has acknowledged line \(line.sequence) to the kiosk and holds only \(last) lines."
        try open(
            Cause(
                key: "lost:\(kiosk)", kind: .journalFork, kiosk: kiosk,
                detail: words + " If the database came back from a backup, run hubd restored; else hubd audit."))
    }

    func fault(_ fault: FaultReport, _ entry: JournalEntry) throws {
        try open(
            Cause(
                key: "fault:\(entry.kiosk):\(fault.code.rawValue)", kind: .kioskFault, kiosk: entry.kiosk,
                member: entry.member, card: entry.card, operation: nil,
                detail: "\(fault.code.rawValue): \(fault.detail.prefix(EntryCheck.textBytes))"))
    }

    func unknownCard(_ card: CardID, kiosk: String, member: MemberID?) throws {
        try open(
            Cause(
                key: "unknown-card:\(card)", kind: .unknownCard, kiosk: kiosk, member: member, card: card,
                detail: "A kiosk used a card that was never issued here, or for another member."))
    }

    func forkOrClone(_ card: CardID, member: MemberID, kiosk: String?, _ detail: String) throws {
        try open(
            Cause(
                key: "fork:\(card)", kind: .forkOrClone, kiosk: kiosk, member: member, card: card, detail: detail))
    }

    /// Closes the card's incident after a decision of staff; later evidence opens a new one.
    func closeFork(_ card: CardID, reason: String) throws {
        try tx.run(
            """
            UPDATE incident SET status = 'resolved', reason = $1, key = key || ' resolved ' || id
            WHERE key = $2 AND status = 'open' AND status <> 'explained'
            """, [reason, "fork:\(card)"])
    }

    func recordMismatch(_ id: OperationID, card: CardID?, member: MemberID?) throws {
        try open(
            Cause(
                key: "mismatch:\(id)", kind: .recordMismatch, member: member, card: card, operation: id,
                detail: "The journal's entry and the card's record of this operation differ."))
    }

    func contradiction(_ id: OperationID, card: CardID?, member: MemberID?) throws {
        try open(
            Cause(
                key: "contradiction:\(id)", kind: .contradiction, member: member, card: card, operation: id,
                detail: "One report says that this was spent, another that it was not. It counts as spent."))
    }

    /// Makes the open incidents exactly these: entries that were accepted, and that a rule refuses since an earlier
    /// event arrived late.
    func setRefusedLater(_ entries: [String], member: MemberID) throws {
        let keys = Set(entries.map { "refused-later:\($0)" })
        let open = try tx.rows(
            "SELECT key FROM incident WHERE member = $1 AND status = 'open' AND kind = 'refused-later'", [member])
        for key in try open.column("key") as [String] {
            if !keys.contains(key) { try explain(key: key) }
        }
        for entry in entries.sorted() {
            try self.open(
                Cause(
                    key: "refused-later:\(entry)", kind: .refusedLater, member: member,
                    detail: "Entry \(entry) was accepted; with what turned up since, a rule refuses it."
                        + " It changes nothing any more."))
        }
    }

    static func gapKey(_ card: CardID, _ gap: OdometerRange) -> String {
        "gap:\(card):\(gap.from.points.count),\(gap.from.money.fen)-\(gap.to.points.count),\(gap.to.money.fen)"
    }

    /// Makes the open gaps of a card exactly these.
    func setGaps(_ gaps: [OdometerRange], card: CardID, member: MemberID) throws {
        let wanted = Dictionary(gaps.map { (Self.gapKey(card, $0), $0) }) { first, _ in first }
        let open = try tx.rows(
            "SELECT key FROM incident WHERE card = $1 AND status = 'open' AND kind = 'unexplained-advance'",
            [card.description])
        for key in try open.column("key") as [String] {
            if wanted[key] == nil { try explain(key: key) }
        }
        for (key, gap) in wanted.sorted(by: { $0.key < $1.key }) {
            try self.open(
                Cause(
                    key: key, kind: .unexplainedAdvance, member: member, card: card, range: gap,
                    detail: "The card's odometers moved and no entry says why. Nothing was charged for it."))
        }
    }

    /// Opens or closes the incident of an account whose debt exceeds the offline limit.
    func setBelowFloor(_ isBelow: Bool, member: MemberID) throws {
        let key = "floor:\(member)"
        guard isBelow else { return try explain(key: key) }
        try open(
            Cause(
                key: key, kind: .belowFloor, member: member,
                detail: "The account is further below zero than the offline limit allows."))
    }
}
