import Database
import DatabasePostgres
import DatabaseTesting
import Foundation
import FoundationNetworking
import HubAPI
import HubClient
import Synchronization
import Testing

@testable import HubStore

/// A disk that runs full while kiosks upload and desks enter. What a hub refuses then it refuses whole and says why,
/// and it goes on by itself once there is room. `PEONY_LOAD=full` does it with what a salon may have in some weeks.
@Suite struct FullDiskTests {
    /// What a server has no room for.
    enum Want: CaseIterable, Sendable {
        /// It refuses what needs more of it, and stays.
        case tables
        /// It goes down, and comes up again when its operator starts it.
        case log
    }

    /// What happens to the disk.
    private struct Disk {
        var fill: () async throws -> Void
        var free: () async throws -> Void
        /// Whether what is there can be read while it is full.
        var isReadable = true
    }

    @Test(arguments: Want.allCases)
    func `Two hubs on a server without room take nothing by halves, and go on after room was made`(
        want: Want
    ) async throws {
        try await HubdTests().withFolder { folder in
            let cluster = try await PostgresCluster.start(dataDiskMiB: 200)
            let options = try await cluster.newOptions()
            let salon = try await BusySalon.make(at: .server(options), in: folder, .asked)
            let hubs = try (0..<2).map { _ in
                try ServingHubd(["--database", options.url, "--schema", options.schema])
            }
            let balancer = try Relay(at: .port(0), to: hubs.map(\.place))
            var disk = Disk(fill: cluster.fillDisk, free: cluster.freeDisk)
            if want == .log {
                disk.isReadable = false
                disk.fill = {
                    try await cluster.fillDisk()
                    try await Self.exhaustLog(salon)
                }
                disk.free = {
                    try await cluster.freeDisk()
                    try await cluster.stop()
                    try await cluster.start()
                }
            }
            try await Self.work(salon, at: "http://127.0.0.1:\(balancer.port)", disk)
            hubs.forEach { $0.stop() }
            try await salon.expectWhole()
            try await salon.database.closeAndWait()
            balancer.close()
            cluster.end()
        }
    }

    /// Begins new files of the log until there is no room for one. Each gets a line first: a server does not leave a
    /// file of the log in which nothing stands.
    private static func exhaustLog(_ salon: BusySalon) async throws {
        for _ in 0..<40 {
            do {
                _ = try await salon.database.read { tx in
                    _ = try tx.rows("SELECT CAST(pg_logical_emit_message(false, 'peony', 'full') AS text) AS place")
                    _ = try tx.rows("SELECT CAST(pg_switch_wal() AS text) AS place")
                }
            } catch DatabaseError.lost { return }
        }
        Issue.record("the log finds room")
    }

    /// PostgreSQL answers so where it finds no room for its log during a commit: what it wrote before may be whole.
    @Test func `A server that goes down during a commit leaves its outcome unknown`() async throws {
        try await HubdTests().withFolder { folder in
            let cluster = try await PostgresCluster.shared.value
            var options = try await cluster.newOptions()
            let server = Relay.Place.socket(path: cluster.folder + "/.s.PGSQL.5432")
            let isNext = Mutex(false)
            let wire = try Relay(at: .socket(path: folder + "/.s.PGSQL.5432"), to: [server]) { bytes in
                guard bytes.suffix(7) == Array("COMMIT\0".utf8)[...] else { return .no }
                return isNext.withLock { isNext in
                    defer { isNext = false }
                    return isNext ? .after(saying: Self.panic) : .no
                }
            }
            options.url = "postgres://peony@/postgres?host=\(folder)"
            let database = try await PostgresDatabase.open(options)
            isNext.withLock { $0 = true }
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { tx in try tx.execute(Script("CREATE TABLE thing (id bigint)")) }
            }
            guard case .outcomeUnknown = error else { throw try #require(error) }
            #expect(try await database.objects() == ["thing"])
            try await database.close()
            wire.close()
        }
    }

    /// An ErrorResponse of the protocol, with the code that PostgreSQL has for a full disk.
    private static let panic: [UInt8] = {
        var fields: [UInt8] = []
        for field in ["SPANIC", "VPANIC", "C53100", "Mno room"] { fields += Array(field.utf8) + [0] }
        fields.append(0)
        let length = withUnsafeBytes(of: UInt32(fields.count + 4).bigEndian) { Array($0) }
        return [UInt8(ascii: "E")] + length + fields
    }()

    @Test func `A hub whose file has no room takes nothing by halves, and goes on after room was made`() async throws {
        try await HubdTests().withFolder { folder in
            var salon = try await BusySalon.make(at: .file(path: folder + "/hub.sqlite"), in: folder, .asked)
            try await salon.database.closeAndWait()
            let small = try SmallDisk(in: folder + "/disk", mebibytes: 64)
            try small.run("mv '\(folder)'/hub.sqlite* '\(small.folder)'")
            let hub = try ServingHubd(["--database", small.folder + "/hub.sqlite"], under: small.launcher)
            try await Self.work(salon, at: "http://127.0.0.1:\(hub.port)", Disk(fill: small.fill, free: small.free))
            hub.stop()
            try small.run("mv '\(small.folder)'/hub.sqlite* '\(folder)'")
            small.end()
            salon.database = try HubDatabase(path: folder + "/hub.sqlite", clock: BusySalon.clock)
            try await salon.expectWhole()
            try await salon.database.closeAndWait()
        }
    }

    /// So many requests are refused before room is made.
    private static let refusals = 40

    /// Clients work while the disk runs full, and until all that they have is taken.
    private static func work(_ salon: BusySalon, at address: String, _ disk: Disk) async throws {
        let desk = try await LateDesk(salon, address)
        var (uploads, refused, titles) = (0, 0, Set<String>())
        for try await event in salon.work(at: address) {
            switch event {
            case .uploaded:
                uploads += 1
                if uploads == salon.load.uploads / 4 { try await disk.fill() }
            case .failed(let error):
                refused += 1
                titles.insert(try title(of: error))
                guard refused == refusals else { continue }
                #expect(try await desk.send("GET", "/v1/members").statusCode == (disk.isReadable ? 200 : 503))
                try await desk.enterUntilRefused()
                try await disk.free()
            }
        }
        #expect(refused >= refusals)
        if disk.isReadable { #expect(titles == ["The hub's database has no room left"]) }
        try await desk.expectTaken()
    }

    private static func title(of error: HubClientError) throws -> String {
        guard case .problem(let problem) = error else { throw error }
        #expect(problem.status == 503 && problem.code == "store-failed", "\(problem)")
        return problem.title
    }
}

/// A desk that enters something for a member of whom no client knows.
private final class LateDesk {
    private let (salon, address): (BusySalon, String)
    private let client: HubClient
    private let pointsBefore: Int64
    private var taken: Int64 = 0

    init(_ salon: BusySalon, _ address: String) async throws {
        (self.salon, self.address) = (salon, address)
        client = try HubClient(baseURL: address, token: try salon.token("staff"))
        pointsBefore = try await client.member(salon.bystander).points
    }

    /// One point more, each time.
    private var order: String { BusySalon.adjust("late-\(taken)", by: 1) }

    /// Some are taken, where a page of a table still has room.
    func enterUntilRefused() async throws {
        while taken < 1000 {
            let answer = try await send("POST", "/v1/desk/members/\(salon.bystander)/entries", order)
            guard answer.statusCode == 200 else {
                #expect(answer.statusCode == 503 && answer.value(forHTTPHeaderField: "Retry-After") == "5")
                return
            }
            taken += 1
        }
        Issue.record("nothing was refused")
    }

    /// What was refused counts when it is sent again, and once.
    func expectTaken() async throws {
        let answer = try await client.enter(order, for: salon.bystander)
        #expect(try await client.enter(order, for: salon.bystander) == answer)
        #expect(try await client.member(salon.bystander).points == pointsBefore + taken + 1)
    }

    func send(_ method: String, _ path: String, _ body: String? = nil) async throws -> HTTPURLResponse {
        var request = URLRequest(url: try #require(URL(string: address + path)))
        request.httpMethod = method
        request.httpBody = body.map { Data($0.utf8) }
        let token = try salon.token("staff").trimmingCharacters(in: .whitespacesAndNewlines)
        request.setValue("Bearer \(token)", forHTTPHeaderField: "authorization")
        return try #require(try await URLSession.shared.data(for: request).1 as? HTTPURLResponse)
    }
}
