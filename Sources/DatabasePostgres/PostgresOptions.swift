internal import CPQ

/// How a server is reached, and how long its answers are waited for.
///
///     var options = PostgresOptions(url: "postgres://hub@db.salon.example/peony")
///     options.schema = "peony"
package struct PostgresOptions: Hashable, Sendable, CustomStringConvertible {
    /// As libpq takes it: `postgres://user:password@host:port/database?sslmode=verify-full`, or
    /// `postgres://user@/database?host=/run/postgresql` for a socket.
    package var url: String
    /// Where the tables are; it must exist.
    package var schema = Self.usualSchema
    /// What can run at once: each is a process of the server.
    package var connections = 6
    package var connectSeconds = 10
    /// Seconds after which a statement, a wait for a lock, or an idle transaction is ended.
    package var statementSeconds = 60
    package var lockSeconds = 20
    package var idleSeconds = 60
    /// Seen by whoever looks at the server's list of connections.
    package var applicationName = "peony"
    package var requiredExtensions = ["btree_gist"]

    package init(url: String) { self.url = url }

    package static let usualSchema = "public"

    /// The address without its password, and the schema if it is not the usual one.
    package var name: String { redacted(url) + (schema == Self.usualSchema ? "" : " schema \(schema)") }
    package var description: String { name }

    /// What is wrong with the form of the address, without its password; `nil` for nothing. Nothing is connected.
    package var fault: String? {
        var words: UnsafeMutablePointer<CChar>?
        let parts = PQconninfoParse(url, &words)
        defer {
            PQconninfoFree(parts)
            PQfreemem(words)
        }
        guard parts == nil else { return nil }
        return redacted(words.map { String(cString: $0).filter { !$0.isNewline } } ?? "no memory")
    }

    /// What each connection begins with.
    var settings: String {
        """
        SET search_path TO \(Self.quoted(schema)); SET statement_timeout = \(statementSeconds * 1000);
        SET lock_timeout = \(lockSeconds * 1000); SET idle_in_transaction_session_timeout = \(idleSeconds * 1000);
        SET client_min_messages = warning
        """
    }

    /// What libpq takes beside the URL; what the URL says goes before. A server that vanished is noticed within a
    /// minute, and not after hours as the kernel would have it.
    var parameters: [(keyword: String, value: String)] {
        [
            ("application_name", applicationName), ("connect_timeout", String(connectSeconds)),
            ("keepalives_idle", "15"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "30000"), ("dbname", url), ("client_encoding", "UTF8"),
        ]
    }

    static func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }

    /// The words of an error without the URL's password.
    func redacted(_ words: String) -> String {
        var words = words
        for secret in secrets where !secret.isEmpty { words = words.replacing(secret, with: "***") }
        return words
    }

    /// The longest first, for one may be a part of another. Also their parts: libpq takes what follows a slash that
    /// should have been written `%2F` for something else, and says so.
    private var secrets: [String] {
        var found: [Substring] = []
        if let start = url.firstRange(of: "://")?.upperBound, let end = url.lastIndex(of: "@"), start < end {
            let login = url[start..<end]
            if let colon = login.firstIndex(of: ":") { found.append(login[login.index(after: colon)...]) }
        }
        for range in url.ranges(of: "password=") {
            found.append(url[range.upperBound...].prefix { $0 != "&" && $0 != " " })
        }
        let parts = found.flatMap { $0.split { "/:@?#&=".contains($0) } }.filter { $0.count > 1 }
        return (found + parts).map(String.init).sorted { $0.count > $1.count }
    }
}
