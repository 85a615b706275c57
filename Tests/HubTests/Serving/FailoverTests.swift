import DatabasePostgres
import DatabaseTesting
import Foundation
import HubStore
import Synchronization
import Testing

/// Two `hubd` behind a balancer, on one server. Whatever fails while clients upload and desks enter, nothing is
/// lost and nothing counts twice. `PEONY_LOAD=full` does it with what a salon may have in some weeks.
@Suite struct FailoverTests {
    enum Fault: String, CaseIterable, Sendable {
        /// One of the hubs, by SIGKILL; it comes back later.
        case hubKilled
        /// The server, as a power cut does it.
        case serverRestarted
        /// Connections of hubs to the server, each just before or just after it has committed.
        case commitsCut
    }

    /// Between hubs and server: every so many commits, one is cut off from its answer, or does not arrive.
    private final class CommitCutter: Sendable {
        private static let every = 20
        private let commits = Atomic(0)
        var count: Int { commits.load(ordering: .relaxed) / Self.every }

        func cut(_ bytes: ArraySlice<UInt8>) -> Relay.Cut {
            // The protocol's simple query, as libpq sends it.
            guard bytes.suffix(7) == Array("COMMIT\0".utf8)[...] else { return .no }
            let (_, number) = commits.add(1, ordering: .relaxed)
            guard number % Self.every == 0 else { return .no }
            return number / Self.every % 2 == 0 ? .before : .after()
        }
    }

    private final class Stage: Sendable {
        let cluster: PostgresCluster
        let options: PostgresOptions
        let folder: String
        let salon: BusySalon
        let cutter = CommitCutter()

        init(_ folder: String) async throws {
            self.folder = folder
            cluster = try await PostgresCluster.shared.value
            options = try await cluster.newOptions()
            salon = try await BusySalon.make(at: .server(options), in: folder, .asked)
        }

        func start(_ url: String) throws -> ServingHubd {
            try ServingHubd(["--database", url, "--schema", options.schema])
        }
    }

    @Test(arguments: Fault.allCases)
    func `Nothing is lost and nothing counts twice`(fault: Fault) async throws {
        try await HubdTests().withFolder { folder in
            let stage = try await Stage(folder)
            let server = Relay.Place.socket(path: stage.cluster.folder + "/.s.PGSQL.5432")
            let wire = try Relay(at: .socket(path: folder + "/.s.PGSQL.5432"), to: [server]) { bytes in
                fault == .commitsCut ? stage.cutter.cut(bytes) : .no
            }
            let url = "postgres://peony@/postgres?host=\(folder)"
            var hubs = try [stage.start(url), stage.start(url)]
            let balancer = try Relay(at: .port(0), to: hubs.map(\.place))
            let quarter = stage.salon.load.uploads / 4
            var (done, again) = (0, 0)
            for try await event in stage.salon.work(at: "http://127.0.0.1:\(balancer.port)") {
                guard case .uploaded = event else {
                    again += 1
                    continue
                }
                done += 1
                if done == quarter || done == 3 * quarter { try await strike(fault, stage, hubs[0].process) }
                if done == 2 * quarter, fault == .hubKilled {
                    hubs[0] = try stage.start(url)
                    balancer.pass(to: hubs.map(\.place))
                }
            }
            #expect(again > 0 && (fault != .commitsCut || stage.cutter.count > 4), "\(again) times again")
            for hub in hubs where hub.process.isRunning { hub.stop() }
            try await stage.salon.expectWhole()
            try await stage.salon.database.closeAndWait()
            balancer.close()
            wire.close()
        }
    }

    private func strike(_ fault: Fault, _ stage: Stage, _ hub: Process) async throws {
        switch fault {
        case .hubKilled:
            kill(hub.processIdentifier, SIGKILL)
            hub.waitUntilExit()
        case .serverRestarted:
            try await stage.cluster.stop()
            try await stage.cluster.start()
        case .commitsCut: break
        }
    }
}
