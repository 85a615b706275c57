internal import Foundation
internal import HubAPI

/// What `kioskctl status` shows of a kiosk: its heartbeat, made at the moment of asking.
struct StatusAnswer {
    private let heartbeat: Heartbeat

    init(_ heartbeat: Heartbeat) { self.heartbeat = heartbeat }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(heartbeat), as: UTF8.self)
    }
}
