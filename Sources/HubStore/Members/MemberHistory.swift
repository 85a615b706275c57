internal import Database
internal import Loyalty
internal import PolicyFile
internal import Vocabulary

/// A member's whole history, evaluated by the rules: entries, spends by card at the moment of their taps, and lots
/// from before entries were kept.
///
/// Events are ordered by moment, then by id, so the result does not depend on the order of arrival. An event at the end
/// is applied to the cached history (`HistoryCache`); any other event needs a replay from the beginning.
struct MemberHistory {
    enum Event {
        case lot(PurseLot)
        case entry(MemberEntry)
        case spend(PostedSpend)

        var place: Place {
            switch self {
            case .lot(let lot): Place(atMs: lot.gainedAtMs, id: lot.id, kind: .lot)
            case .entry(let entry): Place(atMs: entry.atMs, id: entry.id, kind: .entry)
            case .spend(let card): Place(atMs: card.spend.atMs, id: card.spend.id.description, kind: .spend)
            }
        }
    }

    struct Place: Comparable {
        enum Kind: Int { case lot, entry, spend }

        var atMs: Int64
        var id: String
        var kind: Kind

        static func < (left: Place, right: Place) -> Bool {
            (left.atMs, left.id, left.kind.rawValue) < (right.atMs, right.id, right.kind.rawValue)
        }

        /// Identifies the event apart from its moment. An id alone does not: a spend and an entry may have the same.
        var name: Name { Name(kind: kind, id: id) }

        struct Name: Hashable {
            var kind: Kind
            var id: String
        }
    }

    private(set) var account = MemberAccount()
    /// Outcomes of the new events if `isOnTop`, otherwise of all.
    private(set) var outcomes: [Outcome] = []
    /// Entries that make no sense where they stand; they change nothing.
    private(set) var failures: [String: RuleError] = [:]
    private(set) var bookings: [LotLedger.Booking] = []
    private(set) var moments: [LotLedger.Cause: Int64] = [:]
    private(set) var last: Place?
    private(set) var hasEntries = false
    /// Whether anything evaluated may have changed what became of redemptions made before it.
    private(set) var movesClaims = false
    /// Whether anything evaluated may have used offers, or given them back.
    private(set) var movesOffers = false
    /// Whether only events after those in the books were evaluated, so that the values above are about those alone.
    private(set) var isOnTop = false
    /// While everything is gone through: whose ids no spend may take. Older files may hold such spends.
    private var entryIDs: Set<String> = []
    /// Lots and debts before the new events; `nil` after a replay, when only the books have them.
    private(set) var booked: Purse?
    let table: PolicyTable
    var book: PolicyBook { table.book }

    private init(_ table: PolicyTable) { self.table = table }

    /// Evaluates a member's history together with events that are not in the database yet, or are there without having
    /// been evaluated.
    ///
    /// - Parameter moving: takes the cached history out instead of copying it; only where the result will be saved.
    static func evaluate(
        _ member: MemberID, adding added: [Event] = [], moving: Bool = false, _ tx: Transaction
    ) throws -> MemberHistory {
        let table = try PolicyStore.table(tx)
        let events = added.sorted { $0.place < $1.place }
        if var history = try moving ? HistoryCache.take(member, tx) : HistoryCache.find(member, tx),
            history.table === table, isLater(events.first, than: history.last)
        {
            history.isOnTop = true
            history.booked = history.account.purse
            for event in events { history.apply(event) }
            return history
        }
        return try replayed(member, adding: events, table, tx)
    }

    private static func isLater(_ event: Event?, than last: Place?) -> Bool {
        guard let event, let last else { return true }
        return last < event.place
    }

    /// What the account was just before an entry that is not in the database.
    static func account(of member: MemberID, before entry: MemberEntry, _ tx: Transaction) throws -> MemberAccount {
        let place = Event.entry(entry).place
        if let history = try HistoryCache.find(member, tx), history.last.map({ $0 < place }) ?? true {
            return history.account
        }
        var history = MemberHistory(try PolicyStore.table(tx))
        for event in try kept(member, tx).sorted(by: { $0.place < $1.place }) where event.place < place {
            history.apply(event)
        }
        return history.account
    }

    /// Evaluates the history from its beginning.
    ///
    /// - Parameter mend: a mend that is not in the database.
    static func replayed(
        _ member: MemberID, adding added: [Event] = [], mend: Mend? = nil, _ table: PolicyTable, _ tx: Transaction
    ) throws -> MemberHistory {
        var events: [Place.Name: Event] = [:]
        for event in try kept(member, mend: mend, tx) + added { events[event.place.name] = event }
        var history = MemberHistory(table)
        history.entryIDs = Set(events.keys.filter { $0.kind == .entry }.map(\.id))
        for event in events.values.sorted(by: { $0.place < $1.place }) { history.apply(event) }
        return history
    }

    /// Everything there is of a member: entries, posted spends, and lots that no entry granted; each as it counts.
    static func kept(_ member: MemberID, mend: Mend? = nil, _ tx: Transaction) throws -> [Event] {
        let (entries, entered) = try entriesAndMends(of: member, tx)
        let mends = Mends(entered + [mend].compactMap { $0 })
        let spends = try MemberBooks.spends(of: member, tx)
        let sources = Set(entries.map(\.id) + spends.map(\.spend.id.description))
        let lots = try MemberBooks.load(member, tx).all.filter { !sources.contains($0.source) }
        let events: [Event] = lots.map { .lot($0) } + entries.map { .entry($0) } + spends.map { .spend($0) }
        return events.compactMap(mends.apply)
    }

    static func entries(of member: MemberID, _ tx: Transaction) throws -> [MemberEntry] {
        try entriesAndMends(of: member, tx).entries
    }

    private static func entriesAndMends(
        of member: MemberID, _ tx: Transaction
    ) throws -> (entries: [MemberEntry], mends: [Mend]) {
        let rows = try tx.rows(
            "SELECT id, body FROM member_entry WHERE member = $1 ORDER BY at_ms, id", [member])
        var (entries, mends): ([MemberEntry], [Mend]) = ([], [])
        entries.reserveCapacity(rows.count)
        for row in rows {
            let (id, body): (String, String) = try (row["id"], row["body"])
            if let mend = Mend(id: id, body: body) {
                mends.append(mend)
                continue
            }
            do { entries.append(try CaseFile.memberEntry(body, file: id).entry) } catch {
                throw HubStoreError.damaged(table: "member_entry", row: id)
            }
        }
        return (entries, mends)
    }

    /// The same at a later moment, with what time alone changes: lots that became active have paid debts back.
    func advanced(to now: Int64) -> MemberHistory {
        var advanced = self
        advanced.passTime(toMs: now)
        return advanced
    }

    /// The account and the place of the last event, without outcomes and postings: what later events are applied to.
    var withoutEvents: MemberHistory {
        var history = MemberHistory(table)
        history.account = account
        history.last = last
        history.hasEntries = hasEntries
        return history
    }

    private mutating func apply(_ event: Event) {
        passTime(toMs: event.place.atMs)
        last = event.place
        switch event {
        case .lot(let lot):
            moments[.entry(lot.source)] = lot.gainedAtMs
            var grant = lot
            grant.taken = 0
            account.purse.grant(grant)
        case .entry(let entry):
            hasEntries = true
            moments[.entry(entry.id)] = entry.atMs
            apply(entry)
        case .spend(let card):
            moments[.spend(card.spend.id)] = card.spend.atMs
            apply(card)
        }
        book(account.purse.takePostings())
    }

    /// Collects postings with their causes.
    ///
    /// - Parameters:
    ///   - spend: the cause of postings whose entry is `name`.
    ///   - name: the id under which the rules know that spend.
    private mutating func book(_ postings: [Posting], of spend: OperationID? = nil, named name: String = "") {
        bookings += postings.map { posting in
            if let spend, name == posting.entry { return LotLedger.Booking(posting: posting, cause: .spend(spend)) }
            return LotLedger.Booking(posting: posting, cause: .entry(posting.entry))
        }
    }

    private mutating func apply(_ entry: MemberEntry) {
        movesOffers = true
        switch entry.fact {
        case .claim, .night, .redeem: movesClaims = true
        default: break
        }
        do throws(RuleError) {
            let policy = try book.policy(version: entry.policy)
            let outcome = try account.apply(entry, under: policy, sale: try book.sale(of: entry, in: account))
            book(outcome.postings)
            outcomes.append(outcome)
        } catch { failures[entry.id] = error }
    }

    /// Applies a spend by card. A kiosk has accepted it, so it counts even where the rules cannot evaluate it.
    private mutating func apply(_ card: PostedSpend) {
        let id = card.spend.id.description
        do throws(RuleError) {
            let policy = try book.policy(ofTapAtMs: card.spend.atMs)
            var entry = card.entry(policy: policy.version)
            // A spend may not use the id of an entry.
            if entryIDs.contains(id) { entry.id = HubEntryID.spend(id).description }
            let outcome = try account.apply(entry, under: policy)
            book(outcome.postings, of: card.spend.id, named: entry.id)
            outcomes.append(outcome)
            // A coupon is the member's at once: there is nothing to hand over.
            if account.redemptions[outcome.entry].map({ $0.state != .open }) ?? false { movesClaims = true }
        } catch {
            account.purse.take(card.spend)
            book(account.purse.takePostings(), of: card.spend.id, named: id)
        }
    }

    private mutating func passTime(toMs now: Int64) {
        account.purse.advance(toMs: now, entry: DerivedID.timePassing)
        book(account.purse.takePostings())
    }
}

extension PolicyBook {
    /// The one in force; for taps before the first policy, the first.
    func policy(ofTapAtMs tap: Int64) throws(RuleError) -> Policy {
        if let policy = policies.last(where: { $0.effectiveFromMs <= tap }) ?? policies.first { return policy }
        throw .beforePolicy(atMs: tap)
    }
}

extension MemberHistory {
    /// Entries that change nothing: a rule refuses them, or they make no sense where they stand.
    var refused: [String] { outcomes.filter { $0.refusal != nil }.map(\.entry) + failures.keys.sorted() }

    /// Of each entry: its outcome with the derivation, as it is kept.
    func reasons() -> [(entry: String, why: String)] {
        outcomes.map { ($0.entry, KeptReasons.text($0)) }
            + failures.sorted { $0.key < $1.key }.map { ($0.key, KeptReasons.text($0.value)) }
    }
}
