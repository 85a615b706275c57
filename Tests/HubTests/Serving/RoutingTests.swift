import Foundation
import HubAPI
import Testing

/// What a client sees of the way from a request to its route, row by row, byte for byte as a client may write it.
@Suite struct RoutingTests {
    /// One request line, who sends it, and what comes back.
    struct Row: Sendable, CustomTestStringConvertible {
        var line: String
        /// The name of a token file, or a whole header line, or nobody.
        var sender: String
        var more = ""
        var body = ""
        /// `status code [allow]`, and whether the connection stays.
        var answer: String

        var testDescription: String { "\(line.prefix(60)) as \(sender)" }
    }

    private static func rows(_ sender: String, _ rows: KeyValuePairs<String, String>) -> [Row] {
        rows.map { Row(line: $0.key, sender: sender, answer: $0.value) }
    }

    private static func long(_ bytes: Int) -> String { String(repeating: "a", count: bytes) }

    /// An address means one thing, as it is written.
    private static let addresses = rows(
        "staff",
        [
            "GET /v1/members": "200 stays",
            "GET /v1/members?": "200 stays",
            "GET /v1/members?&": "200 stays",
            "GET /v1/members?=": "200 stays",
            "GET /v1/members?limit=1#part": "200 stays",
            "GET /v1/members#part": "404 not-found ends",
            "GET /v1/members/": "404 not-found ends",
            "GET /v1/members/?limit=1": "404 not-found ends",
            "GET //v1/members": "404 not-found ends",
            "GET /v1//members": "404 not-found ends",
            "GET /v1/members//": "404 not-found ends",
            "GET ///": "404 not-found ends",
            "GET /": "404 not-found ends",
            "GET /v1": "404 not-found ends",
            "GET /v1/x/../members": "404 not-found ends",
            "GET /v1/./members": "404 not-found ends",
            "GET /v1/members/.": "400 invalid-parameter stays",
            "GET /v1/members/..": "400 invalid-parameter stays",
            "GET /V1/members": "404 not-found ends",
            "GET /v1/Members": "404 not-found ends",
            "GET /v1/members;x": "404 not-found ends",
            "GET /v1\\members": "404 not-found ends",
            "GET /nothing": "404 not-found ends",
            "PURGE /nothing": "404 not-found ends",
            "GET http://h/v1/members": "200 stays",
            "GET https://other:1/v1/members?limit=1": "200 stays",
            "GET http://h": "404 not-found ends",
            "GET http://h?limit=1": "404 not-found ends",
            "GET http://h//v1/members": "404 not-found ends",
            "GET /http://h/v1/members": "404 not-found ends",
            "GET v1/members": "400 ends",
            "GET *": "404 not-found ends",
            "OPTIONS *": "404 not-found ends",
            "GET /v1/members/\(long(50_000))": "400 invalid-parameter stays",
            "GET /v1/members?number=\(long(50_000))": "200 stays",
            "GET /v1/members/\(long(100_000))": "400 ends",
        ])

    /// Names in an address are percent-decoded; its words are not.
    private static let encoded = rows(
        "staff",
        [
            "GET /%76%31/members": "404 not-found ends",
            "GET /v1%2Fmembers": "404 not-found ends",
            "GET /v1/members%2F": "404 not-found ends",
            "GET /v1/members/a%2Fb": "400 invalid-parameter stays",
            "GET /v1/members/%2e%2e": "400 invalid-parameter stays",
            "GET /v1/members/%00": "400 invalid-parameter stays",
            "GET /v1/members/%C3%A9": "400 invalid-parameter stays",
            "GET /v1/members/é": "400 ends",
            "GET /v1/members/+": "400 invalid-parameter stays",
            "GET /v1/members/%": "404 not-found ends",
            "GET /v1/members/%zz": "404 not-found ends",
            "GET /v1/members/%ff": "404 not-found ends",
            "POST /v1/members/%ff": "404 not-found ends",
            "GET /v1/cards/link%73": "400 invalid-parameter stays",
            "GET /v1/cards/04A1B2C3D4E5F6%2D1": "404 not-found stays",
            "GET /v1/members?limit=%31": "200 stays",
            "GET /v1/members?l%69mit=0": "400 invalid-parameter stays",
            "GET /v1/members?limit=%ff": "400 invalid-parameter ends",
            "GET /v1/members?limit=1&l%69mit=1": "400 invalid-parameter ends",
        ])

    /// A word is preferred to a name; another method is named in `Allow`.
    private static let methods = rows(
        "staff",
        [
            "get /v1/members": "400 ends",
            "FOO /v1/members": "400 ends",
            "PUT /v1/members": "405 method-not-allowed [GET] ends",
            "PATCH /v1/members": "405 method-not-allowed [GET] ends",
            "DELETE /v1/members": "405 method-not-allowed [GET] ends",
            "OPTIONS /v1/members": "405 method-not-allowed [GET] ends",
            "TRACE /v1/members": "405 method-not-allowed [GET] ends",
            "PURGE /v1/members": "405 method-not-allowed [GET] ends",
            "PROPFIND /v1/members": "405 method-not-allowed [GET] ends",
            "M-SEARCH /v1/members": "405 method-not-allowed [GET] ends",
            "POST /v1/members/%41": "405 method-not-allowed [GET] ends",
            "GET /v1/cards": "405 method-not-allowed [POST] ends",
            "GET /v1/cards/links": "405 method-not-allowed [POST] ends",
            "POST /v1/cards/links": "400 invalid-json stays",
            "POST /v1/cards/links/issued": "400 invalid-json stays",
            "GET /v1/cards/links/issued": "405 method-not-allowed [POST] ends",
            "DELETE /v1/desk/members/x/entries": "405 method-not-allowed [POST, GET] ends",
            "POST /openapi.yaml": "405 method-not-allowed [GET] ends",
        ])

    private static let heads = rows(
        "staff",
        [
            "HEAD /v1/members": "405 method-not-allowed [GET] ends",
            "HEAD /v1/cards/links": "405 method-not-allowed [POST] ends",
            "HEAD /nothing": "404 not-found ends",
        ])

    /// Who is nobody, or nobody here.
    private static let callers =
        rows(
            "nobody",
            [
                "GET /openapi.yaml": "200 stays",
                "GET /openapi.yaml?a=1&a=1": "400 invalid-parameter ends",
                "GET /v1/members": "401 unauthorized ends",
                "GET /v1/members?limit=%ff": "401 unauthorized ends",
                "GET /v1/members/%ff": "404 not-found ends",
                "PUT /v1/members": "405 method-not-allowed [GET] ends",
                "GET /nothing": "404 not-found ends",
            ])
        + rows(
            "xuhui-1",
            [
                "GET /v1/kiosks/xuhui-1/requests": "200 stays",
                "GET /v1/kiosks/%78uhui-1/requests": "200 stays",
                "GET /v1/kiosks/jingan-1/requests": "403 forbidden ends",
                "GET /v1/kiosks/xuhui-1%00/requests": "403 forbidden ends",
                "GET /v1/kiosks/xuhui-1/requests?store=%ff": "400 invalid-parameter ends",
                "GET /v1/members?limit=%ff": "403 forbidden ends",
                "GET /v1/operator/kiosks": "403 forbidden ends",
            ])

    private static let tokens = [
        ("Authorization: Bearer TOKEN", "200 stays"), ("authorization: bEARER TOKEN", "200 stays"),
        ("Authorization: Bearer  TOKEN", "401 unauthorized ends"), ("Authorization: Bearer", "401 unauthorized ends"),
        ("Authorization: Basic TOKEN", "401 unauthorized ends"), ("Authorization: TOKEN", "401 unauthorized ends"),
        ("Authorization: Bearer TOKEN\r\nAuthorization: Bearer TOKEN", "401 unauthorized ends"),
        ("Authorization: Bearer no\r\nAuthorization: Bearer TOKEN", "401 unauthorized ends"),
        ("Authorization: Bearer TOKEN, x", "401 unauthorized ends"), ("Authorization:", "401 unauthorized ends"),
    ].map { Row(line: "GET /v1/members", sender: $0.0, answer: $0.1) }

    private static let bodies = [
        Row(
            line: "GET /v1/members", sender: "staff", more: "Content-Length: 2\r\n", body: "{}", answer: "200 stays"),
        Row(
            line: "GET /v1/members", sender: "staff", more: "Content-Length: 70000\r\n",
            answer: "413 body-too-large ends"),
        Row(
            line: "GET /v1/members?limit=%ff", sender: "staff", more: "Content-Length: 70000\r\n",
            answer: "400 invalid-parameter ends"),
        Row(
            line: "GET /v1/members?limit=%ff", sender: "operator", more: "Content-Length: 70000\r\n",
            answer: "403 forbidden ends"),
        Row(line: "GET /openapi.yaml", sender: "nobody", more: "Content-Length: 70000\r\n",
            answer: "413 body-too-large ends"),
        Row(line: "POST /v1/cards", sender: "staff", more: "Content-Length: x\r\n", answer: "400 ends"),
    ]

    static let all = addresses + encoded + methods + heads + callers + tokens + bodies

    @Test func `Each request is answered as it always was`() async throws {
        try await RunningHub.serve { hub in
            for row in Self.all {
                let answer = try Self.ask(hub, row)
                #expect(answer == row.answer, "\(row.testDescription)")
            }
        }
    }

    private static func ask(_ hub: RunningHub, _ row: Row) throws -> String {
        let isHeader = row.sender.lowercased().hasPrefix("authorization")
        let token = row.sender == "nobody" ? "" : try hub.token(isHeader ? "staff" : row.sender)
        let bearer =
            isHeader
            ? row.sender.replacingOccurrences(of: "TOKEN", with: token) + "\r\n"
            : token.isEmpty ? "" : "Authorization: Bearer \(token)\r\n"
        let client = try RawClient(port: hub.port)
        // A second request shows whether the connection stays, and ends it.
        client.send("\(row.line) HTTP/1.1\r\nHost: h\r\n\(bearer)\(row.more)\r\n\(row.body)")
        client.send("GET /the-end HTTP/1.1\r\nHost: h\r\n\r\n")
        let answers = client.read().text.components(separatedBy: "HTTP/1.1 ").dropFirst()
        let first = answers.first ?? "nothing"
        let code = first.firstMatch(of: /"code":"([a-z-]+)"/).map { " \($0.1)" } ?? ""
        let allow = first.firstMatch(of: /\r\nAllow: ([^\r]+)\r\n/).map { " [\($0.1)]" } ?? ""
        return first.prefix(3) + code + allow + (answers.count == 2 ? " stays" : " ends")
    }

    static let headers: [(line: String, names: [String])] = [
        ("GET /v1/members", ["cache-control", "content-length", "content-type", "date", "server"]),
        (
            "GET /nothing",
            ["cache-control", "connection", "content-length", "content-type", "date", "server"]
        ),
        (
            "PUT /v1/members",
            ["allow", "cache-control", "connection", "content-length", "content-type", "date", "server"]
        ),
        (
            "GET /v1/operator/kiosks",
            ["cache-control", "connection", "content-length", "content-type", "date", "server"]
        ),
        ("GET /v1/members/x", ["cache-control", "content-length", "content-type", "date", "server"]),
    ]

    @Test func `Each answer has these headers and no others`() async throws {
        try await RunningHub.serve { hub in
            for (line, names) in Self.headers {
                let client = try RawClient(port: hub.port)
                let token = try hub.token("staff")
                client.send("\(line) HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer \(token)\r\n\r\n")
                let head = client.read(until: "\r\n\r\n").text.components(separatedBy: "\r\n\r\n")[0]
                let found = head.components(separatedBy: "\r\n").dropFirst().compactMap { $0.split(separator: ":").first }
                #expect(found.map { $0.lowercased() }.sorted() == names, "\(line)")
            }
        }
    }
}
