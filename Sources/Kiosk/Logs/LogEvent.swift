package import Identity

/// What the kiosk logs: events with fields, never prose, and never a name, a phone number, a key or a UID.
package enum LogEvent: Hashable, Sendable {
    case reader(state: String)
    case tap(tap: OperationID, result: String)
    case checkIn(operation: OperationID)
    case spend(operation: OperationID, result: String)
    case store(problem: String)
    case display(problem: String)
    case upload(problem: String)
    case feed(problem: String)
    case heartbeat(problem: String)
    case requests(problem: String)
    case newEpoch(reason: String, epoch: String)
}
