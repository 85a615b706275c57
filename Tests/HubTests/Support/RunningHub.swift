import DatabasePostgres
import Foundation
import FoundationNetworking
import Hub
import HubAPI
import HubClient
import HubStore
import Logging
import Synchronization

/// A hub that serves on a free port, from a folder of its own, with the sample salon in it.
struct RunningHub: Sendable {
    let url: String
    let port: Int
    let folder: String
    let database: HubDatabase
    let summary: SampleSummary
    let routes: [String]

    /// Runs one for as long as the body takes.
    ///
    /// - Parameters:
    ///   - connections: how many clients, and how long each may take.
    ///   - proxies: what is believed of where a request came from.
    static func serve(
        tls: HubSettings.TLSFiles? = nil, connections: ConnectionLimits = ConnectionLimits(),
        behind proxies: [String] = [], log: RecordedLog = RecordedLog(),
        _ body: @Sendable (RunningHub) async throws -> Void
    ) async throws {
        try await withFolder { folder in
            var settings = HubSettings(database: .file(path: folder + "/hub.sqlite"), port: 0, tls: tls)
            settings.connections = connections
            settings.trustedProxies = TrustedProxies(proxies.compactMap { IPNetwork($0) })
            let hub = try await open(settings, log: log)
            try await run(hub, folder, try await seed(hub, folder), body)
        }
    }

    /// Runs two over one server, which have nothing else in common.
    static func serveTwo(
        on server: PostgresOptions, _ body: @Sendable (RunningHub, RunningHub) async throws -> Void
    ) async throws {
        try await withFolder { folder in
            let settings = HubSettings(database: .server(server), port: 0)
            let hubs = (try await open(settings), try await open(settings, ids: "other-request"))
            let summary = try await seed(hubs.0, folder)
            try await run(hubs.0, folder, summary) { first in
                try await run(hubs.1, folder, summary) { second in try await body(first, second) }
            }
        }
    }

    private static func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/hub-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    private static func open(
        _ settings: HubSettings, log: RecordedLog = RecordedLog(), ids: String = "request"
    ) async throws -> Hub {
        let requests = Mutex(0)
        return try await Hub.open(
            settings, mayCreate: true, now: { TestClock.startMs },
            newID: {
                requests.withLock {
                    $0 += 1; return "\(ids)-\($0)"
                }
            },
            logger: Logger(label: "test") { _ in log })
    }

    private static func seed(_ hub: Hub, _ folder: String) async throws -> SampleSummary {
        let summary = try await hub.database.seedSample(members: 12, seed: 7)
        _ = try await TokenFiles(folder: folder).write(kiosks: summary.kiosks, to: hub.database)
        return summary
    }

    private static func run(
        _ hub: Hub, _ folder: String, _ summary: SampleSummary, _ body: (RunningHub) async throws -> Void
    ) async throws {
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try? await hub.run { continuation.yield($0) }
                continuation.finish()
            }
            guard let port = await ports.first(where: { _ in true }) else { throw URLError(.cannotConnectToHost) }
            let scheme = hub.settings.tls == nil ? "http" : "https"
            try await body(
                RunningHub(
                    url: "\(scheme)://localhost:\(port)", port: port, folder: folder, database: hub.database,
                    summary: summary, routes: hub.routeNames))
            group.cancelAll()
        }
        try await hub.database.closeAndWait()
    }

    func token(_ name: String) throws -> String {
        try String(contentsOfFile: "\(folder)/\(name).token", encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    func client(_ name: String, caFile: String? = nil) throws -> HubClient {
        try HubClient(baseURL: url, token: try token(name), caFile: caFile)
    }

    /// One plain request.
    func send(
        _ method: String, _ path: String, token name: String? = nil, bearer: String? = nil, body: Data? = nil
    ) async throws -> (status: Int, type: String, body: Data) {
        var request = URLRequest(url: try Self.parse(url + path))
        request.httpMethod = method
        request.httpBody = body
        if let bearer { request.setValue("Bearer \(bearer)", forHTTPHeaderField: "authorization") }
        if let name { request.setValue("Bearer \(try token(name))", forHTTPHeaderField: "authorization") }
        let (data, response) = try await URLSession.shared.data(for: request)
        let answer = response as? HTTPURLResponse
        return (answer?.statusCode ?? 0, answer?.value(forHTTPHeaderField: "content-type") ?? "", data)
    }

    private static func parse(_ text: String) throws -> URL {
        guard let url = URL(string: text) else { throw URLError(.badURL) }
        return url
    }
}

/// What the hub says to its log, for looking at.
struct RecordedLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info
    private let events = Events()

    private final class Events: Sendable {
        let list = Mutex<[String]>([])
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { events.list.withLock { $0.append("\(event.message)") } }

    var lines: [String] { events.list.withLock { $0 } }
}
