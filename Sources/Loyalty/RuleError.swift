package import Vocabulary

/// Why a question cannot be answered. A refusal by a rule (too few points, limit reached) is an answer, not this.
package enum RuleError: Error, Hashable, Sendable {
    case emptyBill
    case tooManyLines(Int)
    case negativePrice(line: Int, fen: Int64)
    case badQuantity(line: Int, quantity: Int64)
    /// An amount of money or points outside `Bounds`.
    case outOfBounds(what: String, amount: Int64)
    case momentOutOfBounds(atMs: Int64)
    /// No policy was in force then; the store's zone, where one is known.
    case beforePolicy(atMs: Int64, zone: StoreZone? = nil)
    case unknownPolicy(String)
    /// The policy has no such thing: `kind` is `item`, `offer`, `reward`, `tier`, `package`, `action` …
    case unknown(kind: String, id: String)
    /// An entry speaks of another one that is not in the history.
    case missing(kind: String, id: String)
    /// The same id twice with different contents.
    case conflict(kind: String, id: String)
    /// A figure that makes no sense where it stands; `path` says where.
    case senseless(path: String, reason: Bilingual)
}
