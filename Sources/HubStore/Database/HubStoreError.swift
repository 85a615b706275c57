internal import Vocabulary

/// Why the hub's database could not do what was asked. Cases are named for what the caller does.
package enum HubStoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is no salon in it yet: run `hubd seed`.
    case empty
    /// There is no policy to go by, for this reason. Answer 503.
    case noPolicy(String)
    /// Nothing has this name. Answer 404.
    case notFound(Missing)
    /// It cannot be done in this state. Answer 409 with the refusal's words.
    case refused(Refusal)
    /// A row of its own cannot be read. Answer 503; nothing that was sent is at fault.
    case damaged(table: String, row: String)
    /// The same of one value, which the words say more of.
    case unreadable(String, column: String)
    /// The database lacks rules that keep its books right. Do not serve.
    case unguarded([String])
    /// The operation exists for files only; on a server its administrator does this work. Answer 409.
    case onlyOfFile(String)
    /// The machine's time zone database does not have the zone of a store. Do not serve.
    case unknownZone(store: String, name: String)
    /// A limit named in `HubStoreLimits` is reached. Answer 429.
    case limit(Excess)
    /// The machine's clock cannot be trusted; the words say what to do. Answer 503.
    case clock(String)

    package var description: String {
        switch self {
        case .empty: "the database holds no salon; run hubd seed"
        case .notFound(let missing): missing.words.en
        case .refused(let refusal): refusal.words.en
        case .limit(let excess): excess.words.en
        case .noPolicy(let why), .clock(let why): why
        case .unknownZone(let store, let name):
            """
            the time zone of store \(store) is \(name), which this machine's time zone database does not have; write \
            an IANA name such as Asia/Shanghai, or update the package tzdata; nothing was changed
            """
        case .unguarded(let names):
            """
            the database lacks \(names.joined(separator: ", ")), which keep its books right; somebody has dropped \
            them: restore the last backup; nothing was changed
            """
        case .onlyOfFile(let what): "\(what) is for a hub with a file of its own; this one is on a server"
        case .unreadable(let words, let column):
            """
            column \(column) of a row of the hub's own cannot be read: \(words); run hubd audit, and restore the last \
            backup
            """
        case .damaged(let table, let row):
            "row \(row) of the hub's own table \(table) cannot be read; run hubd audit, and restore the last backup"
        }
    }
}
