import ArgumentParser
import HubStore

/// The database that hubs may be serving from.
struct DatabaseOption: ParsableArguments {
    static let help: ArgumentHelp = """
        The SQLite file, which may be in use; or a server, as in postgres://hub@db.salon.example/peony. Who looks at \
        this machine's processes sees a password in it: use PGPASSFILE, or passfile=FILE in the address.
        """

    @Option(help: help)
    var database: String

    @Option(help: "On a server: the schema with the hub's tables.")
    var schema = DatabaseLocation.usualSchema

    var location: DatabaseLocation { DatabaseLocation(database, schema: schema) }

    /// Beside hubs that may be serving, unless told otherwise.
    func open(
        as opening: HubDatabase.Opening = .guest, clock: HubClock = Clocks.machine
    ) async throws -> HubDatabase {
        try await HubDatabase.open(location, as: opening, clock: clock)
    }
}
