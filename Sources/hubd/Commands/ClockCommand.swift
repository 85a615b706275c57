import ArgumentParser
import HubAPI
import HubStore
import PolicyFile

/// Whether the machine's clock is believed, and a person's word that it is right.
struct ClockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clock", abstract: "Say whether the machine's clock is trusted, or that it is right.",
        discussion: """
            The hub compares the machine's clock with the time that has passed by its books. When the clock jumps by
            more than a day, or the hub was off for more than 16 days, nothing that depends on the time is booked: no
            nights, no expiries, no entries of the desk, no holds. Kiosks go on off line, and what they send is taken.
            Set the clock right, and the hub goes on by itself. If it is right already, run `hubd clock accept`.
            """,
        subcommands: [ShowClockCommand.self, AcceptClockCommand.self], defaultSubcommand: ShowClockCommand.self)
}

struct ShowClockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print how the clock stands.",
        discussion: "Exits with 1 when it is not trusted.")

    @OptionGroup var database: DatabaseOption

    func run() async throws {
        do {
            let clock = try await database.open().clockFacts()
            try Output.line(ClockText.line(clock))
            guard clock.isTrusted else { throw ExitCode.failure }
        } catch {
            throw ended(by: error)
        }
    }
}

struct AcceptClockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept", abstract: "Say that the machine's clock is right, whatever the books say.",
        discussion: """
            Look at the clock first: what is booked by a wrong one harms accounts. A hub that serves from the database
            notices within half a minute.

            EXAMPLES
              date && hubd clock accept --database /var/lib/peony-hub/hub.sqlite
            """)

    @OptionGroup var database: DatabaseOption

    func run() async throws {
        do {
            try Output.line(ClockText.line(try await database.open().acceptClock()))
        } catch {
            throw ended(by: error, unsaid: "The clock is accepted.")
        }
    }
}

private enum ClockText {
    static func line(_ clock: HubClockFacts) -> String {
        clock.advice ?? "The clock is trusted: \(MomentText.text(clock.momentMs))."
    }
}
