import DatabaseTesting
import Foundation
import HubStore

/// (k) What work on ledgers takes in a small salon, and in salons with ten and a hundred times as many members, in turn
/// in blocks: lives are the same in all of them, so what grows is what the hub reads or writes of others.
struct GrowthSection {
    private let bench: Workbench

    /// Each in every salon; the first is not counted.
    private static let blocks = 9
    private static let mayGrow = 1.5

    init(_ bench: Workbench) { self.bench = bench }

    func figures() async throws -> [Figure] {
        let isLarger = bench.size.members > SalonSize.large.members
        let sizes = [SalonSize.small, .usual, .large] + (isLarger ? [bench.size] : [])
        let files = try await ofFiles(bench.quick ? sizes.map(\.tenth) : sizes)
        let servers = try await ofServer(bench.quick ? [SalonSize.small.tenth, .small] : [.small, .usual])
        return files + servers
    }

    private func ofFiles(_ sizes: [SalonSize]) async throws -> [Figure] {
        var salons: [GrowthSalon] = []
        for size in sizes {
            let salon = try await bench.salon(size, named: "growth-\(size.members).sqlite")
            salons.append(try await GrowthSalon(try salon.open(), salon.kept, blocks: Self.blocks))
        }
        let figures = try await compare(salons, "SQLite")
        for salon in salons { try salon.database.close() }
        return figures
    }

    private func ofServer(_ sizes: [SalonSize]) async throws -> [Figure] {
        let cluster = try await PostgresCluster.start()
        defer { cluster.end() }
        var salons: [GrowthSalon] = []
        for size in sizes {
            let (database, kept) = try await ServedSalon.make(try await cluster.newOptions(), size)
            salons.append(try await GrowthSalon(database, kept, blocks: Self.blocks))
        }
        let figures = try await compare(salons, "PostgreSQL")
        for salon in salons { try await salon.database.closeAndWait() }
        return figures
    }

    private func compare(_ salons: [GrowthSalon], _ engine: String) async throws -> [Figure] {
        var figures: [Figure] = []
        for work in GrowthWork.allCases {
            var times: [[Double]] = []
            for block in 0..<Self.blocks {
                var row = [Double](repeating: 0, count: salons.count)
                // Nobody is always the first.
                for turn in salons.indices {
                    let place = (turn + block) % salons.count
                    row[place] = try await salons[place].time(work)
                }
                if block > 0 { times.append(row) }
            }
            for place in salons.indices.dropFirst() {
                let pairs = times.map { (ours: $0[place], theirs: $0[0]) }
                figures.append(figure("\(engine): \(work.rawValue)", salons[place], besides: salons[0], pairs))
            }
        }
        return figures
    }

    private func figure(
        _ work: String, _ salon: GrowthSalon, besides small: GrowthSalon, _ times: [(ours: Double, theirs: Double)]
    ) -> Figure {
        var blocks = Blocks()
        for (ours, theirs) in times { blocks.add(ours: ours, theirs: theirs) }
        return Figure(
            what: "\(work), \(salon.members) members", value: blocks.median, unit: "µs",
            beside: blocks.beside("\(small.members) members"), aim: .atMost(Self.mayGrow))
    }
}
