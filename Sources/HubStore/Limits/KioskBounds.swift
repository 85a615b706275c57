internal import Database

/// How much of each thing one kiosk may have at the hub. Whoever has its token has no more.
struct KioskBounds {
    let tx: Transaction
    let kiosk: String

    private func count(_ statement: SQL) throws -> Int { Int(try tx.integer(statement, [kiosk])) }

    /// - Throws: `HubStoreError.limit` when no further journal may begin.
    func requireEpoch() throws {
        let epochs = try count("SELECT count(*) FROM store_epoch WHERE kiosk = $1")
        guard epochs < HubStoreLimits.epochsPerKiosk else {
            throw HubStoreError.limit(.journalsOfKiosk(kiosk, epochs))
        }
    }

    var hasRoomForForks: Bool {
        get throws {
            let kept = try count(
                "SELECT count(*) FROM forked_line WHERE epoch IN (SELECT id FROM store_epoch WHERE kiosk = $1)")
            return kept < HubStoreLimits.forkedLinesPerKiosk
        }
    }

    var hasRoomForIncidents: Bool {
        get throws {
            let open = try count("SELECT count(*) FROM incident WHERE kiosk = $1 AND status = 'open'")
            return open < HubStoreLimits.incidentsPerKiosk
        }
    }

    /// The condition on `released` is that of the index by kiosk: without it SQLite goes through all holds there ever
    /// were.
    private static let holds: SQL = "SELECT count(*) FROM hold WHERE kiosk = $1 AND state <> 'released'"

    /// - Throws: `HubStoreError.limit` when as many grants are under way as a kiosk can have.
    func requireHold() throws {
        let active = try count("\(Self.holds) AND state = 'active'")
        guard active < HubStoreLimits.holdsPerKiosk else {
            throw HubStoreError.limit(.holdsOfKiosk(kiosk, active))
        }
    }

    var hasRoomForRefusals: Bool {
        get throws {
            try count("\(Self.holds) AND state = 'refused'")
                < HubStoreLimits.refusedHoldsPerKiosk
        }
    }

    /// - Throws: `HubStoreError.limit` when an operator has asked often enough.
    func requireRequest() throws {
        let open = try count("SELECT count(*) FROM remote_request WHERE kiosk = $1 AND done = 0")
        guard open < HubStoreLimits.openRequestsPerKiosk else {
            throw HubStoreError.limit(.openRequests(kiosk, open))
        }
        let kept = try count("SELECT count(*) FROM remote_request WHERE kiosk = $1")
        guard kept < HubStoreLimits.requestsPerKiosk else {
            throw HubStoreError.limit(.requestsWithinHour(kiosk, kept))
        }
    }

    /// - Throws: `HubStoreError.limit` when the answers to one request, or all answers of the kiosk, grow too large.
    func requireAnswer(bytes: Int, to request: String) throws {
        let answered = Int(try tx.integer("SELECT bytes FROM remote_request WHERE id = $1", [request]))
        guard answered + bytes <= HubStoreLimits.answerBytesPerRequest else {
            throw HubStoreError.limit(.answerToRequest(most: HubStoreLimits.answerBytesPerRequest))
        }
        let all = try count("SELECT coalesce(sum(bytes), 0) FROM remote_request WHERE kiosk = $1")
        guard all + bytes <= HubStoreLimits.answerBytesPerKiosk else {
            throw HubStoreError.limit(.answersOfKiosk(kiosk, all))
        }
    }
}
