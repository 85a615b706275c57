internal import FoundationEssentials
internal import GRDB
internal import HubAPI
internal import Loyalty
internal import Vocabulary

/// Puts together what kiosks and the desk see of members.
struct MemberView {
    let db: Database
    let nowMs: Int64
    let bookingWindow: Range<Int64>

    /// Of the policy in force, by id.
    private let tierNames: [String: Bilingual]
    /// Whether a policy that kiosks may go by has tiers by the balance.
    private let usesBalance: Bool
    private let window: QualifyingWindow

    static let columns = "SELECT * FROM member"

    init(_ db: Database, nowMs: Int64) throws {
        self.db = db
        self.nowMs = nowMs
        let tiers = try PolicyShelf.find(db, atMs: nowMs)?.tiers.tiers ?? []
        tierNames = Dictionary(tiers.map { ($0.id, $0.name) }) { first, _ in first }
        // One that this program cannot read may have them too.
        let table = try? PolicyShelf.table(db)
        usesBalance = table?.usesBalance ?? true
        window = QualifyingWindow(table?.book.policies ?? [])
        bookingWindow = try BookingDays.zone(db).map { BookingDays.window(atMs: nowMs, $0) } ?? nowMs..<nowMs
    }

    /// - Parameter row: one of `columns`.
    func facts(_ row: Row) throws -> MemberFacts? {
        guard let id = row.member("id") else { return nil }
        let held = try Holdings.held(id, db)
        let number: String = row["number"]
        let standing = try standing(row)
        let lotsSinceMs = usesBalance ? min(nowMs, standing?.asOfMs ?? nowMs) : nowMs
        return MemberFacts(
            id: id, surname: row.words("surname_zh", "surname_en"), title: row.code("title"), tier: row["tier"],
            tierName: try tierName(row["tier"]), language: row.code("language"),
            numberTail: String(number.suffix(4)), lots: try lots(of: id, sinceMs: lotsSinceMs),
            held: held, cards: try cards(of: id), bookings: try bookings(of: id),
            standing: standing, claims: try Claims.open(of: id, db), arrival: arrival(row))
    }

    private func arrival(_ row: Row) -> ArrivalFacts? {
        guard let atMs: Int64 = row["arrived_at_ms"], let store: String = row["arrived_store"] else { return nil }
        return ArrivalFacts(store: store, atMs: atMs)
    }

    /// A tier that the policy no longer has is called as it was.
    private func tierName(_ tier: String) throws -> Bilingual {
        if let name = tierNames[tier] { return name }
        return try db.row("SELECT zh, en FROM tier WHERE id = ?", [tier])?.words("zh", "en")
            ?? Bilingual(both: tier)
    }

    /// Lots with something in them, pending ones too, as if no expiry had been booked. None of them could have paid a
    /// debt back that is still there: what could have, did when the tier was last looked at, and after it.
    ///
    /// - Parameter sinceMs: lots that ended by then are left out.
    private func lots(of member: MemberID, sinceMs: Int64) throws -> [LotFacts] {
        try db.rows(
            """
            SELECT id, currency, granted - taken AS rest, gained_at_ms, active_from_ms, expires_at_ms
            FROM lot WHERE member = ? AND granted <> taken AND coalesce(expires_at_ms > ?, true)
            ORDER BY expires_at_ms IS NULL, expires_at_ms, id
            """, [member.blob, sinceMs]
        ).map {
            LotFacts(
                id: $0["id"], currency: $0.code("currency"), remaining: $0["rest"], gainedAtMs: $0["gained_at_ms"],
                activeFromMs: $0["active_from_ms"], expiresAtMs: $0["expires_at_ms"])
        }
    }

    private func standing(_ row: Row) throws -> StandingFacts? {
        let text: String? = row["standing"]
        return try text.map { window.trimmed(try JSONDecoder().decode(StandingFacts.self, from: Data($0.utf8))) }
    }

    func cards(of member: MemberID) throws -> [CardFacts] {
        try db.rows(
            "SELECT * FROM card WHERE member = ? ORDER BY created_at_ms, id LIMIT ?",
            [member.blob, HubStoreLimits.cardsPerMember]
        ).compactMap(card)
    }

    private func card(_ row: Row) throws -> CardFacts? {
        let kind: String = row["kind"]
        let status: String = row["status"]
        guard let id = row.card("id"), let kind = CardFacts.Kind(rawValue: kind),
            let status = CardFacts.Status(rawValue: status)
        else { return nil }
        let gaps: Int64 = row["gaps"]
        return CardFacts(
            id: id, kind: kind, status: status, settled: row.amount("settled_points", "settled_fen"),
            spendsOffline: row["spends_offline"], open: try open(id), unexplained: gaps > 0 ? try unexplained(id) : nil)
    }

    private func open(_ card: CardID) throws -> [OpenIntent] {
        try db.rows(
            """
            SELECT id, points, fen, before_points, before_fen FROM spend WHERE card = ? AND open = 1
            ORDER BY before_points + before_fen, id
            """, [card.description]
        ).compactMap { row in
            guard let id = row.operation("id") else { return nil }
            let before = row.amount("before_points", "before_fen")
            return OpenIntent(
                id: id, before: before, after: (before + row.amount("points", "fen")))
        }
    }

    private func unexplained(_ card: CardID) throws -> Amount? {
        let row = try db.row(
            """
            SELECT coalesce(sum(points), 0) AS points, coalesce(sum(fen), 0) AS fen FROM incident
            WHERE card = ? AND status = 'open' AND kind = 'unexplained-advance'
            """, [card.description])
        let amount = row?.amount("points", "fen") ?? .zero
        return amount == .zero ? nil : amount
    }

    private func bookings(of member: MemberID) throws -> [BookingFacts] {
        try db.rows(
            """
            SELECT booking.*, service.public_zh, service.public_en, staff.zh AS staff_zh, staff.en AS staff_en,
                store.zh AS place_zh, store.en AS place_en
            FROM booking JOIN service ON service.id = booking.service JOIN staff ON staff.id = booking.staff
            JOIN store ON store.id = booking.store
            WHERE member = ? AND starts_at_ms >= ? AND starts_at_ms < ? ORDER BY starts_at_ms, booking.id
            """, [member.blob, bookingWindow.lowerBound, bookingWindow.upperBound]
        ).compactMap { row in
            let status: String = row["status"]
            guard let status = BookingFacts.Status(rawValue: status) else { return nil }
            return BookingFacts(
                id: row["id"], startsAtMs: row["starts_at_ms"], minutes: row["minutes"],
                service: row.words("public_zh", "public_en"), staff: row.words("staff_zh", "staff_en"), status: status,
                store: row["store"], place: row.words("place_zh", "place_en"))
        }
    }

    func summary(_ row: Row) throws -> MemberSummary? {
        guard let id = row.member("id") else { return nil }
        let held = try Holdings.held(id, db)
        let balance = try Holdings.balance(id, atMs: nowMs, db)
        return MemberSummary(
            id: id, number: row["number"], surname: row.words("surname_zh", "surname_en"), title: row.code("title"),
            tier: row["tier"], points: balance.points.count, fen: balance.money.fen, heldPoints: held.points.count,
            heldFen: held.money.fen, cards: try cards(of: id))
    }
}
