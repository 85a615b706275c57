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
            "PUT /v1/members": "405 method-not-allowed [GET, HEAD] ends",
            "PATCH /v1/members": "405 method-not-allowed [GET, HEAD] ends",
            "DELETE /v1/members": "405 method-not-allowed [GET, HEAD] ends",
            "OPTIONS /v1/members": "405 method-not-allowed [GET, HEAD] ends",
            "TRACE /v1/members": "405 method-not-allowed [GET, HEAD] ends",
            "PURGE /v1/members": "405 method-not-allowed [GET, HEAD] ends",
            "PROPFIND /v1/members": "405 method-not-allowed [GET, HEAD] ends",
            "M-SEARCH /v1/members": "405 method-not-allowed [GET, HEAD] ends",
            "POST /v1/members/%41": "405 method-not-allowed [GET, HEAD] ends",
            "GET /v1/cards": "405 method-not-allowed [POST] ends",
            "GET /v1/cards/links": "405 method-not-allowed [POST] ends",
            "POST /v1/cards/links": "400 invalid-json stays",
            "POST /v1/cards/links/issued": "400 invalid-json stays",
            "GET /v1/cards/links/issued": "405 method-not-allowed [POST] ends",
            "DELETE /v1/desk/members/x/entries": "405 method-not-allowed [POST, GET, HEAD] ends",
            "POST /openapi.yaml": "405 method-not-allowed [GET, HEAD] ends",
        ])

    /// As GET, but for the body and so without a code.
    private static let heads = rows(
        "staff",
        [
            "HEAD /v1/members": "200 stays",
            "HEAD /openapi.yaml": "200 stays",
            "HEAD /v1/members/x": "400 stays",
            "HEAD /v1/members?limit=%ff": "400 ends",
            "HEAD /v1/operator/kiosks": "403 ends",
            "HEAD /v1/cards/links": "405 [POST] ends",
            "HEAD /nothing": "404 ends",
            "HEAD //v1/members": "404 ends",
        ])

    /// Who is nobody, or nobody here.
    private static let callers =
        rows(
            "nobody",
            [
                "GET /openapi.yaml": "200 stays",
                "GET /openapi.yaml?a=1&a=1": "400 invalid-parameter ends",
                "GET /v1/members": "401 unauthorized ends",
                "HEAD /v1/members": "401 ends",
                "GET /v1/members?limit=%ff": "401 unauthorized ends",
                "GET /v1/members/%ff": "404 not-found ends",
                "PUT /v1/members": "405 method-not-allowed [GET, HEAD] ends",
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
        Row(
            line: "GET /openapi.yaml", sender: "nobody", more: "Content-Length: 70000\r\n",
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
        let request = "\(row.line) HTTP/1.1\r\nHost: h\r\n\(bearer)\(row.more)\r\n\(row.body)"
        let (answer, stays) = try answer(hub, to: request)
        let problem = try? JSONDecoder().decode(Problem.self, from: Data(answer.body.utf8))
        #expect((problem == nil) == (problem?.refusal == nil), "a problem without words: \(row.testDescription)")
        let allow = answer.fields["allow"].map { "[\($0)]" }
        let words: [String?] = ["\(answer.status)", problem?.code, allow, stays ? "stays" : "ends"]
        return words.compactMap { $0 }.joined(separator: " ")
    }

    private static let always = ["cache-control", "content-length", "content-type", "date", "server"]

    static let headers: [(target: String, names: [String])] = [
        ("/v1/members", always), ("/v1/members/x", always), ("/openapi.yaml", always),
        ("/nothing", always + ["connection"]), ("/v1/operator/kiosks", always + ["connection"]),
        ("/v1/cards/links", always + ["allow", "connection"]),
    ]

    @Test func `GET has these headers and no others, and HEAD has the same values`() async throws {
        try await RunningHub.serve { hub in
            for (target, names) in Self.headers {
                let token = try hub.token("staff")
                let (get, getStays) = try Self.answer(hub, to: Self.request("GET", target, token))
                #expect(get.fields.keys.sorted() == names.sorted() && !get.body.isEmpty, "\(target)")
                let (head, headStays) = try Self.answer(hub, to: Self.request("HEAD", target, token))
                #expect(head.status == get.status && head.fields == get.fields && head.body.isEmpty, "\(target)")
                #expect(headStays == getStays, "\(target)")
            }
            let (answer, stays) = try Self.answer(hub, to: Self.request("HEAD", "/v1/members", "unknown"))
            #expect(answer.status == 401 && answer.body.isEmpty && !stays)
            #expect(answer.fields.keys.sorted() == (Self.always + ["connection", "www-authenticate"]).sorted())
        }
    }

    /// Hummingbird's router prefers a word to a name even where no route ends with the word.
    @Test func `Where a name ends an address, each word in its place is an address too`() async throws {
        try await RunningHub.serve { hub in
            let paths = Set(hub.routes.map { String($0.drop { $0 != "/" }) })
            for path in paths where path.hasSuffix("}") {
                let folder = String(path.prefix(through: try #require(path.lastIndex(of: "/"))))
                for other in paths where other.hasPrefix(folder) {
                    let word = String(other.dropFirst(folder.count).prefix { $0 != "/" })
                    #expect(word.hasPrefix("{") || paths.contains(folder + word), "\(other) hides \(path)")
                }
            }
        }
    }

    private static func request(_ method: String, _ target: String, _ token: String) -> String {
        "\(method) \(target) HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer \(token)\r\n\r\n"
    }

    private struct Answer {
        var status: Int
        /// By names in lower case; the date is empty.
        var fields: [String: String]
        var body: String

        init(_ text: String) throws {
            let end = try #require(text.range(of: "\r\n\r\n"))
            var lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
            status = try #require(Int(lines.removeFirst().prefix(3)))
            let fields = lines.map { line in
                let parts = line.components(separatedBy: ": ")
                return (parts[0].lowercased(), parts[0] == "Date" ? "" : parts.dropFirst().joined(separator: ": "))
            }
            self.fields = Dictionary(fields) { "\($0), \($1)" }
            body = String(text[end.upperBound...])
        }
    }

    /// A second request shows whether the connection stays, and ends it.
    private static func answer(_ hub: RunningHub, to request: String) throws -> (Answer, stays: Bool) {
        let client = try RawClient(port: hub.port)
        client.send(request + "GET /the-end HTTP/1.1\r\nHost: h\r\n\r\n")
        let answers = client.read().text.components(separatedBy: "HTTP/1.1 ").dropFirst()
        return (try Answer(try #require(answers.first)), answers.count == 2)
    }
}
