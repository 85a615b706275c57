import Foundation
import HubAPI
import Testing

/// Who may call what, in a table of its own: neither the routes nor `openapi.yaml` are asked.
@Suite struct RoleTests {
    private enum Caller: String, CaseIterable {
        case nobody
        case unknown
        case kiosk = "xuhui-1"
        case otherKiosk = "jingan-1"
        case staff
        case `operator`
    }

    private static let kiosk: Set<Caller> = [.kiosk]
    private static let staff: Set<Caller> = [.staff]
    private static let operators: Set<Caller> = [.operator]

    private static let table: [String: Set<Caller>] = [
        "GET /openapi.yaml": Set(Caller.allCases),

        "POST /v1/kiosks/{kiosk}/journal": kiosk,
        "GET /v1/kiosks/{kiosk}/feed": kiosk,
        "POST /v1/kiosks/{kiosk}/holds": kiosk,
        "POST /v1/kiosks/{kiosk}/holds/{hold}/return": kiosk,
        "POST /v1/kiosks/{kiosk}/heartbeat": kiosk,
        "GET /v1/kiosks/{kiosk}/requests": kiosk,
        "POST /v1/kiosks/{kiosk}/requests/{request}/answers": kiosk,

        "POST /v1/cards": staff,
        "POST /v1/cards/links": staff,
        "GET /v1/cards/{card}": staff,
        "POST /v1/cards/{card}/issued": staff,
        "POST /v1/cards/{card}/block": staff,
        "POST /v1/cards/{card}/unblock": staff,
        "POST /v1/cards/{card}/close": staff,

        "GET /v1/claims": staff,
        "POST /v1/claims/{code}/handed-over": staff,
        "GET /v1/members": staff,
        "GET /v1/members/{member}": staff,
        "GET /v1/incidents": [.staff, .operator],
        "POST /v1/incidents/{incident}/resolve": staff,
        "GET /v1/entries/{entry}": staff,
        "POST /v1/entries/{entry}/settle": staff,

        "POST /v1/desk/members/{member}/preview": staff,
        "GET /v1/desk/members/{member}/account": staff,
        "POST /v1/desk/members/{member}/entries": staff,
        "GET /v1/desk/members/{member}/entries": staff,

        "GET /v1/history": operators,
        "GET /v1/policies": [.staff, .operator],

        "GET /v1/operator/kiosks": operators,
        "GET /v1/operator/kiosks/{kiosk}": operators,
        "POST /v1/operator/kiosks/{kiosk}/requests": operators,
        "GET /v1/operator/requests/{request}/answers": operators,
        "POST /v1/operator/requests/{request}/end": operators,
    ]

    @Test func `Each route is open to those the table names, and to nobody else`() async throws {
        try await RunningHub.serve { hub in
            #expect(Set(hub.routes) == Set(Self.table.keys))
            for (name, allowed) in Self.table.sorted(by: { $0.key < $1.key }) {
                let words = name.split(separator: " ").map(String.init)
                let path = Self.real(words[1])
                for caller in Caller.allCases {
                    let status = try await Self.ask(hub, words[0], path, as: caller)
                    let isStranger = caller == .nobody || caller == .unknown
                    let expected = allowed.contains(caller) ? nil : isStranger ? 401 : 403
                    // Whoever may ask is answered, if only that there is no such card.
                    #expect(status == expected ?? status, "\(name) as \(caller)")
                    #expect(expected != nil || ![401, 403].contains(status), "\(name) as \(caller)")
                    #expect(status < 500, "\(name) as \(caller)")
                }
            }
        }
    }

    /// Names that nothing has, but for the kiosk's.
    private static func real(_ path: String) -> String {
        let id = "00000000-0000-4000-8000-000000000000"
        return [
            ("{kiosk}", "xuhui-1"), ("{request}", "r"), ("{card}", "04A1B2C3D4E5F6-1"), ("{code}", "AAAAAA"),
            ("{member}", id), ("{incident}", "77"), ("{entry}", id),
        ].reduce(path) { $0.replacingOccurrences(of: $1.0, with: $1.1) }
    }

    private static func ask(
        _ hub: RunningHub, _ method: String, _ path: String, as caller: Caller
    ) async throws -> Int {
        let body = method == "POST" ? Data("{}".utf8) : nil
        switch caller {
        case .nobody: return try await hub.send(method, path, body: body).status
        case .unknown: return try await hub.send(method, path, bearer: "no such token", body: body).status
        default: return try await hub.send(method, path, token: caller.rawValue, body: body).status
        }
    }

    static let paths: [(method: String, path: String, status: Int)] = [
        ("GET", "/v1/cards/links", 405), ("OPTIONS", "/v1/cards/links", 405), ("GET", "//v1//members", 404),
        ("GET", "/v1/members/", 404), ("GET", "/%76%31/members", 404), ("GET", "/v1/members//", 404),
        ("GET", "/v1/members?limit=+1", 400), ("GET", "/v1/members?limit=%2B1", 400),
        ("GET", "/v1/members?limit=01", 400), ("GET", "/v1/members?limit=1&limit=2", 400),
        ("GET", "/v1/members?number=%ff", 400), ("GET", "/v1/members?number=YR&limit=1", 200),
        ("GET", "/v1/members", 200),
    ]

    @Test func `An address means one thing, as it is written`() async throws {
        try await RunningHub.serve { hub in
            let token = try hub.token("staff")
            for (method, path, status) in Self.paths {
                let client = try RawClient(port: hub.port)
                client.send("\(method) \(path) HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer \(token)\r\n\r\n")
                let answer = client.read(until: "\r\n\r\n").text
                #expect(answer.hasPrefix("HTTP/1.1 \(status)"), "\(method) \(path): \(answer.prefix(40))")
                #expect(!path.hasSuffix("links") || answer.contains("\r\nAllow: POST\r\n"), "\(path)")
            }
        }
    }
}
