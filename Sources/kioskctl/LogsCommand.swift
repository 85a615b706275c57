import ArgumentParser
import Documents
import Foundation
import HubAPI
import HubClient

struct LogsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs", abstract: "Fetch a kiosk's log through the hub.",
        discussion: """
            The lines hold no names, phone numbers, keys or card numbers. Data goes to standard output; progress and
            lines that could not be sent are told on standard error.

            EXAMPLES
              kioskctl logs --kiosk front-desk-1 --since 1h
              kioskctl logs --kiosk front-desk-1 --since 10m --follow
              kioskctl logs --kiosk front-desk-1 --since 1d --json | jq 'select(.event == "card-failed")'
            """)

    @OptionGroup var hub: HubOptions

    @Option(help: "Name of the kiosk.") var kiosk: String

    // As it stands, so that -5m is refused in our words.
    @Option(parsing: .unconditional, help: "How far back: a whole number with s, m, h or d.") var since = "1h"

    @Flag(name: .shortAndLong, help: "Go on with what comes, until Ctrl-C.") var follow = false

    @Flag(help: "Print the lines as they are: JSON, one object a line.") var json = false

    func validate() throws {
        guard DurationText.parse(since) != nil else {
            throw ValidationError("--since \(since): write a whole number with s, m, h or d, such as 1h")
        }
    }

    func run() async throws {
        let client = try await connected(hub)
        let span = DurationText.parse(since) ?? .seconds(3600)
        let sinceMs = Int64(Date().timeIntervalSince1970 * 1000) - span.components.seconds * 1000
        let first = RemoteRequestDraft(kind: .logs, sinceMs: sinceMs, follow: follow)
        let (kiosk, json, follow) = (kiosk, json, follow)
        try await ending {
            do {
                var draft = first
                repeat {
                    let started = ContinuousClock.now
                    try await Conversation(client: client, kiosk: kiosk).ask(draft) { part in
                        for line in part.lines { try Output.line(json ? line : LogText.text(of: line)) }
                        for skip in part.skipped { Notice.say("line \(skip.cursor) was not sent: \(skip.reason)") }
                        draft.cursor = part.cursor ?? draft.cursor
                    }
                    // A kiosk follows one request for a limited time, so the next one goes on where it ended.
                    if follow { try await Task.sleep(until: started + .seconds(1)) }
                } while follow
            } catch let failure as Failure where failure.code == .interrupted && follow {
                // Following ends when the operator leaves.
            } catch is CancellationError where follow {
                // The same, between two questions.
            }
        }
    }
}

extension AsyncParsableCommand {
    func connected(_ hub: HubOptions) async throws -> HubClient {
        do {
            return try hub.client()
        } catch let failure as Failure {
            Notice.say(failure.description)
            throw ExitCode(failure.code.rawValue)
        }
    }
}

/// A log line for people: `2026-03-02 14:05:09.123  tap  card=4f3a… ms=87`.
enum LogText {
    static func text(of line: String) -> String {
        guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
            let atMs = (object["atMs"] as? NSNumber)?.int64Value, let event = object["event"] as? String
        else { return line }
        let rest = object.filter { !["atMs", "event", "cursor"].contains($0.key) }.sorted { $0.key < $1.key }
        let fields = rest.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        return "\(time(atMs))  \(event)" + (fields.isEmpty ? "" : "  \(fields)")
    }

    /// Local time, to the millisecond.
    static func time(_ atMs: Int64) -> String {
        let date = Date(timeIntervalSince1970: Double(atMs) / 1000)
        let parts = Calendar.current.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
        func two(_ value: Int?) -> String { (value ?? 0) < 10 ? "0\(value ?? 0)" : "\(value ?? 0)" }
        let milliseconds = String(((atMs % 1000) + 1000) % 1000 + 1000).dropFirst()
        return "\(parts.year ?? 0)-\(two(parts.month))-\(two(parts.day)) "
            + "\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second)).\(milliseconds)"
    }
}
