import Foundation
import Hub
import HubAPI
import HubClient
import HubStore
import Logging
import Testing
import Vocabulary

private let none = Amount.zero

@Suite struct ServingTests {
    @Test func `A visit through the client: issue, feed, hold, upload, claim, heartbeat`() async throws {
        try await RunningHub.serve { hub in
            let (staff, kiosk) = (try hub.client("staff"), try hub.client("xuhui-1"))
            let shown = hub.summary.showcase[0]
            let issue = IssueRequest(
                uid: try TestSalon.uid(1), member: nil, memberNumber: shown.number, replaces: nil)
            let card = try await staff.issue(issue)
            #expect(card.member == shown.member)
            #expect(try await staff.issued(card.id, CardChange(reason: "")).status == .active)
            #expect(try await staff.card(card.id).status == .active)
            let page = try await kiosk.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil, storeEpoch: "e1")
            #expect(page.members.first { $0.id == shown.member }?.cards.map(\.id) == [card.id])
            #expect(page.position.lastHash == Hex.text(JournalChain.root(ofEpoch: "e1")))
            let digests = page.policies.map(\.sha256)
            let held = try await kiosk.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil, policies: digests)
            #expect(held.policies.map(\.sha256) == digests && held.policies.allSatisfy { $0.text == nil })
            await expectProblem("invalid-parameter") {
                _ = try await kiosk.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil, policies: ["nonsense"])
            }
            let hold = HoldRequest(
                id: .test(1), member: shown.member, card: card.id, amount: Amount(points: 80), reward: "mask",
                odometers: none)
            #expect(try await kiosk.hold(hold, kiosk: "xuhui-1").granted)
            var journal = TestJournal(kiosk: "xuhui-1", epoch: "e1")
            let salon = try await TestSalon()
            var intent = salon.intent(
                .test(1), card: card.id, before: none, points: 80, reward: "mask", claimCode: "QWERTY")
            intent.member = shown.member
            journal.append(intent)
            journal.append(salon.outcome(.test(2), of: .test(1), card: card.id, .posted))
            let receipt = try await kiosk.upload(journal.request(), kiosk: "xuhui-1")
            #expect(receipt.held == [.test(1), .test(2)])
            #expect(try await staff.member(shown.member).points == shown.points - 80)
            #expect(try await staff.members(number: "YR00000", limit: 3).members.count == 3)
            #expect(try await staff.claims().claims.map(\.code) == ["QWERTY"])
            #expect(try await staff.handOver("QWERTY").status == .handedOver)
            #expect(try await staff.entry(.test(1)).state == .posted)
            #expect(try await staff.incidents().incidents.isEmpty)
            await expectProblem("conflict") { _ = try await staff.handOver("QWERTY") }
            await expectProblem("not-found") { _ = try await staff.handOver("NOSUCH") }
        }
    }

    private func expectProblem(_ code: String, _ body: () async throws -> Void) async {
        do {
            try await body()
            Issue.record("\(code) was expected")
        } catch HubClientError.problem(let problem) {
            #expect(problem.code == code)
            #expect(!problem.title.isEmpty && !problem.detail.isEmpty)
        } catch {
            Issue.record("\(error)")
        }
    }

    /// RFC 8259 §8.1: UTF-8 without a byte order mark. A decoder that guesses takes more.
    @Test func `JSON comes in UTF-8 and in nothing else`() async throws {
        let text = #"{"storeEpoch":"e","entries":[]}"#
        let wide = Data(text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        let bodies = [
            Data([0xEF, 0xBB, 0xBF]) + Data(text.utf8), wide, Data([0xFF, 0xFE]) + wide, Data(text.utf8) + [0],
            Data(text.utf8.dropLast(2)) + [0xC3, 0x28],
        ]
        try await RunningHub.serve { hub in
            let path = "/v1/kiosks/xuhui-1/journal"
            for body in bodies {
                let answer = try await hub.send("POST", path, token: "xuhui-1", body: body)
                let problem = try JSONDecoder().decode(Problem.self, from: answer.body)
                #expect(answer.status == 400 && problem.code == "invalid-json", "\(body.prefix(8).map { $0 })")
            }
            let answer = try await hub.send("POST", path, token: "xuhui-1", body: Data(text.utf8))
            #expect(answer.status == 200)
        }
    }

    @Test func `A token opens its own doors only`() async throws {
        try await RunningHub.serve { hub in
            let doors: [(String, String, String)] = [
                ("GET", "/v1/kiosks/xuhui-1/feed", "xuhui-1"), ("GET", "/v1/members", "staff"),
                ("GET", "/v1/operator/kiosks", "operator"),
            ]
            for (method, path, owner) in doors {
                #expect(try await hub.send(method, path).status == 401)
                for other in ["xuhui-1", "jingan-1", "staff", "operator"] {
                    let status = try await hub.send(method, path, token: other).status
                    #expect(status == (other == owner ? 200 : 403), "\(path) with the token of \(other)")
                }
            }
            let stranger = try HubClient(baseURL: hub.url, token: "no such token")
            await #expect(throws: HubClientError.unauthorized) { try await stranger.kiosks() }
        }
    }

    @Test func `Bad requests are answered in words and take nothing`() async throws {
        try await RunningHub.serve { hub in
            let journal = "/v1/kiosks/xuhui-1/journal"
            let long = UploadRequest(
                storeEpoch: "e",
                entries: (1...HubLimits.entriesPerUpload + 1).map {
                    UploadedEntry(sequence: Int64($0), previousHash: "", hash: "", body: "")
                })
            let cases: [(String, String, Data?, Int, String)] = [
                ("GET", "/v1/nothing", nil, 404, "not-found"),
                ("GET", journal, nil, 405, "method-not-allowed"),
                ("DELETE", "/v1/kiosks/xuhui-1/feed", nil, 405, "method-not-allowed"),
                ("POST", journal, Data("{".utf8), 400, "invalid-json"),
                ("POST", journal, Data(), 400, "invalid-json"),
                ("POST", journal, Data([0xFF, 0xFE, 0x00]), 400, "invalid-json"),
                ("POST", journal, Data(String(repeating: "[", count: 100_000).utf8), 400, "invalid-json"),
                ("POST", journal, Data(#"{"storeEpoch":"","entries":[]}"#.utf8), 400, "invalid-parameter"),
                ("POST", journal, try JSONEncoder().encode(long), 400, "too-many-entries"),
                ("POST", journal, Data(count: HubLimits.bodyBytes + 1), 413, "body-too-large"),
                ("POST", "/v1/kiosks/xuhui-1/holds", Data(count: 65 * 1024), 413, "body-too-large"),
                ("GET", "/v1/kiosks/xuhui-1/feed?cursor=x", nil, 400, "invalid-parameter"),
                ("GET", "/v1/kiosks/xuhui-1/feed?cursor=-1", nil, 400, "invalid-parameter"),
                ("GET", "/v1/kiosks/xuhui-1/requests?wait=9999", nil, 400, "invalid-parameter"),
            ]
            for (method, path, body, status, code) in cases {
                let answer = try await hub.send(method, path, token: "xuhui-1", body: body)
                #expect(answer.status == status, "\(method) \(path)")
                #expect(answer.type == "application/problem+json", "\(method) \(path)")
                let problem = try JSONDecoder().decode(Problem.self, from: answer.body)
                #expect(problem.code == code && problem.status == status && !problem.detail.isEmpty)
            }
            let entries = Data(#"{"storeEpoch":"e","entries":[{"sequence":"1"}]}"#.utf8)
            let answer = try await hub.send("POST", journal, token: "xuhui-1", body: entries)
            let problem = try JSONDecoder().decode(Problem.self, from: answer.body)
            #expect(problem.detail.contains("entries[0].sequence"), "\(problem.detail)")
        }
    }

    @Test func `Plain HTTP is served on loopback only`() async {
        for host in ["0.0.0.0", "::", "192.168.1.5", "hub.example", "127.0.0.1.evil.example"] {
            await #expect(throws: HubStartError.plainOutsideLoopback(host: host)) {
                try await Hub.open(
                    HubSettings(database: .file(path: "/nowhere"), host: host), now: { 0 }, newID: { "" },
                    logger: Logger(label: "test"))
            }
        }
        #expect(HubSettings(database: .file(path: ""), host: "127.0.0.1").isLoopback)
        #expect(HubSettings(database: .file(path: ""), host: "::1").isLoopback)
    }

    @Test func `A certificate that is none stops the start`() async {
        let tls = HubSettings.TLSFiles(certificate: "/etc/hostname", key: "/etc/hostname")
        await #expect(throws: HubStartError.self) {
            try await Hub.open(
                HubSettings(database: .file(path: "/nowhere"), tls: tls), now: { 0 }, newID: { "" },
                logger: Logger(label: "test"))
        }
    }

    @Test func `A hub that is away is unreachable, a server that talks nonsense is malformed`() async throws {
        let nobody = try HubClient(baseURL: "http://127.0.0.1:1", token: "x")
        do {
            _ = try await nobody.kiosks()
            Issue.record("nobody answers there")
        } catch HubClientError.unreachable {
        } catch {
            Issue.record("\(error)")
        }
        #expect(throws: HubClientError.self) { try HubClient(baseURL: "ftp://x", token: "") }
        #expect(throws: HubClientError.self) {
            try HubClient(baseURL: "https://x", token: "", caFile: "/etc/hostname")
        }
        try await RunningHub.serve { hub in
            // The document is no JSON: what a captive portal would send.
            let portal = try HubClient(baseURL: hub.url + "/openapi.yaml?", token: "x")
            await #expect(throws: HubClientError.self) { try await portal.kiosks() }
        }
    }

    @Test func `An operator's request reaches a kiosk that waits, and the answer an operator who waits`() async throws {
        try await RunningHub.serve { hub in
            let (kiosk, desk) = (try hub.client("xuhui-1"), try hub.client("operator"))
            async let fetched = kiosk.requests(kiosk: "xuhui-1", waitSeconds: 20)
            let request = try await desk.ask(kiosk: "xuhui-1", RemoteRequestDraft(kind: .logs, sinceMs: 5))
            #expect(try await fetched.requests == [request])
            async let page = desk.answers(requestID: request.id, after: -1, waitSeconds: 20)
            let answer = RemoteAnswer(part: 0, lines: [#"{"a":1}"#], cursor: 9, skipped: [], png: nil, done: true)
            _ = try await kiosk.answer(requestID: request.id, answer, kiosk: "xuhui-1")
            #expect(try await page.parts == [answer])
            #expect(try await kiosk.requests(kiosk: "xuhui-1", waitSeconds: 0).requests.isEmpty)
            let beat = Heartbeat(
                version: "1", startedAtMs: 1, sentAtMs: 2, lastFrameAtMs: 3, screen: "attract", reader: "ok",
                storeEpoch: "e", journalSequence: 0, notUploaded: 0, snapshotAsOfMs: nil, freeDiskBytes: 4)
            _ = try await kiosk.heartbeat(beat, kiosk: "xuhui-1")
            let status = try await desk.kiosk("xuhui-1")
            #expect(status.heartbeat == beat && status.heartbeatAgeMs == 0)
            #expect(try await desk.kiosks().kiosks.map(\.kiosk) == ["jingan-1", "xuhui-1"])
        }
    }
}
