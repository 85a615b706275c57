import Foundation
import Hub
import HubAPI
import Seeds
import Synchronization
import Testing

/// Clients that hold on, lie, trickle or leave: what they may cost the hub, and what others notice of it.
@Suite struct ConnectionTests {
    private static let page = "GET /openapi.yaml HTTP/1.1\r\nHost: h\r\n\r\n"

    private static func journal(_ hub: RunningHub, token: String? = "xuhui-1", _ headers: String) throws -> String {
        let bearer = try token.map { "Authorization: Bearer \(try hub.token($0))\r\n" } ?? ""
        return "POST /v1/kiosks/xuhui-1/journal HTTP/1.1\r\nHost: h\r\n\(bearer)\(headers)\r\n\r\n"
    }

    /// Nobody is closed for being silent.
    private static func patient(inAll: Int, perAddress: Int) -> ConnectionLimits {
        var limits = ConnectionLimits(inAll: inAll, perAddress: perAddress)
        limits.firstRequestSeconds = 600
        return limits
    }

    @Test func `One address has its share of connections, others are served, and the log says so once`() async throws {
        let log = RecordedLog()
        try await RunningHub.serve(connections: Self.patient(inAll: 40, perAddress: 8), log: log) { hub in
            let idle = try (0..<30).map { _ in try RawClient(port: hub.port, from: "127.0.0.2") }
            try await settled { idle.count(where: \.isRefused) == 22 }
            let other = try RawClient(port: hub.port, from: "127.0.0.3")
            other.send(Self.page)
            #expect(other.read(until: "openapi:").text.hasPrefix("HTTP/1.1 200"))
            #expect(log.lines.count { $0.hasPrefix("connections refused") } == 1)
            for client in idle { client.close() }
            try await settled { try RawClient(port: hub.port, from: "127.0.0.2").answers(Self.page) }
        }
    }

    @Test func `Clients behind a proxy have their shares, and the proxy has none; a stranger is not believed`()
        async throws
    {
        try await RunningHub.serve(
            connections: Self.patient(inAll: 100, perAddress: 8), behind: ["127.0.0.2"]
        ) { hub in
            func ask(from peer: String, for client: String) throws -> RawClient {
                let connection = try RawClient(port: hub.port, from: peer)
                connection.send(
                    try Self.journal(hub, "X-Forwarded-For: 6.6.6.6, \(client)\r\nContent-Length: 100") + "{")
                return connection
            }
            func ask(for client: String) throws -> RawClient { try ask(from: "127.0.0.2", for: client) }
            let first = try (0..<12).map { _ in try ask(for: "198.51.100.7") }
            try await settled { first.count(where: \.hasAnswer) == 4 }
            let refusedOne = try #require(first.first { $0.hasAnswer })
            let refused = refusedOne.read()
            #expect(refused.isClosed && refused.text.hasPrefix("HTTP/1.1 429"), "\(refused.text)")
            let second = try (0..<8).map { _ in try ask(for: "198.51.100.8") }
            #expect(try ask(for: "198.51.100.8").read().text.hasPrefix("HTTP/1.1 429"))
            #expect(second.count(where: \.hasAnswer) == 0)
            // A request that has ended makes room for another.
            for client in second { client.close() }
            try await settled {
                try RawClient(port: hub.port, from: "127.0.0.2").answers(Self.page, for: "198.51.100.8")
            }
            let strangers = try (0..<12).map { try ask(from: "127.0.0.3", for: "198.51.100.\($0 + 20)") }
            try await settled { strangers.count(where: \.isRefused) == 4 }
        }
    }

    @Test func `The bound on all connections holds too`() async throws {
        try await RunningHub.serve(connections: Self.patient(inAll: 16, perAddress: 16)) { hub in
            let idle = try (0..<20).map { try RawClient(port: hub.port, from: "127.0.0.\($0 + 2)") }
            try await settled { idle.count(where: \.isRefused) == 4 }
        }
    }

    @Test func `No first request, and a request that does not end, end the connection`() async throws {
        var limits = ConnectionLimits()
        limits.firstRequestSeconds = 1
        limits.requestSeconds = 1
        try await RunningHub.serve(connections: limits) { hub in
            let silent = try RawClient(port: hub.port)
            let trickling = try RawClient(port: hub.port)
            trickling.send("GET /openapi.yaml HTT")
            let slow = try RawClient(port: hub.port)
            slow.send(try Self.journal(hub, "Content-Length: 100") + "{")
            #expect(silent.read().isClosed && trickling.read().isClosed)
            let answer = slow.read()
            #expect(answer.isClosed && answer.text.hasPrefix("HTTP/1.1 408"), "\(answer.text)")
        }
    }

    @Test func `A request that comes drop by drop has no more time than others`() async throws {
        var limits = ConnectionLimits()
        limits.requestSeconds = 3
        try await RunningHub.serve(connections: limits) { hub in
            let dripping = try RawClient(port: hub.port)
            dripping.send(try Self.journal(hub, "Content-Length: 100"))
            var text = ""
            for _ in 0..<10 where text.isEmpty {
                dripping.send(" ")
                text += dripping.read(until: "HTTP/1.1 408", seconds: 1).text
            }
            #expect(text.hasPrefix("HTTP/1.1 408"), "\(text)")
        }
    }

    /// Each refusal comes while the body is still being sent, and nothing is read to its end.
    @Test(arguments: [
        ("nobody", 401), ("jingan-1", 403), ("xuhui-1", 413),
    ]) func `Who is refused is so before the body, and the connection ends`(who: String, status: Int) async throws {
        try await RunningHub.serve { hub in
            let length = "Content-Length: \(64 * 1024 * 1024)"
            let client = try RawClient(port: hub.port)
            client.send(try Self.journal(hub, token: who == "nobody" ? nil : who, length))
            let answer = client.read()
            #expect(answer.isClosed && answer.text.hasPrefix("HTTP/1.1 \(status)"), "\(answer.text)")
            #expect(answer.text.lowercased().contains("\r\nconnection: close\r\n"))
            #expect(answer.text.contains("WWW-Authenticate: Bearer") == (status == 401))
        }
    }

    @Test(arguments: ["xuhui-1", "nobody"]) func `A chunked body without an end is refused at the limit`(
        who: String
    ) async throws {
        try await RunningHub.serve { hub in
            let client = try RawClient(port: hub.port)
            client.send(try Self.journal(hub, token: who == "nobody" ? nil : who, "Transfer-Encoding: chunked"))
            let chunk = "10000\r\n" + String(repeating: "x", count: 0x10000) + "\r\n"
            var sent = 0
            while sent < 1000, client.send(chunk) { sent += 1 }
            let answer = client.read()
            #expect(answer.isClosed && sent < 1000, "\(sent) chunks of 64 KiB were taken")
            #expect(answer.text.isEmpty || answer.text.hasPrefix("HTTP/1.1 \(who == "nobody" ? 401 : 413)"))
        }
    }

    @Test func `A chunked body over the limit is told so`() async throws {
        try await RunningHub.serve { hub in
            let client = try RawClient(port: hub.port)
            client.send(try Self.journal(hub, "Transfer-Encoding: chunked"))
            let chunk = "10000\r\n" + String(repeating: "x", count: 0x10000) + "\r\n"
            for _ in 0...HubLimits.bodyBytes / 0x10000 { client.send(chunk) }
            #expect(client.read(until: "body-too-large").text.hasPrefix("HTTP/1.1 413"))
        }
    }

    static let heads: [(String, String)] = [
        ("GET /openapi.yaml HTTP/1.1\r\n\r\n", "HTTP/1.1 400"),
        ("GET /openapi.yaml HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "HTTP/1.1 400"),
        ("GET /openapi.yaml HTTP/1.0\r\n\r\n", "HTTP/1.1 200"),
        ("GET /openapi.yaml HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "HTTP/1.1 200"),
    ]

    @Test(arguments: heads) func `RFC 9112: one host, and an end after the answer for who wants it`(
        head: String, begins: String
    ) async throws {
        try await RunningHub.serve { hub in
            let client = try RawClient(port: hub.port)
            client.send(head)
            let answer = client.read()
            #expect(answer.isClosed && answer.text.hasPrefix(begins), "\(answer.text.prefix(80))")
        }
    }

    @Test func `A body that is wanted is asked for, one that is not is refused`() async throws {
        try await RunningHub.serve { hub in
            let wanted = try RawClient(port: hub.port)
            let body = #"{"storeEpoch":"e","entries":[]}"#
            wanted.send(try Self.journal(hub, "Expect: 100-continue\r\nContent-Length: \(body.utf8.count)"))
            #expect(wanted.read(until: "\r\n\r\n").text == "HTTP/1.1 100 Continue\r\n\r\n")
            wanted.send(body)
            #expect(wanted.read(until: "position").text.hasPrefix("HTTP/1.1 200"))
            let stranger = try RawClient(port: hub.port)
            stranger.send(try Self.journal(hub, token: nil, "Expect: 100-continue\r\nContent-Length: 9"))
            #expect(stranger.read().text.hasPrefix("HTTP/1.1 401"))
        }
    }

    @Test func `Many requests on one connection are answered in their order`() async throws {
        try await RunningHub.serve { hub in
            let client = try RawClient(port: hub.port)
            let one = "GET /v1/nobody HTTP/1.1\r\nHost: h\r\n\r\n"
            let kiosks =
                "GET /v1/operator/kiosks HTTP/1.1\r\nHost: h\r\n"
                + "Authorization: Bearer \(try hub.token("operator"))\r\n\r\n"
            client.send(String(repeating: kiosks, count: 50) + one)
            let answers = client.read()
            #expect(answers.isClosed)
            #expect(answers.text.components(separatedBy: "HTTP/1.1 200").count == 51)
            #expect(answers.text.components(separatedBy: "HTTP/1.1 404").count == 2)
        }
    }

    @Test func `More long polls than one kiosk has are refused, others wait on, and who leaves gives up its place`()
        async throws
    {
        try await RunningHub.serve { hub in
            func poll(_ kiosk: String) throws -> String {
                "GET /v1/kiosks/\(kiosk)/requests?wait=25 HTTP/1.1\r\nHost: h\r\n"
                    + "Authorization: Bearer \(try hub.token(kiosk))\r\n\r\n"
            }
            let clients = try (0..<HubLimits.waitingPerKiosk + 3).map { _ in
                let client = try RawClient(port: hub.port)
                client.send(try poll("xuhui-1"))
                return client
            }
            try await settled { clients.count(where: \.hasAnswer) == 3 }
            let waiting = clients.filter { !$0.hasAnswer }
            for client in clients where client.hasAnswer {
                let answer = client.read(until: "\r\n\r\n").text
                #expect(answer.hasPrefix("HTTP/1.1 429") && answer.contains("Retry-After: 5"), "\(answer)")
            }
            let other = try RawClient(port: hub.port)
            other.send(try poll("jingan-1"))
            #expect(other.read(seconds: 1).text.isEmpty, "another kiosk waits as always")
            for client in waiting { client.close() }
            // Long before they would have been answered.
            try await settled(within: .seconds(8)) {
                let client = try RawClient(port: hub.port)
                client.send(try poll("xuhui-1"))
                return client.read(seconds: 1).text.isEmpty
            }
        }
    }

    /// The server lets go of connections that it has accepted and not begun to serve (swift-nio #2637).
    @Test(arguments: Seeds.first(20, of: 200)) func `It stops while connections come in`(seed: UInt64) async throws {
        let kept = Mutex<[RawClient]>([])
        try await RunningHub.serve { hub in
            for _ in 0..<(seed % 10 + 1) * 8 {
                let client = try RawClient(port: hub.port)
                kept.withLock { $0.append(client) }
            }
        }
        try await settled { kept.withLock { $0.allSatisfy(\.isRefused) } }
    }

    @Test func `It stops in time whatever clients do`() async throws {
        var limits = ConnectionLimits()
        limits.stopSeconds = 1
        let clock = ContinuousClock()
        let kept = Mutex<([RawClient], asked: ContinuousClock.Instant)>(([], clock.now))
        try await RunningHub.serve(connections: limits) { hub in
            let idle = try RawClient(port: hub.port)
            let trickling = try RawClient(port: hub.port)
            trickling.send(try Self.journal(hub, "Content-Length: 1000000") + "{")
            let deaf = try RawClient(port: hub.port)
            deaf.send(String(repeating: Self.page, count: 2000))
            let polling = try RawClient(port: hub.port)
            polling.send(
                "GET /v1/kiosks/xuhui-1/requests?wait=25 HTTP/1.1\r\nHost: h\r\n"
                    + "Authorization: Bearer \(try hub.token("xuhui-1"))\r\n\r\n")
            _ = polling.read(seconds: 1)
            kept.withLock { $0 = ([idle, trickling, deaf, polling], clock.now) }
        }
        #expect(clock.now - kept.withLock { $0.asked } < .seconds(8))
    }
}

extension RawClient {
    fileprivate func answer(to request: String) -> String {
        send(request)
        return read(until: "\r\n\r\n", seconds: 5).text
    }

    fileprivate func answers(_ request: String) -> Bool { answer(to: request).hasPrefix("HTTP/1.1 200") }

    /// - Parameter client: for whom a proxy asks.
    fileprivate func answers(_ request: String, for client: String) -> Bool {
        answers(request.replacing("Host: h\r\n", with: "Host: h\r\nX-Forwarded-For: \(client)\r\n"))
    }
}

/// Tries until it is so: the other side of a connection hears of its end when it hears of it.
private func settled(within limit: Duration = .seconds(20), _ isSo: () throws -> Bool) async throws {
    let end = ContinuousClock.now + limit
    while ContinuousClock.now < end {
        if (try? isSo()) == true { return }
        await Task.yield()
    }
    Issue.record("it did not come to pass")
}
