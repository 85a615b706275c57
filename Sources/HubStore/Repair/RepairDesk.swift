internal import GRDB
internal import Loyalty
internal import PolicyFile
internal import Settings
internal import Vocabulary

/// Enters what mends one member, and makes the books follow.
struct RepairDesk {
    let db: Database
    let nowMs: Int64
    let mend: Mend

    func enter() throws -> Bool {
        guard let member = MemberID(mend.member) else { throw HubStoreError.notFound(.member(nil)) }
        try MemberEntries(db: db, nowMs: nowMs, member: member).requireMember()
        guard try db.row("SELECT 1 FROM member_entry WHERE id = ?", [mend.id]) == nil else { return false }
        try keep(member)
        // Whoever's night was put off to a day in the future has those between again. One that is due stays so.
        try db.run("UPDATE member SET night_due_ms = NULL WHERE id = ? AND night_due_ms > ?", [member.blob, nowMs])
        try PolicySweep.reach(member, db, nowMs: nowMs)
        try moveSpends()
        try moveClaims()
        try MemberLots.apply(LotChange(mustReplay: true), member: member, db, Incidents(db: db, nowMs: nowMs))
        try ClockReturn.reverseExpiries(of: member, db, nowMs)
        try Nights(db: db, nowMs: nowMs, member: member).catchUp()
        try db.touch([member])
        return true
    }

    private func keep(_ member: MemberID) throws {
        try db.run(
            """
            INSERT INTO member_entry (id, member, at_ms, policy, body, booked_at_ms) VALUES (?, ?, ?, ?, json(?), ?)
            """, [mend.id, member.blob, nowMs, mend.policy, mend.body, nowMs])
        try EntrySeals.seal(db)
        try db.run("INSERT INTO why (entry, member, body) VALUES (?, ?, ?)", [mend.id, member.blob, Self.whyMended])
        for entry in mend.entries where entry.at == nil {
            try db.run("UPDATE why SET body = ? WHERE entry = ? AND member = ?", [Self.whyNot, entry.id, member.blob])
        }
    }

    /// What is known of a spend follows from kiosks' journals; nobody keeps it as history.
    private func moveSpends() throws {
        for spend in mend.spends {
            try db.run("UPDATE spend SET at_ms = ? WHERE id = ?", [spend.atMs, OperationID(spend.id)?.blob])
        }
    }

    /// Whoever waits with a code waits since then.
    private func moveClaims() throws {
        for entry in mend.entries where entry.at != nil {
            try db.run("UPDATE entry_claim SET at_ms = ? WHERE redemption = ?", [entry.atMs, entry.id])
        }
        for spend in mend.spends {
            try db.run("UPDATE claim SET at_ms = ? WHERE spend = ?", [spend.atMs, OperationID(spend.id)?.blob])
        }
    }

    private static let whyMended = why(
        zh: "系统时钟曾有误，或编号重复；历史已更正",
        en: "the hub's clock had been wrong, or an id stood for two things; mended")
    private static let whyNot = why(
        zh: "当时系统时钟有误，这一天尚未到来，因此不计入",
        en: "the clock was wrong: the day had not come, and it does not count")

    private static func why(zh: String, en: String) -> String {
        JSONText.object([.init("note", AnswerText.bilingual(Bilingual(zh: zh, en: en)))]).compact
    }
}
