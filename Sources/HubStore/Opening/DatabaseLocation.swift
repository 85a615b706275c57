package import DatabasePostgres

/// Where a hub's database is: in a file of this machine, or on a PostgreSQL server that several hubs share.
///
///     let location = DatabaseLocation("postgres://hub@db.salon.example/peony")
///     let database = try await HubDatabase.open(location, clock: clock)
package enum DatabaseLocation: Hashable, Sendable, CustomStringConvertible {
    case file(path: String)
    case server(PostgresOptions)

    /// As an operator writes it: `postgres://…` and `postgresql://…` are servers, everything else is a path.
    ///
    /// - Parameter schema: of a server; `nil` for the usual one.
    package init(_ text: String, schema: String? = nil) {
        self = Self.isServer(text) ? .server(url: text, schema: schema) : .file(path: text)
    }

    /// - Parameters:
    ///   - schema: where the tables are; `nil` for the usual one.
    ///   - connections: what can run at once; `nil` for the usual number.
    package static func server(url: String, schema: String? = nil, connections: Int? = nil) -> DatabaseLocation {
        var options = PostgresOptions(url: url)
        if let schema { options.schema = schema }
        if let connections { options.connections = connections }
        return .server(options)
    }

    package static let usualSchema = PostgresOptions.usualSchema
    package static let usualConnections = PostgresOptions(url: "").connections

    private static func isServer(_ text: String) -> Bool {
        text.hasPrefix("postgres://") || text.hasPrefix("postgresql://")
    }

    /// What is wrong with the form of a server's address, without its password; `nil` for nothing.
    package static func fault(ofServer url: String) -> String? { PostgresOptions(url: url).fault }

    /// Without a password.
    package var description: String {
        switch self {
        case .file(let path): path
        case .server(let options): options.name
        }
    }
}

extension HubDatabase {
    /// Opens what is there; on a file it blocks.
    ///
    /// - Throws: `HubFileError` for what is not opened, `HubStoreError` for what is not served from; `DatabaseError`,
    ///   of which `unfit` says what to do about a server.
    package static func open(
        _ location: DatabaseLocation, as opening: Opening = .owner(mayCreate: true), clock: HubClock
    ) async throws -> HubDatabase {
        switch location {
        case .file(let path): try HubDatabase(path: path, as: opening, clock: clock)
        case .server(let options): try await open(server: options, as: opening, clock: clock)
        }
    }
}
