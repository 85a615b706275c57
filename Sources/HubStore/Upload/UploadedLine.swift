internal import FoundationEssentials
internal import Database
internal import HubAPI
internal import Vocabulary

/// One uploaded line, looked at before the database is: hashed, decoded, judged for sense.
struct UploadedLine: Sendable {
    var sequence: Int64
    var previousHash: [UInt8]
    var hash: [UInt8]
    /// Whether `hash` is the hash of the body after `previousHash`.
    var isChained: Bool
    var hashText: String
    var body: String
    var content: Content

    enum Content: Sendable {
        case entry(JournalEntry)
        case unreadable(String)
    }

    var isEntry: Bool { if case .entry = content { true } else { false } }

    init(_ sent: UploadedEntry, kiosk: String) {
        sequence = sent.sequence
        previousHash = Hex.bytes(sent.previousHash) ?? []
        hash = Hex.bytes(sent.hash) ?? []
        hashText = sent.hash
        body = sent.body
        isChained =
            hash.count == 32 && previousHash.count == 32
            && JournalChain.hash(previous: previousHash, sequence: sequence, body: body) == hash
        content = Self.content(of: body, kiosk: kiosk)
    }

    /// Whose books it is about, or the operation where it does not say whose.
    var locks: [Lock] {
        guard case .entry(let entry) = content else { return [] }
        if let member = entry.member { return [.member(member)] }
        guard case .spendOutcome(let outcome) = entry.fact else { return [.operation(entry.id)] }
        return [.operation(outcome.settles)]
    }

    private static func content(of body: String, kiosk: String) -> Content {
        guard body.utf8.count <= HubLimits.entryBodyBytes else {
            return .unreadable("an entry has at most \(HubLimits.entryBodyBytes) bytes, this one \(body.utf8.count)")
        }
        guard let entry = try? JSONDecoder().decode(JournalEntry.self, from: Data(body.utf8)) else {
            return .unreadable("the body is not the JSON of a journal entry")
        }
        if let problem = EntryCheck.problem(in: entry, kiosk: kiosk) { return .unreadable(problem) }
        return .entry(entry)
    }
}
