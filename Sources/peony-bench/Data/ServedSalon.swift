import DatabasePostgres
import Foundation
import HubStore

/// A salon that is written onto a server: the same template and the same copies.
enum ServedSalon {
    static func make(_ options: PostgresOptions, _ size: SalonSize) async throws -> (HubDatabase, KeptSalon) {
        Progress.say("   a salon with \(size.members) members onto a server")
        let clock = SalonClock(from: Int64(Date().timeIntervalSince1970 * 1000), backMs: SalonTemplate.backMs)
        let database = try await HubDatabase.open(server: options, clock: clock.hub)
        let kiosks = try await SalonFilling(size: size, seed: KeptSalons.seed, clock: clock).fill(database)
        return (database, KeptSalon(size, seed: KeptSalons.seed, madeAtMs: clock.nowMs, kiosks: kiosks))
    }
}
