import ArgumentParser
import Foundation
import HubAPI
import HubClient
import Vocabulary

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Tell how the kiosks are.",
        discussion: """
            Without --kiosk: a line for every kiosk, from its last heartbeat. With --kiosk: what the hub knows, and what
            the kiosk itself answers now; ends with 75 when it does not answer.

            EXAMPLES
              kioskctl status
              kioskctl status --kiosk front-desk-1
              kioskctl status --json | jq '.kiosks[] | select(.heartbeat.notUploaded > 0) | .kiosk'
            """)

    /// A kiosk that is on line answers within a second or two.
    static let patience = Duration.seconds(10)

    @OptionGroup var hub: HubOptions

    @Option(help: "Name of the kiosk; all of them without.") var kiosk: String?

    @Flag(help: "Print JSON.") var json = false

    @Flag(help: "With --kiosk: do not ask the kiosk itself.") var hubOnly = false

    func run() async throws {
        let client = try await connected(hub)
        let (kiosk, json, hubOnly) = (kiosk, json, hubOnly)
        try await ending {
            guard let kiosk else { return try await Self.printAll(client, json: json) }
            let known = try await client.kiosk(kiosk)
            if hubOnly { return try Self.show(known, answer: nil, json: json) }
            var answer: String?
            do {
                let conversation = Conversation(client: client, kiosk: kiosk, patience: Self.patience)
                try await conversation.ask(RemoteRequestDraft(kind: .status)) { answer = $0.lines.first ?? answer }
            } catch let failure as Failure where failure.code == .tryAgain {
                try Self.show(known, answer: nil, json: json)
                throw failure
            }
            try Self.show(known, answer: answer, json: json)
        }
    }

    private static func printAll(_ client: HubClient, json: Bool) async throws {
        let list = try await client.kiosks()
        if json { return try Output.line(try text(of: list)) }
        if let advice = list.hubClock?.advice { try Output.line("THE HUB'S CLOCK CANNOT BE TRUSTED. \(advice)\n") }
        try Output.line(StatusText.head)
        for kiosk in list.kiosks { try Output.line(StatusText.row(kiosk)) }
    }

    private static func show(_ known: KioskStatus, answer: String?, json: Bool) throws {
        guard json else {
            for line in StatusText.lines(known) { try Output.line(line) }
            for line in StatusText.lines(ofAnswer: answer) { try Output.line(line) }
            return
        }
        // The kiosk's own answer is JSON already and stays as it is.
        try Output.line("{\"hub\":\(try text(of: known)),\"kiosk\":\(answer ?? "null")}")
    }

    private static func text(of value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

/// Status for people.
enum StatusText {
    static let head = row("KIOSK", "SEEN", "SCREEN", "READER", "WAITING", "FREE", "VERSION")

    static func row(_ status: KioskStatus) -> String {
        guard let beat = status.heartbeat else { return row(status.kiosk, "never", "-", "-", "-", "-", "-") }
        return row(
            status.kiosk, age(status.heartbeatAgeMs), beat.screen, beat.reader, "\(beat.notUploaded)",
            size(beat.freeDiskBytes), beat.version)
    }

    static func lines(_ status: KioskStatus) -> [String] {
        var lines = [
            "kiosk            \(status.kiosk) (number \(status.number), \(status.store.en))",
            "hub holds        \(status.position.lastSequence) entries of its present journal",
            "last heartbeat   \(status.heartbeat == nil ? "never" : age(status.heartbeatAgeMs) + " ago")",
        ]
        if let ahead = status.clockAheadMs, abs(ahead) > Self.clockToleranceMs {
            lines.append("clock            \(age(abs(ahead))) \(ahead > 0 ? "ahead of" : "behind") the hub's")
        }
        if let beat = status.heartbeat {
            lines += [
                "screen           \(beat.screen)", "reader           \(beat.reader)",
                "journal          \(beat.journalSequence) entries, \(beat.notUploaded) not uploaded",
                "free disk        \(size(beat.freeDiskBytes))", "version          \(beat.version)",
            ]
        }
        return lines
    }

    static func lines(ofAnswer answer: String?) -> [String] {
        guard let answer else { return [] }
        let object = try? JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any]
        guard let object else { return ["answer           \(answer)"] }
        return ["answer"] + object.sorted { $0.key < $1.key }.map { "  \(padded($0.key, 20))\($0.value)" }
    }

    /// Less is the work of network time, or the way here.
    private static let clockToleranceMs: Int64 = 120_000

    private static func row(_ cells: String...) -> String {
        let widths = [22, 8, 16, 20, 8, 9, 0]
        return zip(cells, widths).map { padded($0, $1) }.joined(separator: " ")
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    static func age(_ milliseconds: Int64?) -> String {
        guard let milliseconds else { return "?" }
        let seconds = milliseconds / 1000
        switch seconds {
        case ..<120: return "\(seconds)s"
        case ..<7200: return "\(seconds / 60)m"
        case ..<172_800: return "\(seconds / 3600)h"
        default: return "\(seconds / 86_400)d"
        }
    }

    static func size(_ bytes: Int64) -> String {
        bytes >= 10 << 30 ? "\(bytes >> 30) GiB" : "\(bytes >> 20) MiB"
    }
}
