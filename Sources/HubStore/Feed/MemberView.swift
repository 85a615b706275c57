internal import FoundationEssentials
internal import Database
internal import HubAPI
internal import Loyalty
internal import Vocabulary

/// Puts together what kiosks and the desk see of members.
struct MemberView {
    let tx: Transaction
    let nowMs: Int64
    let bookingWindow: Range<Int64>

    /// Of the policy in force, by id.
    private let tierNames: [String: Bilingual]
    /// Whether a policy that kiosks may go by has tiers by the balance.
    private let usesBalance: Bool
    private let window: QualifyingWindow

    static let columns: SQL = "SELECT * FROM member"

    init(_ tx: Transaction, nowMs: Int64) throws {
        self.tx = tx
        self.nowMs = nowMs
        let tiers = try PolicyStore.find(tx, atMs: nowMs)?.tiers.tiers ?? []
        tierNames = Dictionary(tiers.map { ($0.id, $0.name) }) { first, _ in first }
        // A policy that this program cannot read may have such tiers too.
        let table = try? PolicyStore.table(tx)
        usesBalance = table?.usesBalance ?? true
        window = QualifyingWindow(table?.book.policies ?? [])
        bookingWindow = try BookingDays.zone(tx).map { BookingDays.window(atMs: nowMs, $0) } ?? nowMs..<nowMs
    }

    /// - Parameter row: one of `columns`.
    func facts(_ row: Row) throws -> MemberFacts {
        let id: MemberID = try row["id"]
        let held = try Reserved.amount(of: id, tx)
        let number: String = try row["number"]
        let standing = try standing(row)
        let lotsSinceMs = usesBalance ? min(nowMs, standing?.asOfMs ?? nowMs) : nowMs
        return try MemberFacts(
            id: id, surname: row.words("surname_zh", "surname_en"), title: row["title"], tier: row["tier"],
            tierName: tierName(row["tier"]), language: row["language"],
            numberTail: String(number.suffix(4)), lots: lots(of: id, sinceMs: lotsSinceMs),
            held: held, cards: cards(of: id), bookings: bookings(of: id),
            standing: standing, claims: Claims.open(of: id, tx), arrival: arrival(row))
    }

    private func arrival(_ row: Row) throws -> ArrivalFacts? {
        let (atMs, store): (Int64?, String?) = try (row["arrived_at_ms"], row["arrived_store"])
        guard let atMs, let store else { return nil }
        return ArrivalFacts(store: store, atMs: atMs)
    }

    /// A tier that the policy no longer has is called as it was.
    private func tierName(_ tier: String) throws -> Bilingual {
        if let name = tierNames[tier] { return name }
        return try tx.row("SELECT zh, en FROM tier WHERE id = $1", [tier])?.words("zh", "en")
            ?? Bilingual(both: tier)
    }

    /// Lots that are not used up, pending ones too, before booked expiries are subtracted. None of them could still pay
    /// back an open debt: such a lot paid when the tier was last evaluated, or after that.
    ///
    /// - Parameter sinceMs: lots that ended by then are left out.
    private func lots(of member: MemberID, sinceMs: Int64) throws -> [LotFacts] {
        try tx.rows(
            """
            SELECT id, currency, granted - taken AS rest, gained_at_ms, active_from_ms, expires_at_ms
            FROM lot WHERE member = $1 AND granted <> taken AND coalesce(expires_at_ms > $2, true)
            ORDER BY expires_at_ms IS NULL, expires_at_ms, id
            """, [member, sinceMs]
        ).map {
            try LotFacts(
                id: $0["id"], currency: .known($0.choice("currency")), remaining: $0["rest"],
                gainedAtMs: $0["gained_at_ms"],
                activeFromMs: $0["active_from_ms"], expiresAtMs: $0["expires_at_ms"])
        }
    }

    private func standing(_ row: Row) throws -> StandingFacts? {
        let text: String? = try row["standing"]
        return try text.map { window.trimmed(try JSONDecoder().decode(StandingFacts.self, from: Data($0.utf8))) }
    }

    func cards(of member: MemberID) throws -> [CardFacts] {
        try tx.rows(
            "SELECT * FROM card WHERE member = $1 ORDER BY created_at_ms, id LIMIT $2",
            [member, HubStoreLimits.cardsPerMember]
        ).map(card)
    }

    private func card(_ row: Row) throws -> CardFacts {
        let (id, gaps): (CardID, Int64) = try (row["id"], row["gaps"])
        return try CardFacts(
            id: id, kind: row.choice("kind"), status: row.choice("status"),
            settled: row.amount("settled_points", "settled_fen"), spendsOffline: row["spends_offline"],
            open: open(id), unexplained: gaps > 0 ? unexplained(id) : nil)
    }

    private func open(_ card: CardID) throws -> [OpenIntent] {
        try tx.rows(
            """
            SELECT id, points, fen, before_points, before_fen FROM spend WHERE card = $1 AND open = 1
            ORDER BY before_points + before_fen, id
            """, [card.description]
        ).map { row in
            let before = try row.amount("before_points", "before_fen")
            return OpenIntent(
                id: try row["id"], before: before, after: before + (try row.amount("points", "fen")))
        }
    }

    private func unexplained(_ card: CardID) throws -> Amount? {
        let row = try tx.row(
            """
            SELECT coalesce(sum(points), 0) AS points, coalesce(sum(fen), 0) AS fen FROM incident
            WHERE card = $1 AND status = 'open' AND kind = 'unexplained-advance'
            """, [card.description])
        let amount = try row?.amount("points", "fen") ?? .zero
        return amount == .zero ? nil : amount
    }

    private func bookings(of member: MemberID) throws -> [BookingFacts] {
        try tx.rows(
            """
            SELECT booking.*, service.public_zh, service.public_en, staff.zh AS staff_zh, staff.en AS staff_en,
                store.zh AS place_zh, store.en AS place_en
            FROM booking JOIN service ON service.id = booking.service JOIN staff ON staff.id = booking.staff
            JOIN store ON store.id = booking.store
            WHERE member = $1 AND starts_at_ms >= $2 AND starts_at_ms < $3 ORDER BY starts_at_ms, booking.id
            """, [member, bookingWindow.lowerBound, bookingWindow.upperBound]
        ).map { row in
            try BookingFacts(
                id: row["id"], startsAtMs: row["starts_at_ms"], minutes: row["minutes"],
                service: row.words("public_zh", "public_en"), staff: row.words("staff_zh", "staff_en"),
                status: row.choice("status"),
                store: row["store"], place: row.words("place_zh", "place_en"))
        }
    }

    func summary(_ row: Row) throws -> MemberSummary {
        let id: MemberID = try row["id"]
        let held = try Reserved.amount(of: id, tx)
        let balance = try MemberBooks.balance(of: id, atMs: nowMs, tx)
        return try MemberSummary(
            id: id, number: row["number"], surname: row.words("surname_zh", "surname_en"), title: row["title"],
            tier: row["tier"], points: balance.points.count, fen: balance.money.fen, heldPoints: held.points.count,
            heldFen: held.money.fen, cards: cards(of: id))
    }
}
