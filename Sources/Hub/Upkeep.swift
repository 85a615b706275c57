internal import HubStore
internal import Logging
internal import ServiceLifecycle
internal import Supervision

/// Does, at least twice a minute, what time itself asks for: holds that run out, lots that expire. It ends with
/// `HubStartError.outdated` when newer hubs must serve instead.
struct Upkeep: Service {
    static let period = Duration.seconds(30)

    let database: HubDatabase
    let watch: FileWatch
    let status: HubStatus
    let logger: Logger
    let serving: Gate

    func run() async throws {
        let supervisor = status.supervisor
        let pause = min(Self.period, supervisor.aliveEvery ?? Self.period)
        await cancelWhenGracefulShutdown { await serving.pass() }
        let isOutdated = try? await cancelWhenGracefulShutdown {
            var (watch, clock) = (watch, ClockWatch(status, logger))
            while !watch.isOutdated {
                await attempt("clock") { clock.note(try await database.saveClock()) }
                await attempt("tidy") { try await database.tidy { supervisor.tell(.alive) } }
                await attempt("nights") { try await runNights() }
                await watch.look()
                // Also after a failure: a full disk is not mended by a new start, and requests are still answered.
                supervisor.tell(.alive)
                if !watch.isOutdated { try await Task.sleep(for: pause) }
            }
            return true
        }
        supervisor.tell(.stopping)
        if isOutdated == true { throw HubStartError.outdated }
    }

    /// One that fails keeps no other from being done.
    private func attempt(_ what: String, _ work: () async throws -> Void) async {
        do { try await work() } catch is CancellationError {
            // The hub is asked to stop; what was begun is undone, and done after the next start.
        } catch {
            logger.error("upkeep failed", metadata: ["what": "\(what)", "reason": "\(error)"])
        }
    }

    private func runNights() async throws {
        while !Task.isCancelled {
            let (members, failures) = try await database.runNights()
            for failure in failures { logger.error("a night failed", metadata: ["reason": "\(failure)"]) }
            guard members > 0 else { return }
            // After a new policy there may be a night for everybody.
            status.supervisor.tell(.alive)
        }
    }
}
