import Foundation
import Hub
import HubAPI
import HubStore
import Testing
import Vocabulary

/// `openapi.yaml` against the routes and against what a running hub really answers.
///
/// The document's own validity and the answers' are judged by openapi-spec-validator and jsonschema, which know
/// nothing of this code: `PEONY_PYTHON` names an interpreter that has them (default `.venv/bin/python`).
@Suite struct OpenAPITests {
    private static var python: String { ProcessInfo.processInfo.environment["PEONY_PYTHON"] ?? ".venv/bin/python" }

    private static let script = """
        import json, sys, yaml
        from jsonschema import Draft202012Validator
        from openapi_spec_validator import validate
        given = json.load(sys.stdin)
        document = yaml.safe_load(given["document"])
        validate(document)
        def resolve(part):
            while "$ref" in part:
                found = document
                for key in part["$ref"].removeprefix("#/").split("/"):
                    found = found[key]
                part = found
            return part
        report = {"operations": [], "problems": []}
        for path, item in document["paths"].items():
            for method in item.keys() & {"get", "post", "put", "patch", "delete"}:
                report["operations"].append(method.upper() + " " + path)
        def check(schema, value, where):
            schema = {**schema, "components": document["components"]}
            for error in Draft202012Validator(schema).iter_errors(value):
                report["problems"].append(f"{where} {'/'.join(map(str, error.path))}: {error.message[:200]}")
        for answer in given["answers"]:
            operation = document["paths"][answer["path"]][answer["method"].lower()]
            where = answer["method"] + " " + answer["path"]
            name = str(answer["status"]) if str(answer["status"]) in operation["responses"] else "default"
            content = resolve(operation["responses"][name])["content"]
            if answer["type"] not in content:
                report["problems"].append(f"{where}: {answer['type']} is not described")
            elif "json" in answer["type"]:
                check(content[answer["type"]]["schema"], json.loads(answer["body"]), where)
            if answer.get("sent"):
                schema = resolve(operation["requestBody"])["content"]["application/json"]["schema"]
                check(schema, json.loads(answer["sent"]), where + " sent")
        print(json.dumps(report))
        """

    private struct Given: Encodable {
        var document: String
        var answers: [Answer]
    }

    private struct Answer: Encodable {
        var method: String
        var path: String
        var status: Int
        var type: String
        var body: String
        var sent: String?
    }

    private struct Report: Decodable {
        var operations: [String]
        var problems: [String]
    }

    @Test func `Each route is in the document, each operation is a route, and real answers fit their schemas`()
        async throws
    {
        try await RunningHub.serve { hub in
            let document = try await hub.send("GET", "/openapi.yaml")
            #expect(document.status == 200)
            let answers = try await Self.askEverything(hub)
            let report = try Self.judge(
                Given(document: String(decoding: document.body, as: UTF8.self), answers: answers))
            let routes = hub.routes
            #expect(Set(report.operations) == Set(routes))
            #expect(report.problems == [])
            let asked = Set(answers.filter { $0.status == 200 }.map { "\($0.method) \($0.path)" })
            #expect(Set(routes).subtracting(asked) == ["GET /openapi.yaml"], "every route was asked with success")
        }
    }

    private static func judge(_ given: Given) throws -> Report {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = ["-c", script]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        do {
            try process.run()
        } catch {
            Issue.record("\(python) does not run; make it with: make deps, or name another by PEONY_PYTHON")
            throw error
        }
        try input.fileHandleForWriting.write(contentsOf: JSONEncoder().encode(given))
        try input.fileHandleForWriting.close()
        let answer = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "the document is no valid OpenAPI, or the packages are missing")
        return try JSONDecoder().decode(Report.self, from: answer)
    }

    /// One successful request to every route, and some that are refused.
    private static func askEverything(_ hub: RunningHub) async throws -> [Answer] {
        var answers: [Answer] = []
        func ask(_ who: String, _ method: String, _ path: String, _ real: String, _ sent: (any Encodable)? = nil)
            async throws
        {
            let body = try sent.map { try JSONEncoder().encode($0) }
            let answer = try await hub.send(method, real, token: who, body: body)
            answers.append(
                Answer(
                    method: method, path: path, status: answer.status, type: answer.type,
                    body: String(decoding: answer.body, as: UTF8.self),
                    sent: body.map { String(decoding: $0, as: UTF8.self) }))
        }
        let member = hub.summary.showcase[0].member
        let uid = try TestSalon.uid(1)
        let card = CardID(uid: uid, issueNumber: 1)
        try await ask(
            "staff", "POST", "/v1/cards", "/v1/cards",
            IssueRequest(uid: uid, member: member, memberNumber: nil, replaces: nil))
        let change = CardChange(reason: "test")
        try await ask("staff", "POST", "/v1/cards/{card}/issued", "/v1/cards/\(card)/issued", change)
        try await ask("staff", "GET", "/v1/cards/{card}", "/v1/cards/\(card)")
        try await ask("staff", "GET", "/v1/cards/{card}", "/v1/cards/04A1B2C3D4E5F6-77")
        try await ask("staff", "GET", "/v1/cards/{card}", "/v1/cards/nonsense")
        let link = LinkRequest(uid: try TestSalon.uid(2), member: member, memberNumber: nil)
        try await ask("staff", "POST", "/v1/cards/links", "/v1/cards/links", link)
        for (path, real, sent) in try await kioskRequests(member, card) {
            let method = sent == nil ? "GET" : "POST"
            try await ask("xuhui-1", method, path, real, sent)
        }
        for (method, path, real, sent) in counterRequests(member) { try await ask("staff", method, path, real, sent) }
        for (path, real, sent) in deskRequests(member) {
            try await ask("staff", sent == nil ? "GET" : "POST", path, real, sent)
        }
        for (method, path, real, sent) in operatorRequests() { try await ask("operator", method, path, real, sent) }
        let answer = RemoteAnswer(
            part: 0, lines: ["x"], cursor: 1, skipped: [SkippedLine(cursor: 2, reason: "y")], png: "aGk=", done: false)
        try await ask(
            "xuhui-1", "POST", "/v1/kiosks/{kiosk}/requests/{request}/answers",
            "/v1/kiosks/xuhui-1/requests/request-1/answers", answer)
        try await ask("xuhui-1", "GET", "/v1/kiosks/{kiosk}/requests", "/v1/kiosks/xuhui-1/requests")
        let requests = "/v1/operator/requests/{request}"
        try await ask("operator", "GET", requests + "/answers", "/v1/operator/requests/request-1/answers")
        try await ask("operator", "POST", requests + "/end", "/v1/operator/requests/request-1/end", [String: String]())
        answers[answers.count - 1].sent = nil
        try await ask("staff", "POST", "/v1/cards/{card}/block", "/v1/cards/\(card)/block", change)
        // Blocked for no suspicion: refused. Then a kiosk says that its odometers were behind.
        try await ask("staff", "POST", "/v1/cards/{card}/unblock", "/v1/cards/\(card)/unblock", change)
        try await ask(
            "staff", "POST", "/v1/cards/{card}/unblock", "/v1/cards/\(try await suspect(hub))/unblock", change)
        try await ask("staff", "POST", "/v1/cards/{card}/close", "/v1/cards/\(card)/close", change)
        return answers
    }

    /// Another card, which a kiosk suspects.
    private static func suspect(_ hub: RunningHub) async throws -> CardID {
        let request = IssueRequest(
            uid: try TestSalon.uid(3), member: hub.summary.showcase[0].member, memberNumber: nil, replaces: nil)
        let card = try await hub.database.markIssued(try await hub.database.issue(request).id).id
        var journal = TestJournal(kiosk: "jingan-1")
        let salon = try await TestSalon()
        journal.append(salon.behind(.test(20), kiosk: "jingan-1", card: card))
        _ = try await hub.database.upload(journal.request(), kiosk: "jingan-1")
        return card
    }

    private static func kioskRequests(
        _ member: MemberID, _ card: CardID
    ) async throws -> [(String, String, (any Encodable)?)] {
        let zero = Amount.zero
        var journal = TestJournal(kiosk: "xuhui-1")
        let salon = try await TestSalon()
        var intent = salon.intent(.test(1), card: card, before: zero, points: 80, reward: "mask", claimCode: "AAAAAA")
        intent.member = member
        journal.append(intent)
        journal.append(salon.outcome(.test(2), of: .test(1), card: card, .posted))
        let far = Amount(points: 200, fen: 0)
        journal.append(salon.seen(.test(3), card: card, odometers: far))
        var open = salon.intent(.test(4), card: card, before: far, points: 5)
        open.member = member
        journal.append(open)
        journal.append(body: "nonsense")
        let hold = HoldRequest(
            id: .test(9), member: member, card: card, amount: Amount(points: 5), reward: nil, odometers: far)
        let refused = HoldRequest(
            id: .test(10), member: member, card: card, amount: Amount(points: 5), reward: "none", odometers: far)
        let beat = Heartbeat(
            version: "1", startedAtMs: 1, sentAtMs: 2, lastFrameAtMs: nil, screen: "attract", reader: "ok",
            storeEpoch: "e", journalSequence: 0, notUploaded: 0, snapshotAsOfMs: nil, freeDiskBytes: 4)
        let kiosk = "/v1/kiosks/{kiosk}"
        return [
            (kiosk + "/feed", "/v1/kiosks/xuhui-1/feed", nil),
            (kiosk + "/journal", "/v1/kiosks/xuhui-1/journal", journal.request()),
            (kiosk + "/feed", "/v1/kiosks/xuhui-1/feed", nil),
            (kiosk + "/feed", "/v1/kiosks/xuhui-1/feed?policies=\(String(repeating: "0a", count: 32))", nil),
            (kiosk + "/feed", "/v1/kiosks/xuhui-1/feed?policies=nonsense", nil),
            (kiosk + "/holds", "/v1/kiosks/xuhui-1/holds", hold),
            (kiosk + "/holds", "/v1/kiosks/xuhui-1/holds", refused),
            (
                kiosk + "/holds/{hold}/return", "/v1/kiosks/xuhui-1/holds/\(OperationID.test(10))/return",
                HoldReturn(card: card)
            ),
            (kiosk + "/heartbeat", "/v1/kiosks/xuhui-1/heartbeat", beat),
        ]
    }

    private static func counterRequests(_ member: MemberID) -> [(String, String, String, (any Encodable)?)] {
        let resolution = IncidentResolution(action: .dismiss, reason: "seen")
        let settlement = HandSettlement(outcome: .posted, reason: "said so")
        let entry = OperationID.test(4)
        return [
            ("GET", "/v1/claims", "/v1/claims", nil),
            ("GET", "/v1/claims", "/v1/claims?status=nonsense", nil),
            ("POST", "/v1/claims/{code}/handed-over", "/v1/claims/AAAAAA/handed-over", nil),
            ("POST", "/v1/claims/{code}/handed-over", "/v1/claims/AAAAAA/handed-over", nil),
            ("GET", "/v1/members", "/v1/members?limit=2", nil),
            ("GET", "/v1/members/{member}", "/v1/members/\(member)", nil),
            ("GET", "/v1/incidents", "/v1/incidents", nil),
            ("POST", "/v1/incidents/{incident}/resolve", "/v1/incidents/1/resolve", resolution),
            ("POST", "/v1/incidents/{incident}/resolve", "/v1/incidents/999/resolve", resolution),
            ("GET", "/v1/entries/{entry}", "/v1/entries/\(entry)", nil),
            ("POST", "/v1/entries/{entry}/settle", "/v1/entries/\(entry)/settle", settlement),
        ]
    }

    private static func deskRequests(_ member: MemberID) -> [(String, String, (any Encodable)?)] {
        let (desk, real) = ("/v1/desk/members/{member}", "/v1/desk/members/\(member)")
        struct Named: Encodable { var kind: String }
        struct Order: Encodable {
            var id: String
            var kind = "action"
            var action: String
        }
        let orders = [Order(id: "e-1", action: "feedback"), Order(id: "e-2", action: "no-such")]
        return [
            (desk + "/account", real + "/account", nil),
            (desk + "/preview", real + "/preview", ["ask": Named(kind: "rewards")]),
        ] + orders.map { (desk + "/entries", real + "/entries", $0) } + [
            (desk + "/entries", real + "/entries", ["kind": "nonsense", "id": "e-3"]),
            (desk + "/entries", real + "/entries", nil), ("/v1/policies", "/v1/policies", nil),
        ]
    }

    private static func operatorRequests() -> [(String, String, String, (any Encodable)?)] {
        let kiosk = "/v1/operator/kiosks/{kiosk}"
        let draft = RemoteRequestDraft(kind: .logs, sinceMs: 1, cursor: nil, follow: false)
        return [
            ("GET", "/v1/history", "/v1/history?limit=3", nil), ("GET", "/v1/history", "/v1/history?after=x", nil),
            ("GET", "/v1/operator/kiosks", "/v1/operator/kiosks", nil),
            ("GET", kiosk, "/v1/operator/kiosks/xuhui-1", nil),
            ("GET", kiosk, "/v1/operator/kiosks/nobody", nil),
            ("POST", kiosk + "/requests", "/v1/operator/kiosks/xuhui-1/requests", draft),
        ]
    }
}
