internal import CPQ
internal import Database

extension DatabaseError {
    /// What a failed answer means; the codes are those of PostgreSQL's appendix A.
    init(_ result: PostgresResult, in text: String) {
        let code = result.field(peony_diag_sqlstate) ?? ""
        let words = result.field(peony_diag_message) ?? ""
        let table = result.field(peony_diag_table) ?? ""
        let constraint = result.field(peony_diag_constraint) ?? ""
        switch code {
        case "40001", "40P01": self = .conflict(words)
        case "23505": self = .taken(table: table, key: Self.key(result) ?? constraint)
        case "23P01": self = .taken(table: table, key: constraint)
        case "23502": self = .refused(.notNull("\(table).\(result.field(peony_diag_column) ?? "")"))
        case "23503": self = .refused(.foreignKey)
        case "23514": self = .refused(.check(constraint))
        case "P0001": self = .refused(.trigger(words))
        case "53100": self = .full(words)
        case "53300", "55P03", "57014": self = .busy(words)
        case "25006", "53200": self = .unavailable(words)
        case "57P01", "57P02", "57P03", "57P05", "25P03": self = .lost(words)
        case "XX001", "XX002": self = .corrupt(words)
        case _ where code.hasPrefix("08"): self = .lost(words)
        case _ where code.hasPrefix("22"): self = .refused(.type(words))
        case _ where code.hasPrefix("58"): self = .unavailable(words)
        default: self = .other(code: code, words: "\(words): \(text)")
        }
    }

    /// The columns of a unique key, which stand in the detail before their values in every language:
    /// "Key (staff, from_ms)=(7, 900) already exists."
    private static func key(_ result: PostgresResult) -> String? {
        guard let detail = result.field(peony_diag_detail), let start = detail.firstIndex(of: "("),
            let end = detail.firstRange(of: ")=(")?.lowerBound, start < end
        else { return nil }
        return String(detail[detail.index(after: start)..<end])
    }
}
