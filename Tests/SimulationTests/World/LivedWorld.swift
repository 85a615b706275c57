import DatabaseTesting

extension World {
    /// A salon that has lived as the seed has it, come to rest and been looked through: the witness has what is wrong.
    static func lived(_ seed: UInt64, on engine: TestEngine = .chosen) async throws -> World {
        let world = try await World(seed: seed, on: engine)
        try await world.moveIn()
        try await world.live(steps: 80)
        try await world.comeToRest()
        try await world.checkEverything(expecting: ["journal-behind-hub", "journal-fork", "Line "])
        return world
    }

    /// Three members, four cards, points that run out in days.
    func moveIn() async throws {
        let first = try await enroll(points: 400, fen: 30_000, bookingInMinutes: 30)
        let second = try await enroll(points: 700, fen: 9_000, expiresInDays: 3)
        let third = try await enroll(points: 150, fen: 0)
        try await issue(to: first)
        try await issue(to: second)
        try await issue(to: second)
        try await issue(to: third)
        for kiosk in kiosks { try await kiosk.feed() }
        try await backUpHub()
        for index in kiosks.indices { backUp(kiosk: index) }
    }
}
