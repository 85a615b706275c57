internal import Crypto
internal import Foundation

/// A published version of the rules, for a kiosk to evaluate by itself.
package struct PolicyFacts: Hashable, Sendable, Codable {
    /// Unique for ever.
    package var version: String
    /// In force from this moment on, milliseconds since 1970 UTC, until a later one is.
    package var effectiveFromMs: Int64
    /// Of the text; names it for ever, because what is published never changes. Hex, 64 digits, lower case.
    package var sha256: String
    /// `nil` where the kiosk said that it holds it.
    package var text: PolicyText?

    package init(version: String, effectiveFromMs: Int64, sha256: String, text: PolicyText?) {
        self.version = version
        self.effectiveFromMs = effectiveFromMs
        self.sha256 = sha256
        self.text = text
    }
}

/// A policy as it was written, with the holiday calendars that it names.
package struct PolicyText: Hashable, Sendable, Codable {
    package var document: String
    /// By the names that the document gives them.
    package var calendars: [String: String]

    package init(document: String, calendars: [String: String]) {
        self.document = document
        self.calendars = calendars
    }

    /// Of the document, followed by each calendar's name and text: without calendars, what `sha256sum` prints.
    package var digest: [UInt8] {
        var hasher = SHA256()
        hasher.update(data: Array(document.utf8))
        for (name, text) in calendars.sorted(by: { $0.key < $1.key }) {
            hasher.update(data: Array("\0\(name)\0\(text)".utf8))
        }
        return Array(hasher.finalize())
    }

    /// The same in hex, lower case.
    package var sha256: String { Self.hexadecimal(digest) }

    package static func hexadecimal(_ digest: [UInt8]) -> String {
        digest.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
    }
}

/// `GET /v1/policies`: all that were published, ascending by the moment from which they count, with their texts.
package struct PolicyList: Hashable, Sendable, Codable {
    package var policies: [PolicyFacts]
    package init(policies: [PolicyFacts]) { self.policies = policies }
}
