package import HubAPI
package import Vocabulary

/// Something worth a line in the kiosk's log. Cases carry codes, counts and times; there is no case that takes a
/// name, a phone number, a key or a card number, so none can be written by mistake.
package enum LogEvent: Hashable, Sendable {
    case started(version: String, storeEpoch: String, journalSequence: Int64)
    case stopping(reason: String)
    /// A file was set aside at start; `lastSequence` is the last line that was readable.
    case storeSetAside(lastSequence: Int64?, rescued: Int)
    case newEpoch(reason: String)
    /// How far the machine's clock stands ahead of the time it is; below 0 for behind.
    case clockWrong(aheadMs: Int64)

    case tap(OperationID, card: CardTrace?)
    case cardRead(OperationID, card: CardTrace, milliseconds: Int64)
    /// `code` names the card error: `removed`, `foreign`, `wrong-key` …
    case cardFailed(OperationID, code: String)
    case journalled(OperationID, kind: String, sequence: Int64)
    case refused(OperationID, code: String)
    case outcomeUnknown(OperationID)
    case shown(screen: String, milliseconds: Int64)

    case uploaded(entries: Int, left: Int64, milliseconds: Int64)
    case refusedByHub(lines: Int)
    case feedApplied(members: Int, removed: Int, milliseconds: Int64)
    /// `code` is the client's: `unreachable`, `timed-out`, `unauthorized`, a problem's code …
    case hubFailed(during: String, code: String)
    case hubReached
    case policyRead(version: String)
    /// This program cannot read a policy, because it is too old or the policy was published by force; the one before it
    /// stays in force.
    case policyUnreadable(version: String)
    case answered(kind: RemoteRequest.Kind, lines: Int, skipped: Int)

    case reader(state: String)
    case display(state: String)
    /// A fault that a person must look at, by the codes of `FaultReport`.
    case fault(code: String)
    /// Lines that could not be written, because the disk was full.
    case dropped(lines: Int)
}

/// A value of a log line's field.
enum LogValue: Hashable {
    case text(String)
    case number(Int64)
}

extension LogEvent {
    /// Stable: operators filter by it.
    package var name: String { form.name }

    var fields: [(name: String, value: LogValue)] { form.fields }

    private typealias Form = (name: String, fields: [(name: String, value: LogValue)])

    private var form: Form {
        switch self {
        case .started(let version, let epoch, let sequence):
            ("started", [("version", .text(version)), ("epoch", .text(epoch)), ("sequence", .number(sequence))])
        case .stopping(let reason): ("stopping", [("reason", .text(reason))])
        case .storeSetAside(let last, let rescued):
            ("store-set-aside", [("lastSequence", .number(last ?? -1)), ("rescued", .number(Int64(rescued)))])
        case .newEpoch(let reason): ("new-epoch", [("reason", .text(reason))])
        case .clockWrong(let ahead): ("clock-wrong", [("aheadMs", .number(ahead))])
        case .tap, .cardRead, .cardFailed, .journalled, .refused, .outcomeUnknown, .shown: visit
        case .uploaded, .refusedByHub, .feedApplied, .hubFailed, .hubReached, .policyRead, .policyUnreadable, .answered:
            hub
        case .reader(let state): ("reader", [("state", .text(state))])
        case .display(let state): ("display", [("state", .text(state))])
        case .fault(let code): ("fault", [("code", .text(code))])
        case .dropped(let lines): ("log-dropped", [("lines", .number(Int64(lines)))])
        }
    }

    private var visit: Form {
        switch self {
        case .tap(let tap, let card):
            ("tap", [("tap", .text("\(tap)"))] + (card.map { [("card", .text($0.text))] } ?? []))
        case .cardRead(let tap, let card, let ms):
            ("card-read", [("tap", .text("\(tap)")), ("card", .text(card.text)), ("ms", .number(ms))])
        case .cardFailed(let tap, let code): ("card-failed", [("tap", .text("\(tap)")), ("code", .text(code))])
        case .journalled(let tap, let kind, let sequence):
            ("journalled", [("tap", .text("\(tap)")), ("kind", .text(kind)), ("sequence", .number(sequence))])
        case .refused(let tap, let code): ("refused", [("tap", .text("\(tap)")), ("code", .text(code))])
        case .outcomeUnknown(let tap): ("outcome-unknown", [("tap", .text("\(tap)"))])
        case .shown(let screen, let ms): ("shown", [("screen", .text(screen)), ("ms", .number(ms))])
        default: ("other", [])
        }
    }

    private var hub: Form {
        switch self {
        case .uploaded(let entries, let left, let ms):
            ("uploaded", [("entries", .number(Int64(entries))), ("left", .number(left)), ("ms", .number(ms))])
        case .refusedByHub(let lines): ("refused-by-hub", [("lines", .number(Int64(lines)))])
        case .feedApplied(let members, let removed, let ms):
            ("fed", [("members", .number(Int64(members))), ("removed", .number(Int64(removed))), ("ms", .number(ms))])
        case .hubFailed(let during, let code): ("hub-failed", [("during", .text(during)), ("code", .text(code))])
        case .hubReached: ("hub-reached", [])
        case .policyRead(let version): ("policy-read", [("version", .text(version))])
        case .policyUnreadable(let version): ("policy-unreadable", [("version", .text(version))])
        case .answered(let kind, let lines, let skipped):
            (
                "answered",
                [
                    ("kind", .text(kind.rawValue)), ("lines", .number(Int64(lines))),
                    ("skipped", .number(Int64(skipped))),
                ]
            )
        default: ("other", [])
        }
    }
}
