import Foundation
import HubAPI
import HubStore
import Vocabulary

/// A copy of a kept salon: what is measured may change it.
struct MeasuredSalon: Sendable {
    let path: String
    let kept: KeptSalon

    var kiosk: String { kept.kiosks[0] }

    func open() throws -> HubDatabase { try HubDatabase(path: path, clock: SalonClock(from: kept.madeAtMs).hub) }

    /// Serves it in a process of its own, with the salon's time.
    func serve() throws -> OwnProgram {
        try OwnProgram(["hub", "--database", path, "--from-ms", "\(kept.madeAtMs)"])
    }

    /// For the kiosk, in this run only.
    func token() async throws -> String {
        let token = "bench-" + UUID().uuidString
        let database = try open()
        try await database.addToken(token, for: Bearer(role: .kiosk, kiosk: kiosk))
        try database.close()
        return token
    }
}

extension HubDatabase {
    /// Members with a card that may spend off line, drawn out of all, so that every kind of life is among them; fewer
    /// than asked for where there are hardly more.
    func people(_ count: Int, of members: Int, kiosk: String) async throws -> [BenchJournal.Person] {
        var random = SeededGenerator(seed: 5)
        var people: [MemberID: BenchJournal.Person] = [:]
        for _ in 0..<4 * count where people.count < count {
            let cursor = Int64(random.next() % UInt64(members))
            let page = try await feed(kiosk: kiosk, cursor: cursor, hubEpoch: nil, bytes: 1)
            guard let member = page.members.first, let card = member.cards.first(where: \.spendsOffline) else {
                continue
            }
            people[member.id] = BenchJournal.Person(
                member: member.id, card: card.id, settled: card.settled.points.count)
        }
        return people.values.sorted { $0.member < $1.member }
    }
}
