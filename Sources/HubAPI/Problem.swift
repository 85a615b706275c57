/// Errors, as RFC 9457 problem details (`application/problem+json`).
package struct Problem: Hashable, Sendable, Codable, Error {
    package var status: Int
    /// Stable and short: `unauthorized`, `not-found`, `body-too-large`, `invalid-json`, `conflict` …
    package var code: String
    package var title: String
    /// What happened, what to do, and what was not lost.
    package var detail: String
    /// What stands against it, as exactly as the hub knows: for programs that act on it, and for screens in Chinese.
    package var refusal: Refusal?

    package struct Refusal: Hashable, Sendable, Codable {
        /// Stable: `claim-handed-over`, `quote-changed`, `card-unknown` …
        package var code: String
        package var zh: String
        package var en: String

        package init(code: String, zh: String, en: String) {
            self.code = code
            self.zh = zh
            self.en = en
        }
    }

    package init(status: Int, code: String, title: String, detail: String, refusal: Refusal? = nil) {
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.refusal = refusal
    }
}
