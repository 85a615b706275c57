import GRDB
import HubAPI
import HubStore
import Kiosk
import KioskTesting
import Synchronization
import Testing

@testable import KioskStore

/// The checks are worth what they catch: each of these falsifies one entry in twenty, and must be noticed.
@Stage @Suite struct SabotageTests {
    private static let seeds: ClosedRange<UInt64> = 1...4
    private static let acts = Act.allCases.filter { ![.restoreHub, .restoreKiosk].contains($0) }

    /// The books are audited now and then, as in a salon: what is wrong in them may be put right before the end, by the
    /// replay that something late brings about.
    /// - Returns: what the checks found.
    private func problems(in world: World) async throws -> [String] {
        var audited: [String] = []
        for _ in 0..<12 {
            try await world.live(steps: 5, acts: Self.acts)
            audited += try await world.hub.database().audit()
        }
        try await world.comeToRest()
        try await world.checkEverything(expecting: ["journal-behind-hub", "journal-fork", "Line "])
        return audited + world.witness.problems
    }

    @Test(arguments: Saboteur.Crime.allCases)
    func `An entry in twenty dropped or doubled on the way to the hub is noticed`(crime: Saboteur.Crime) async throws {
        var guilty = 0
        var caught = 0
        for seed in Self.seeds {
            let saboteurs = Mutex<[Saboteur]>([])
            let world = try await World(seed: seed) { link in
                let saboteur = Saboteur(link, crime: crime, seed: seed)
                saboteurs.withLock { $0.append(saboteur) }
                return saboteur
            }
            try await world.moveIn()
            let found = try await problems(in: world)
            guard saboteurs.withLock({ $0.contains { $0.crimes > 0 } }) else { continue }
            guilty += 1
            if !found.isEmpty { caught += 1 }
        }
        print("\(crime): \(caught) of \(guilty) sabotaged runs were noticed")
        #expect(guilty > 0)
        #expect(caught == guilty, "\(crime): \(caught) of \(guilty) sabotaged runs were noticed")
    }

    /// SQL that falsifies what goes into a table; each firing leaves a row in `crime`.
    enum Inside: String, CaseIterable {
        case bookingDropped = """
            CREATE TABLE crime (n INTEGER); CREATE TRIGGER sabotage BEFORE INSERT ON ledger
            WHEN NEW.kind = 'spend' AND (SELECT count(*) FROM ledger) % 20 = 7
            BEGIN INSERT INTO crime VALUES (1); SELECT RAISE(IGNORE); END
            """
        case bookingDoubled = """
            CREATE TABLE crime (n INTEGER); CREATE TRIGGER sabotage AFTER INSERT ON ledger
            WHEN NEW.kind = 'spend' AND NEW.id % 20 = 9
            BEGIN INSERT INTO crime VALUES (1);
            INSERT INTO ledger (member, lot, spend, kind, amount, at_ms, booked_at_ms)
            VALUES (NEW.member, NEW.lot, NEW.spend, NEW.kind, NEW.amount, NEW.at_ms, NEW.booked_at_ms); END
            """
        case lineForgotten = """
            CREATE TABLE crime (n INTEGER); CREATE TRIGGER sabotage BEFORE INSERT ON journal
            WHEN NEW.sequence % 20 = 4
            BEGIN INSERT INTO crime VALUES (1); SELECT RAISE(IGNORE); END
            """
    }

    @Test(arguments: Inside.allCases)
    func `An entry in twenty dropped or doubled inside the hub's books is noticed`(inside: Inside) async throws {
        var guilty = 0
        var caught = 0
        for seed in Self.seeds {
            let world = try await World(seed: seed)
            try await world.moveIn()
            try world.hub.database().sabotage(inside.rawValue)
            try await world.backUpHub()
            // Whatever SQLite makes of the holes, an error is noticed as well.
            let found = (try? await problems(in: world)) ?? ["an error"]
            guard try world.hub.database().rows("SELECT 1 FROM crime").count > 0 else { continue }
            guilty += 1
            if !found.isEmpty { caught += 1 }
        }
        print("\(inside): \(caught) of \(guilty) sabotaged runs were noticed")
        #expect(caught > 0 && caught * 2 > guilty, "\(inside): \(caught) of \(guilty)")
    }

    @Test func `An entry in twenty that never reaches a kiosk's outbox is noticed`() async throws {
        for seed in Self.seeds {
            let world = try await World(seed: seed)
            try await world.moveIn()
            for kiosk in world.kiosks {
                try await kiosk.store.queue.write { db in
                    try db.execute(
                        sql: """
                            CREATE TRIGGER sabotage BEFORE INSERT ON outbox WHEN NEW.line % 20 = 3
                            BEGIN SELECT RAISE(IGNORE); END
                            """)
                }
            }
            #expect(try await !problems(in: world).isEmpty, "seed \(seed)")
        }
    }
}
