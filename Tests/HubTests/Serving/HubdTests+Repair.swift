import Foundation
import Database
import Testing

@testable import HubStore

/// What an operator does with a file that a wrong clock has damaged.
extension HubdTests {
    private struct Line: Decodable {
        struct Entry: Decodable { var id: String }
        var damage: [String]?
        var entry: Entry?
    }

    /// A file on which a hub in the year 2040 did its upkeep.
    private func withDamage(_ body: (_ file: String) async throws -> Void) async throws {
        try await withFolder { folder in
            let file = folder + "/hub.sqlite"
            let nowMs = Int64(Date().timeIntervalSince1970 * 1000)
            let hub = try HubDatabase(path: file) { nowMs }
            _ = try await hub.seedSample(members: 5, seed: 7)
            try await hub.write { try $0.run("UPDATE hub SET clock_floor_ms = NULL") }
            try hub.close()
            let astray = try HubDatabase(path: file, as: .guest) { nowMs + 5000 * TestSalon.dayMs }
            try await TestSalon.upkeep(astray)
            try astray.close()
            try await body(file)
        }
    }

    @Test func `A plan is printed and changes nothing; entered once, nothing is left of the damage`() async throws {
        try await withDamage { file in
            let plan = try run("audit", "--repair-plan", "--database", file)
            #expect(plan.status == 65 && plan.output.contains("They do not count."), "\(plan.output) \(plan.errors)")
            #expect(plan.output.contains("Not in the file: "))
            let lines = try run("audit", "--repair-plan", "--json", "--database", file).output.split(separator: "\n")
            let repairs = try lines.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
            #expect(!repairs.isEmpty && repairs.allSatisfy { $0.damage?.isEmpty == false })
            for repair in repairs.compactMap(\.entry) { #expect(plan.output.contains(repair.id)) }

            let unasked = try run("audit", "--repair-plan", "--enter", "--database", file)
            #expect(unasked.status == 64 && unasked.errors.contains("--yes"), "\(unasked.errors)")
            #expect(try run("audit", "--repair-plan", "--database", file).status == 65)
            let entered = try run("audit", "--repair-plan", "--enter", "--yes", "--database", file)
            #expect(entered.status == 0 && entered.output.contains("\(repairs.count) entered."), "\(entered.errors)")
            let after = try run("audit", "--repair-plan", "--database", file)
            #expect(after.status == 0 && after.output == "There is nothing to put right.\n")
            #expect(try run("audit", "--database", file).output == "The books are right.\n")
            #expect(try run("audit", "--yes", "--database", file).status == 64)
        }
    }
}
