internal import GRDB
package import Identity
package import Loyalty
internal import PolicyFile
internal import Settings

/// What became of a member's entry.
package struct EntryAnswer: Hashable, Sendable {
    package var entry: String
    /// The rule that said no, or what makes no sense; then nothing was kept.
    package var refusal: Bilingual?
    /// The outcome with its derivation, JSON.
    package var why: String
}

extension HubDatabase {
    /// Lets an entry happen to a member. Sent again it gets the same answer; what was refused is looked at anew.
    ///
    /// - Throws: `notFound` for the member; `refused` when the id stands for something else.
    package func enter(_ entry: MemberEntry, member: MemberID) async throws -> EntryAnswer {
        let nowMs = try momentToBook()
        return try await pool.write { db in try EntryDesk(db: db, nowMs: nowMs, member: member).enter(entry) }
    }
}

/// Takes entries of one member.
struct EntryDesk {
    let db: Database
    let nowMs: Int64
    let member: MemberID

    /// - Parameter request: as somebody sent it, where more is kept than that.
    func enter(_ entry: MemberEntry, request: String? = nil) throws -> EntryAnswer {
        try requireMember()
        if let answer = try given(entry.id, as: request, or: entry) { return answer }
        try requireFree(entry)
        let history = try MemberHistory.of(member, adding: [.entry(entry)], db)
        if let failure = history.failures[entry.id] {
            return EntryAnswer(entry: entry.id, refusal: failure.words, why: Self.why(failure))
        }
        guard let outcome = history.outcomes.first(where: { $0.entry == entry.id }) else {
            throw HubStoreError.refused("Entry \(entry.id) came to nothing.")
        }
        if let step = outcome.refusal {
            return EntryAnswer(entry: entry.id, refusal: step.words, why: AnswerText.outcome(outcome).compact)
        }
        try keep(entry, request: request)
        try MemberLots.enter(history, member: member, db, Incidents(db: db, nowMs: nowMs))
        try db.touch([member])
        return try given(entry.id, as: request, or: entry)
            ?? EntryAnswer(entry: entry.id, why: AnswerText.outcome(outcome).compact)
    }

    func requireMember() throws {
        guard try db.row("SELECT 1 FROM member WHERE id = ?", [member.blob]) != nil else {
            throw HubStoreError.notFound("Member \(member)")
        }
    }

    /// The answer given before under this id.
    ///
    /// - Throws: `refused` when it was given to something else.
    func given(_ id: String, as request: String?, or entry: MemberEntry? = nil) throws -> EntryAnswer? {
        let row = try db.row(
            """
            SELECT member_entry.member AS member, why.body AS why,
                coalesce(request = json(?2), member_entry.body IN (json(?3), json(?4)), 0) AS same
            FROM member_entry LEFT JOIN why ON why.entry = member_entry.id AND why.member = member_entry.member
            WHERE member_entry.id = ?1
            """,
            [
                id, request, entry.map { EntryLine.text($0, of: member) },
                entry.map { EntryLine.text($0, of: member, hasEdition: false) },
            ])
        guard let row else { return nil }
        let isSame: Bool = row["same"]
        guard isSame, row.member("member") == member else {
            throw HubStoreError.refused("Entry \(id) is there with other content.")
        }
        let why: String? = row["why"]
        return EntryAnswer(entry: id, why: why.map(KeptReasons.worded) ?? "{}")
    }

    private func requireFree(_ entry: MemberEntry) throws {
        switch entry.fact {
        case .mergedAway, .mergedHere: throw HubStoreError.refused("This hub does not merge members yet.")
        default: break
        }
        guard try !TakenIDs(db: db).isTaken(entry.id, by: member) else {
            throw HubStoreError.refused("The id \(entry.id) stands for something else.")
        }
    }

    /// Appends an entry that was evaluated.
    func keep(_ entry: MemberEntry, request: String? = nil) throws {
        try insert(entry, request: request)
        try EntrySeals.seal(db)
    }

    /// As it was done before entries were sealed.
    func insert(_ entry: MemberEntry, request: String? = nil) throws {
        try db.run(
            """
            INSERT INTO member_entry (id, member, at_ms, policy, body, booked_at_ms, request)
            VALUES (?, ?, ?, ?, json(?), ?, json(?))
            """,
            [entry.id, member.blob, entry.atMs, entry.policy, EntryLine.text(entry, of: member), nowMs, request])
    }

    static func why(_ failure: RuleError) -> String {
        JSONText.object([.init("error", AnswerText.bilingual(failure.words))]).compact
    }
}

/// An entry as a line of an exported history, JSON on one line.
enum EntryLine {
    /// - Parameter hasEdition: `false` for how the same entry was written before there were editions.
    static func text(_ entry: MemberEntry, of member: MemberID, hasEdition: Bool = true) -> String {
        let owner = JSONText.Member("member", .text(member.description))
        guard case .object(let members) = EntryText.json(entry) else { return "{}" }
        return JSONText.object([owner] + members.filter { hasEdition || $0.key != EntryText.edition }).compact
    }
}
