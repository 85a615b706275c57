package import Identity

/// Why a question cannot be answered. A refusal by a rule (too few points, limit reached) is an answer, not this.
package enum RuleError: Error, Hashable, Sendable {
    case emptyBill
    case tooManyLines(Int)
    case negativePrice(line: Int, fen: Int64)
    case badQuantity(line: Int, quantity: Int64)
    /// An amount of money or points outside `Bounds`.
    case outOfBounds(what: String, amount: Int64)
    case momentOutOfBounds(atMs: Int64)
    /// No policy was in force then.
    case beforePolicy(atMs: Int64)
    case unknownPolicy(String)
    /// The policy has no such thing: `kind` is `item`, `offer`, `reward`, `tier`, `package`, `action` …
    case unknown(kind: String, id: String)
    /// An entry speaks of another one that is not in the history.
    case missing(kind: String, id: String)
    /// The same id twice with different contents.
    case conflict(kind: String, id: String)
    /// A figure that makes no sense where it stands; `path` says where.
    case senseless(path: String, reason: String)

    package var words: Bilingual {
        switch self {
        case .emptyBill: Bilingual(zh: "账单没有任何项目", en: "the bill has no lines")
        case .tooManyLines(let count):
            Bilingual(
                zh: "账单有 \(count) 行，最多 \(Bounds.linesPerBill) 行",
                en: "the bill has \(count) lines; at most \(Bounds.linesPerBill) are taken")
        case .negativePrice(let line, let fen):
            Bilingual(zh: "第 \(line) 行的价格是负数（\(fen) 分）", en: "line \(line) has a negative price (\(fen) fen)")
        case .badQuantity(let line, let quantity):
            Bilingual(
                zh: "第 \(line) 行的数量 \(quantity) 不在 1 到 \(Bounds.quantity) 之间",
                en: "line \(line) has quantity \(quantity); 1 to \(Bounds.quantity) is allowed")
        case .outOfBounds(let what, let amount):
            Bilingual(
                zh: "\(what) 的数值 \(amount) 超出 0 到 \(Bounds.amount)",
                en: "\(what) is \(amount); 0 to \(Bounds.amount) is allowed")
        case .momentOutOfBounds(let atMs):
            Bilingual(zh: "时间 \(atMs) 不合理", en: "the time \(atMs) ms is not within the years 1970 to 9999")
        case .beforePolicy(let atMs): Bilingual(zh: "在时间 \(atMs) 还没有任何规则生效", en: "no policy was in force at \(atMs) ms")
        case .unknownPolicy(let version):
            Bilingual(zh: "没有规则版本 \(version)", en: "there is no policy version \(version)")
        case .unknown(let kind, let id): Bilingual(zh: "规则里没有 \(kind) \(id)", en: "the policy has no \(kind) \(id)")
        case .missing(let kind, let id): Bilingual(zh: "记录里没有 \(kind) \(id)", en: "the history has no \(kind) \(id)")
        case .conflict(let kind, let id):
            Bilingual(zh: "\(kind) \(id) 出现两次且内容不同", en: "\(kind) \(id) comes twice with different contents")
        case .senseless(let path, let reason): Bilingual(zh: "\(path)：\(reason)", en: "\(path): \(reason)")
        }
    }
}
