import ArgumentParser
import DatabasePostgres
import HubStore
import StandardStreams

/// Moves the hub from its file to a server.
struct MigrateToCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate-to", abstract: "Move the hub from its file to a PostgreSQL server. It must be stopped.",
        discussion: """
            Copies everything in one transaction, compares table by table, audits the copy, and only then notes in the
            file where the hub went: from then on hubd refuses the file and serves from the server. Whatever breaks it
            off, run it again: it begins anew or ends what is left. With --undo the hub comes back to its file, as long
            as nobody has served from the server or written there since. See kiosk-config/moving.md.

            Exits with 75 when another try is right (a hubd has the file, the server is away or full), with 78 when a
            person must do something first, with 74 when what it says did not get out.

            EXAMPLES
              hubd migrate-to --database hub.sqlite 'postgres://hub@db.salon.example/peony?sslmode=verify-full'
              hubd migrate-to --database hub.sqlite --undo 'postgres://hub@db.salon.example/peony?sslmode=verify-full'
            """)

    @Option(help: "The hub's SQLite file.")
    var database: String

    @Argument(help: "The server, as libpq takes it; others see arguments, so a password is better in ~/.pgpass.")
    var server: String

    @Option(help: "The schema on the server, which must exist and be empty.")
    var schema = DatabaseLocation.usualSchema

    @Flag(help: "Bring the hub back to its file.")
    var undo = false

    @Flag(help: "Print the result as JSON.")
    var json = false

    func validate() throws {
        guard options != nil else { throw ValidationError("Name a server: postgres://user@host/database.") }
        if case .server = DatabaseLocation(database) {
            throw ValidationError("The hub moves from a file. From a server: hubd backup, then hubd restore.")
        }
    }

    /// `nil` for what is a file's path.
    private var options: PostgresOptions? {
        if case .server(let options) = DatabaseLocation(server, schema: schema) { options } else { nil }
    }

    func run() async throws {
        guard let options else { return }
        let tenths = Tenths()
        let move = HubMove(file: database, server: options, clock: Clocks.machine) { event in
            switch event {
            case .copying(let part): tenths.reach(part)
            case .copied: StandardStream.errors.say("copied and compared; the books of the copy are checked")
            case .audited, .gone, .arrived, .givenUp, .back: break
            }
        }
        do {
            if undo { return try await takeBack(move) }
            let report = try await move.run()
            try Output.line(try json ? Lines.json(report) : MoveWords.text(report))
        } catch {
            throw ended(by: error, unsaid: "It is done; run it again to see so.")
        }
    }

    private func takeBack(_ move: HubMove) async throws {
        let hasMoved = try await move.undo()
        if json { return try Output.json(Undone(from: database, hadMoved: hasMoved)) }
        try Output.line(
            hasMoved
                ? "The hub is back in \(database). Serve from it; the server is given up and refuses to be served from."
                : "\(database): the hub has not moved. Serve from it as before.")
    }

    private struct Undone: Encodable {
        var from: String
        var hadMoved: Bool
    }
}

enum MoveWords {
    static func text(_ report: MoveReport) -> String {
        let width = report.figures.tables.map(\.table.count).max() ?? 0
        let tables = report.figures.tables.map { table in
            let name = table.table + String(repeating: " ", count: width - table.table.count)
            return "  \(name)  \(table.rows) rows  \(table.sha256.prefix(16))"
        }
        let sums = report.figures.sums
        let lines = [
            "points \(sums.points), principal \(sums.principalFen) fen, gift \(sums.giftFen) fen",
            "ledger \(sums.ledger), spent by card \(sums.spentPoints) points and \(sums.spentFen) fen",
            "journals \(sums.journalLines) lines, members' entries up to number \(sums.lastEntry)",
        ]
        let contradictions = report.contradictions.map { "The books are not right, and were not before: \($0)" }
        let first =
            report.isNew
            ? "The hub has moved to \(report.to). Both ends held the same:"
            : "The hub had moved to \(report.to) before. What the file holds since then:"
        return ([first] + tables + lines + contradictions).joined(separator: "\n")
    }
}
