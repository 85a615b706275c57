internal import Database
internal import Documents
internal import Loyalty
internal import PolicyFile
internal import Vocabulary

/// Books one mend: keeps its entry, and replays the member so that the books follow.
struct MendBooking {
    let tx: Transaction
    let nowMs: Int64
    let mend: Mend

    func book() throws -> Bool {
        guard let member = MemberID(mend.member) else { throw HubStoreError.notFound(.member(nil)) }
        try MemberEntries(tx: tx, nowMs: nowMs, member: member).requireMember()
        guard try !tx.exists("SELECT 1 FROM member_entry WHERE id = $1", [mend.id]) else { return false }
        try keep(member)
        // A night that was put off into the future runs again on the days before it. A night that is due stays due.
        try tx.run("UPDATE member SET night_due_ms = NULL WHERE id = $1 AND night_due_ms > $2", [member, nowMs])
        try PolicySweep.visitNow(member, tx, nowMs: nowMs)
        try moveSpends()
        try moveClaims()
        try MemberBooks.bookSpends(LotChange(mustReplay: true), member: member, tx, Incidents(tx: tx, nowMs: nowMs))
        try ClockReturn.reverseExpiries(of: member, tx, nowMs)
        try Nights(tx: tx, nowMs: nowMs, member: member).catchUp()
        try tx.touch([member])
        return true
    }

    private func keep(_ member: MemberID) throws {
        let row = EntryRow(id: mend.id, member: member, atMs: nowMs, policy: mend.policy, body: mend.body)
        try EntrySeals.append(row, tx, bookedAtMs: nowMs)
        try tx.run("INSERT INTO why (entry, member, body) VALUES ($1, $2, $3)", [mend.id, member, Self.whyMended])
        for entry in mend.entries where entry.at == nil {
            try tx.run("UPDATE why SET body = $1 WHERE entry = $2 AND member = $3", [Self.whyNot, entry.id, member])
        }
    }

    /// What is known of a spend follows from kiosks' journals; nobody keeps it as history.
    private func moveSpends() throws {
        for spend in mend.spends {
            try tx.run("UPDATE spend SET at_ms = $1 WHERE id = $2", [spend.atMs, OperationID(spend.id)])
        }
    }

    /// Moves claims too, so that they wait from the corrected moment on.
    private func moveClaims() throws {
        for entry in mend.entries where entry.at != nil {
            try tx.run("UPDATE entry_claim SET at_ms = $1 WHERE redemption = $2", [entry.atMs, entry.id])
        }
        for spend in mend.spends {
            try tx.run("UPDATE claim SET at_ms = $1 WHERE spend = $2", [spend.atMs, OperationID(spend.id)])
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
