import ArgumentParser
import Documents
import Foundation
import Loyalty
import PolicyFile
import Vocabulary

struct PolicyReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Tell what a draft policy would have meant for real history.",
        discussion: """
            Evaluates every member's history twice, as it was and with the draft from a day on, and reports who moves
            tier, what points and discounts would have cost, and who wins or loses, by segment. Nothing is written
            anywhere and no hub is asked.

            A history is a file of JSON Lines, each an entry with a `member` beside it, a member's entries together;
            the entry's shape is that of `kioskctl policy explain --schema`. --published names the policies that the
            entries were made under.

            Ends with 0; with 65 for a wrong policy or a line that cannot be read.

            EXAMPLES
              kioskctl policy replay --from 2026-01-01 --policy draft.yaml --published yuerong-2026-1.yaml history.jsonl
              kioskctl policy replay --from 2026-06-01 --policy draft.yaml --published now.yaml --words zh h.jsonl
              kioskctl policy replay --from 2026-06-01 --policy draft.yaml --published now.yaml --json < history.jsonl
            """)

    @Option(help: "The store's day from which the draft holds, such as 2026-01-01.") var from: String
    @Option(help: "The draft.", completion: .file(extensions: ["yaml", "yml", "json"])) var policy: String
    @Option(help: "A policy that was in force.", completion: .file(extensions: ["yaml", "yml", "json"]))
    var published: [String] = []
    @Option(help: "The store's day at whose beginning balances and tiers are compared; the last entry's without.")
    var until: String?
    @Option(help: "Words of which language; the terminal's without.") var words: Language?
    @Flag(help: "Print JSON; amounts in fen.") var json = false
    @Argument(help: "The history; standard input without, or with -.") var file: String?

    func run() async throws {
        let (from, until, json, file) = (from, until, json, file)
        let language = words ?? .ofTerminal
        let (draftFile, publishedFiles) = (policy, published)
        try await ending {
            let draft = try PolicySource.read(draftFile, language)
            let book = PolicyBook(try publishedFiles.map { try PolicySource.read($0, language) })
            let fromMs = try PolicySource.day(from, language, draft)
            let untilMs = try until.map { try PolicySource.day($0, language, draft) } ?? 0
            var machine = TimeMachine(draft: draft, book: book, fromMs: fromMs, untilMs: untilMs)
            var lines = try HistoryLines(file, language)
            do {
                let progress = HistoryProgress()
                defer { progress.finish() }
                while let member = try lines.next() {
                    try Task.checkCancellation()
                    machine.add(member.entries)
                    progress.note(members: machine.report.members, entries: machine.report.entries)
                }
            }
            let text = ReplayText(machine.report, draft: draft)
            let said = json ? [String(text.json.printed.dropLast())] : text.lines(language)
            for line in said { try Output.line(line) }
        }
    }
}
