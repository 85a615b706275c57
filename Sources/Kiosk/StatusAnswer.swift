internal import HubAPI

/// What `kioskctl status` shows of a kiosk: its heartbeat, made at the moment of asking.
struct StatusAnswer {
    private let heartbeat: Heartbeat

    init(_ heartbeat: Heartbeat) { self.heartbeat = heartbeat }

    func json() throws -> String { try WireJSON.text(of: heartbeat) }
}
