import DatabasePostgres
import DatabaseTesting
import Foundation
import HubAPI
import HubClient
import HubStore
import Testing

/// Two hubs over one server, between which a balancer would choose.
@Suite struct TwoHubTests {
    private static let soon = Duration.seconds(1)

    private func serveTwo(_ body: @Sendable (RunningHub, RunningHub) async throws -> Void) async throws {
        try await RunningHub.serveTwo(on: try await PostgresCluster.shared.value.newOptions(), body)
    }

    /// Asks at one hub while the kiosk waits at the other, and answers there while the operator waits here.
    ///
    /// - Parameter meanwhile: done while both wait.
    private func askAcross(
        _ here: RunningHub, _ there: RunningHub, meanwhile: () async throws -> Void = {}
    ) async throws {
        let (kiosk, desk) = (try there.client("xuhui-1"), try here.client("operator"))
        let clock = ContinuousClock()
        async let fetched = kiosk.requests(kiosk: "xuhui-1", waitSeconds: 20)
        // On the way to its place the kiosk's question is answered at once; this one comes after it.
        for _ in 0..<3 { _ = try await kiosk.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil) }
        try await meanwhile()
        var began = clock.now
        let request = try await desk.ask(kiosk: "xuhui-1", RemoteRequestDraft(kind: .logs, sinceMs: 5))
        #expect(try await fetched.requests.map(\.id) == [request.id])
        #expect(clock.now - began < Self.soon)
        async let page = desk.answers(requestID: request.id, after: -1, waitSeconds: 20)
        for _ in 0..<3 { _ = try await desk.kiosks() }
        try await meanwhile()
        began = clock.now
        let answer = RemoteAnswer(part: 0, lines: [], cursor: 9, skipped: [], png: nil, done: true)
        _ = try await kiosk.answer(requestID: request.id, answer, kiosk: "xuhui-1")
        #expect(try await page.parts == [answer])
        #expect(clock.now - began < Self.soon)
    }

    @Test func `Who waits at one hub is woken by what is asked and answered at the other`() async throws {
        try await serveTwo { one, other in
            try await askAcross(one, other)
            try await askAcross(other, one)
        }
    }

    @Test func `Connections that listen are opened again when they are cut, and nobody waits in vain`() async throws {
        let cluster = try await PostgresCluster.shared.value
        try await serveTwo { one, other in
            for _ in 0..<3 {
                try await askAcross(one, other) {
                    try cluster.command(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
                }
            }
        }
    }

    @Test func `A request that is ended at one hub is not answered any more at the other`() async throws {
        try await serveTwo { one, other in
            let (kiosk, desk) = (try other.client("xuhui-1"), try one.client("operator"))
            let request = try await desk.ask(kiosk: "xuhui-1", RemoteRequestDraft(kind: .logs, sinceMs: 5))
            #expect(try await kiosk.requests(kiosk: "xuhui-1", waitSeconds: 0).requests.map(\.id) == [request.id])
            _ = try await desk.endRequest(request.id)
            #expect(try await kiosk.requests(kiosk: "xuhui-1", waitSeconds: 0).requests.isEmpty)
        }
    }

    @Test func `A token that is revoked at one hub opens nothing at the other`() async throws {
        try await serveTwo { one, other in
            let kiosk = try other.client("xuhui-1")
            _ = try await kiosk.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil)
            for token in try await one.database.tokenList() where token.kiosk == "xuhui-1" {
                try await one.database.revokeToken(token.id)
            }
            await #expect(throws: HubClientError.unauthorized) {
                try await kiosk.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil)
            }
        }
    }
}
