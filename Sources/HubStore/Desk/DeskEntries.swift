internal import GRDB
package import Identity
internal import Loyalty
internal import PolicyFile
internal import Settings

extension HubDatabase {
    /// Enters what a desk sends, a JSON document as `DeskOrder` reads it. The same order again gets the same answer.
    ///
    /// A bill is priced by the best permitted combination, unless it names its offers, in the same transaction in which
    /// it is entered: whatever was the last of its kind is given once.
    ///
    /// - Returns: JSON: `entry`, `accepted`, `refusal` in two languages, `outcome` with its reasons.
    /// - Throws: `SettingsProblems` for a document that cannot be read; `notFound`, `refused` as `enter` does, and
    ///   when a bill comes to something else than the customer was told.
    package func enterAtDesk(_ order: String, member: MemberID) async throws -> String {
        let nowMs = try momentToBook()
        return try await pool.write { db in
            let policy = try PolicyShelf.inForce(db, atMs: nowMs)
            let desk = EntryDesk(db: db, nowMs: nowMs, member: member)
            try desk.requireMember()
            try Nights(db: db, nowMs: nowMs, member: member).catchUp()
            // Two orders in one millisecond count in the order in which they came.
            let lastMs = try MemberLots.evaluated(member, db, nowMs: nowMs).last?.atMs ?? 0
            let read = try DeskOrder.decode(
                order, file: "body", nowMs: max(nowMs, lastMs + 1), policy: policy.version)
            if let answer = try desk.given(read.entry.id, as: order, or: read.entry) { return answer.printed }
            return try DeskSale(desk: desk, order: read).enter(request: order).printed
        }
    }

    /// What would come of something, or where a member stands: `{"ask": …}` as in a case. Nothing is changed.
    ///
    /// - Returns: JSON, as `kioskctl policy explain` prints it.
    package func preview(_ question: String, member: MemberID) async throws -> String {
        let nowMs = now()
        return try await pool.read { db in
            let policy = try PolicyShelf.inForce(db, atMs: nowMs)
            var asked = try CaseFile.question(question, file: "body", atMs: nowMs, policy: policy.version)
            try EntryDesk(db: db, nowMs: nowMs, member: member).requireMember()
            let table = try PolicyShelf.table(db)
            if case .bill(var bill) = asked {
                bill.totalUses = try MemberStanding.totalUses(table.limitedOffers, db)
                asked = .bill(bill)
            } else if case .entry(var entry) = asked, case .bill(var bill) = entry.fact {
                bill.totalUses = try MemberStanding.totalUses(table.limitedOffers, db)
                entry.fact = .bill(bill)
                asked = .entry(entry)
            }
            let account = try MemberHistory.of(member, db).later(atMs: nowMs).account
            return asked.answer(account, atMs: max(nowMs, account.lastAtMs), under: policy, book: table.book).json
                .printed
        }
    }

    /// The member's entries, the latest first, each with its reasons; at most `HubStoreLimits.entriesPerList`.
    ///
    /// - Parameter before: an entry; only what was before it.
    package func entries(of member: MemberID, before: String?) async throws -> String {
        try await pool.read { db in
            try EntryDesk(db: db, nowMs: 0, member: member).requireMember()
            let rows = try db.rows(
                """
                SELECT member_entry.id, member_entry.body, coalesce(why.body, '{}') AS why FROM member_entry
                LEFT JOIN why ON why.entry = member_entry.id AND why.member = member_entry.member
                WHERE member_entry.member = ?1 AND (?2 IS NULL OR (at_ms, member_entry.id) < (
                    SELECT at_ms, id FROM member_entry WHERE id = ?2 AND member = ?1))
                ORDER BY at_ms DESC, member_entry.id DESC LIMIT ?3
                """, [member.blob, before, HubStoreLimits.entriesPerList])
            let entries = rows.map { row -> String in
                let (body, why): (String, String) = (row["body"], row["why"])
                return "{\"entry\":\(body),\"why\":\(KeptReasons.worded(why))}"
            }
            return "{\"entries\": [\(entries.joined(separator: ",\n"))]}\n"
        }
    }
}

/// One order of a desk for one member.
struct DeskSale {
    let desk: EntryDesk
    var order: DeskOrder

    func enter(request: String) throws -> EntryAnswer {
        var entry = order.entry
        try requireOwn(entry)
        let policy = try policy(for: entry)
        if case .bill(let bill) = entry.fact {
            switch try settled(bill, entry, policy) {
            case .refused(let answer): return answer
            case .settled(let bill): entry.fact = .bill(bill)
            }
        }
        let gift = try PackageGift(entry, desk: desk)
        let before = try funds()
        let answer = try desk.enter(entry, request: request)
        if case .redeem = entry.fact, answer.refusal == nil { try handOver(entry) }
        if let gift, answer.refusal == nil { try gift.enter() }
        if answer.refusal == nil { try requireUnheld(before: before, after: try funds()) }
        return answer
    }

    /// Who redeems at the desk gets it there.
    private func handOver(_ entry: MemberEntry) throws {
        let claim = MemberEntry(
            id: "handed-over-\(entry.id)", atMs: entry.atMs + 1, policy: entry.policy,
            fact: .claim(redemption: entry.id, .handedOver))
        _ = try desk.enter(claim)
    }

    /// A kiosk's work, a night's and a merge's are not the desk's.
    private func requireOwn(_ entry: MemberEntry) throws {
        switch entry.fact {
        case .spend, .redeemed: throw HubStoreError.refused("What a card spent is entered by the kiosk.")
        case .night: throw HubStoreError.refused("The hub enters nights by itself.")
        case .package(_, .transferredHere):
            throw HubStoreError.refused("Who gives a package away is entered; the hub enters who gets it.")
        default: break
        }
        // Names that the hub makes itself, for lots, nights, what is handed over and what is given away.
        let isOurs =
            ["night-", "handed-over-", "received-", "debt-", Mend.prefix].contains { entry.id.hasPrefix($0) }
            || ["-principal", "-gift"].contains { entry.id.hasSuffix($0) } || entry.id.contains("/")
        guard !isOurs else { throw HubStoreError.refused("The hub makes ids like \(entry.id) itself; use another.") }
    }

    private func policy(for entry: MemberEntry) throws -> Policy {
        guard entry.atMs <= desk.nowMs + HubStoreLimits.deskAheadMs else {
            throw HubStoreError.refused("The entry is of \(MomentText.text(entry.atMs)), which has not come yet.")
        }
        guard entry.atMs >= desk.nowMs - HubStoreLimits.deskLateMs else {
            throw HubStoreError.refused("The entry is of \(MomentText.text(entry.atMs)), which is too long ago.")
        }
        let policy = try PolicyShelf.inForce(desk.db, atMs: entry.atMs)
        guard entry.policy == policy.version else {
            throw HubStoreError.refused(
                "Policy \(policy.version) was in force, not \(entry.policy). Ask for a preview.")
        }
        return policy
    }

    private enum Settling {
        case settled(Bill)
        case refused(EntryAnswer)
    }

    /// The bill with what its search chose and proved.
    private func settled(_ bill: Bill, _ entry: MemberEntry, _ policy: Policy) throws -> Settling {
        var bill = bill
        bill.best = nil
        bill.totalUses = try MemberStanding.totalUses(PolicyShelf.table(desk.db).limitedOffers, desk.db)
        var asked = entry
        asked.fact = .bill(bill)
        var account = try MemberHistory.account(of: desk.member, before: asked, desk.db)
        do {
            let outcome = try account.apply(asked, under: policy, detail: .proof)
            guard let quote = outcome.quote else { return .settled(bill) }
            if let quoted = order.quotedFen, quoted != quote.payable {
                throw HubStoreError.refused(
                    "The bill comes to \(quote.payable) fen and the customer was told \(quoted). Ask for a preview.")
            }
            return .settled(bill.settled(by: quote))
        } catch let error as RuleError {
            return .refused(EntryAnswer(entry: entry.id, refusal: error.words, why: EntryDesk.why(error)))
        }
    }

    // What kiosks were granted is spoken for.

    private func funds() throws -> Amount { try Holdings.balance(desk.member, atMs: desk.nowMs, desk.db) }

    private func requireUnheld(before: Amount, after: Amount) throws {
        let held = try Holdings.held(desk.member, desk.db)
        let isShort =
            after.points < before.points && after.points < held.points
            || after.money < before.money && after.money < held.money
        guard !isShort else {
            throw HubStoreError.refused(
                "A kiosk holds \(held.points.count) points and \(held.money.fen) fen for this member just now.")
        }
    }
}

extension EntryAnswer {
    var printed: String {
        let words = refusal.map { AnswerText.bilingual($0).compact } ?? "null"
        return """
            {"entry":\(JSONText.quoted(entry)),"accepted":\(refusal == nil),"refusal":\(words),"outcome":\(why)}

            """
    }
}
