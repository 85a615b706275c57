internal import GRDB
internal import Identity
internal import Loyalty
internal import PolicyFile
internal import Settings

/// A member's whole history, evaluated by the rules: entries, spends by card at the moment of their taps, and lots
/// from before entries were kept.
///
/// All of them count in one order: by moment, then by id. What comes out does not depend on what arrived first.
struct MemberHistory {
    private enum Event {
        case lot(PurseLot)
        case entry(MemberEntry)
        case spend(LotSpend)

        var place: (Int64, String) {
            switch self {
            case .lot(let lot): (lot.gainedAtMs, lot.id)
            case .entry(let entry): (entry.atMs, entry.id)
            case .spend(let spend): (spend.atMs, spend.id.description)
            }
        }
    }

    private(set) var account = MemberAccount()
    private(set) var outcomes: [Outcome] = []
    /// Entries that make no sense where they stand; they change nothing.
    private(set) var failures: [String: RuleError] = [:]
    private(set) var postings: [Posting] = []
    private(set) var moments: [LotLedger.Cause: Int64] = [:]
    private(set) var lastMs: Int64?
    private(set) var hasEntries = false
    private var spends: [String: OperationID] = [:]
    private let book: PolicyBook

    /// - Parameter added: not in the database yet.
    static func replayed(
        _ member: MemberID, adding added: [MemberEntry] = [], _ db: Database, nowMs: Int64
    ) throws -> MemberHistory {
        let entries = try entries(of: member, db) + added
        let sources = Set(entries.map(\.id))
        let kept = try MemberLots.load(member, db).all.filter { !sources.contains($0.source) }
        let spends = try MemberLots.spends(of: member, db)
        let events = kept.map { Event.lot($0) } + entries.map { .entry($0) } + spends.map { .spend($0) }
        var history = MemberHistory(book: try PolicyShelf.book(db))
        history.hasEntries = !entries.isEmpty
        for event in events.sorted(by: { $0.place < $1.place }) { history.take(event) }
        history.passTime(toMs: nowMs)
        return history
    }

    private init(book: PolicyBook) { self.book = book }

    static func entries(of member: MemberID, _ db: Database) throws -> [MemberEntry] {
        try db.rows("SELECT id, body FROM member_entry WHERE member = ? ORDER BY at_ms, id", [member.blob]).map {
            try CaseFile.memberEntry($0["body"], file: $0["id"]).entry
        }
    }

    func cause(of entry: String) -> LotLedger.Cause { spends[entry].map { .spend($0) } ?? .entry(entry) }

    private mutating func take(_ event: Event) {
        passTime(toMs: event.place.0)
        lastMs = event.place.0
        switch event {
        case .lot(let lot):
            moments[.entry(lot.source)] = lot.gainedAtMs
            var grant = lot
            grant.taken = 0
            account.purse.grant(grant)
        case .entry(let entry):
            moments[.entry(entry.id)] = entry.atMs
            take(entry)
        case .spend(let spend):
            moments[.spend(spend.id)] = spend.atMs
            spends[spend.id.description] = spend.id
            take(spend)
        }
        postings += account.purse.takePostings()
    }

    private mutating func take(_ entry: MemberEntry) {
        do throws(RuleError) {
            let outcome = try account.apply(entry, under: try book.policy(version: entry.policy))
            postings += outcome.postings
            outcomes.append(outcome)
        } catch { failures[entry.id] = error }
    }

    /// A kiosk accepted it: where the rules have nothing to say of it, it counts all the same.
    private mutating func take(_ spend: LotSpend) {
        do throws(RuleError) {
            let policy = try policy(atMs: spend.atMs)
            let entry = MemberEntry(
                id: spend.id.description, atMs: spend.atMs, policy: policy.version, fact: .spend(spend.amount))
            postings += try account.apply(entry, under: policy).postings
        } catch { account.purse.take(spend) }
    }

    /// The one in force; for taps before the first policy, the first.
    private func policy(atMs tap: Int64) throws(RuleError) -> Policy {
        if let policy = book.policies.last(where: { $0.effectiveFromMs <= tap }) ?? book.policies.first {
            return policy
        }
        throw .beforePolicy(atMs: tap)
    }

    private mutating func passTime(toMs now: Int64) {
        account.purse.advance(toMs: now, entry: Purse.byTime)
        postings += account.purse.takePostings()
    }
}

extension MemberHistory {
    /// Of each entry: its outcome with the derivation, as JSON.
    func reasons() -> [(entry: String, why: String)] {
        outcomes.map { ($0.entry, AnswerText.outcome($0).printed) }
            + failures.map { ($0.key, EntryDesk.why($0.value)) }
    }
}
