import ArgumentParser
import Foundation
import HubStore
import StandardStreams
import Synchronization

/// A copy that can be relied on.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy the database into a new file, also while a hub serves from it.",
        discussion: """
            The copy is restored into a scratch file beside it, read to the end and audited before it counts; that takes
            as much room again for a while. Copying the file by hand loses what is still in its -wal. Of a server the
            copy is a hub's file too, of one moment.
            Exits with 78 when the path is taken or the copy is not right; then there is no copy.
            """)

    @OptionGroup var database: DatabaseOption

    @Argument(help: "The new file.")
    var path: String

    @Flag(help: "Print the result as JSON.")
    var json = false

    func run() async throws {
        do {
            let tenths = Tenths()
            let report = try await database.open().backup(to: path) { tenths.reach($0) }
            if json { return try Output.json(report) }
            try Output.line(
                """
                \(path): \(report.bytes) bytes, \(report.members) members, \(report.entries) entries, \
                \(report.journalLines) lines of journals; it was restored on trial and is sound.
                """)
            for line in report.contradictions { try Output.line("The books in it are not right: \(line)") }
        } catch {
            throw ended(by: error, unsaid: "The backup is there, restored on trial and read to the end.")
        }
    }
}

/// Says on standard error how far something is, at each tenth.
final class Tenths: Sendable {
    private let said = Mutex(0)

    func reach(_ part: Double) {
        let tenth = Int(part * 10)
        let isNew = said.withLock { said in
            defer { said = max(said, tenth) }
            return tenth > said
        }
        guard isNew else { return }
        StandardStream.errors.say("\(tenth * 10) %")
    }
}

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a backup where the hub's database is to be. The hub must be stopped.",
        discussion: """
            What lies there is set aside, not overwritten. A new epoch begins: kiosks send again what the backup lacks.
            Tokens are those of the file that lay there, as far as it can be read: it knows which were revoked since.
            Otherwise all are revoked but those that --keep names. Exits with 75 while a hubd has the file.

            Onto a server (--database postgres://...) it goes into an empty schema only.
            """)

    @OptionGroup var database: DatabaseOption

    @Argument(help: "The backup, made by `hubd backup`.")
    var backup: String

    @OptionGroup var tokens: TokenOption

    @Flag(help: "Print the result as JSON.")
    var json = false

    func run() async throws {
        do {
            let report =
                switch database.location {
                case .server(let server):
                    try await HubDatabase.restore(backup, onto: server, keeping: tokens.kept, now: Clocks.wallMs)
                case .file(let path):
                    try await HubDatabase.restore(backup, to: path, keeping: tokens.kept, now: Clocks.wallMs)
                }
            try Output.line(try json ? Lines.json(report) : RestoreWords.text(report))
        } catch {
            throw ended(by: error, unsaid: "The backup is in place; `hubd token list` says which tokens are valid.")
        }
    }
}

/// Says that the database came back from a backup in another way.
struct RestoredCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restored",
        abstract: "Tell a database restored from a backup that it is one. Run this before it serves again.",
        discussion: """
            Kiosks then send again what the backup lacks, and accept a snapshot older than theirs. All tokens are
            revoked but those that --keep names: one that was revoked after the backup was made would be valid again.
            `hubd restore` does both, and knows the tokens if the file that it replaces can be read.
            """)

    @OptionGroup var database: DatabaseOption

    @OptionGroup var tokens: TokenOption

    func run() async throws {
        do {
            let report = try await database.open(as: .owner(mayCreate: false)).declareRestored(keeping: tokens.kept)
            try Output.json(report)
        } catch {
            throw ended(by: error, unsaid: "It is done; `hubd token list` says which tokens are valid.")
        }
    }
}

struct TokenOption: ParsableArguments {
    @Option(help: "Keep these tokens valid: a kiosk's name, staff, operator, or a token's id. May be given repeatedly.")
    var keep: [String] = []

    var kept: TokensKept { .only(Set(keep)) }
}

enum RestoreWords {
    static func text(_ report: RestoreReport) -> String {
        var lines = ["The backup is in place under the new epoch \(report.hubEpoch)."]
        if let place = report.setAside { lines.append("What lay there is \(place) now.") }
        lines += report.kept.map { "valid: token \($0.id) of \($0.kiosk ?? $0.role)" }
        lines += report.added.map { "valid, newer than the backup: token \($0.id) of \($0.kiosk ?? $0.role)" }
        lines += report.revoked.map { "revoked: token \($0.id) of \($0.kiosk ?? $0.role)" }
        if !report.revoked.isEmpty { lines.append("Make new ones with `hubd token add`.") }
        return lines.joined(separator: "\n")
    }
}
