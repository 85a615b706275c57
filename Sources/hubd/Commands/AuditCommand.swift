import ArgumentParser
import HubStore

/// Adds the books up.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Check every sum of the ledger against the lines it is the sum of.",
        discussion: """
            Prints one line per contradiction, with ids and no names. Exits with 1 when there is one.

            With --repair-plan it looks instead for what wrong clocks and ids that stood for two things have left in a
            file of an earlier version: what happened to whom, and below it the entry that puts it right. Nothing is
            changed. Exits with 65 when there is something. With --enter the entries are entered after a question, each
            by itself: they are added to what is there, and nothing is rewritten. Back the file up first.

            EXAMPLES
              hubd backup --database hub.sqlite before.sqlite
              hubd audit --database hub.sqlite --repair-plan
              hubd audit --database hub.sqlite --repair-plan --enter
            """)

    @OptionGroup var database: DatabaseOption

    @Flag(help: "Print what faults of earlier versions have left, and what puts it right.")
    var repairPlan = false

    @Flag(help: "Print one JSON object for each line of the plan.")
    var json = false

    @Flag(help: "Enter the plan's entries, after a question.")
    var enter = false

    @Flag(help: "Enter them without a question.")
    var yes = false

    func validate() throws {
        guard repairPlan || !(json || enter) else { throw ValidationError("--json and --enter go with --repair-plan.") }
        guard enter || !yes else { throw ValidationError("--yes goes with --enter.") }
    }

    func run() async throws {
        do {
            let hub = try await database.open()
            if repairPlan { return try await RepairRun(hub: hub, json: json, enters: enter, isAgreed: yes).run() }
            let found = try await hub.audit()
            for line in found { try Output.line(line) }
            guard found.isEmpty else { throw ExitCode.failure }
            try Output.line("The books are right.")
        } catch {
            throw ended(by: error)
        }
    }
}
