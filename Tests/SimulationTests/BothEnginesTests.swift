import DatabaseTesting
import Testing

/// The same salon with its hub in a file and on a server.
@Stage @Suite struct BothEnginesTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `A seed gives the same sound run on both engines`(seed: UInt64) async throws {
        var runs: [Notes] = []
        for engine in TestEngine.allCases {
            let witness = try await World.lived(seed, on: engine).witness
            #expect(witness.problems == [], "seed \(seed) on \(engine)")
            runs.append(witness.notes)
        }
        let difference = runs[1].events.difference(from: runs[0].events).prefix(6)
        #expect(runs[0].trace == runs[1].trace, "seed \(seed): \(Array(difference))")
    }
}
