import CardProtocol
import CardSimulator
import Foundation
import HubAPI
import Kiosk
import KioskSession
import KioskStore
import KioskTesting
import Loyalty
import PCSC
import Vocabulary

/// Whole taps as the kiosk makes them: `CardTransactions` on the reader's thread, with a journal on the disk and the
/// whole salon in the snapshot, from asking the reader for the card to the durable end.
struct TapSection {
    private let bench: Workbench
    private let reader: ReaderWatch
    private let box: CardBox

    init(_ bench: Workbench, _ reader: ReaderWatch, _ box: CardBox) {
        self.bench = bench
        self.reader = reader
        self.box = box
    }

    func figures() async throws -> [Figure] {
        let store = try KioskStore.benching(try bench.filledStore().path)
        defer { store.close() }
        var figures: [Figure] = []
        for milliseconds in [0, 15] {
            box.cards[0].faults.latency = .milliseconds(milliseconds)
            let count = milliseconds == 0 ? bench.count(60, least: 5) : bench.count(15, least: 3)
            let cards = cards(store)
            _ = try await checkIn(cards)
            figures += [
                try await measured("check-in tap", milliseconds, count) { try await checkIn(cards) },
                try await measured("first check-in of a card here", milliseconds, count) {
                    try await checkIn(self.cards(store))
                },
                try await measured("spending tap", milliseconds, count) { try await spend(cards) },
            ]
        }
        return figures
    }

    private func measured(
        _ what: String, _ milliseconds: Int, _ count: Int, _ tap: () async throws -> Void
    ) async throws -> Figure {
        var samples = Samples()
        let before = box.cards[0].exchanged
        for _ in 0..<count {
            let start = Ticks.now()
            try await tap()
            samples.add(Ticks.now() - start)
        }
        let exchanges = (box.cards[0].exchanged - before) / count
        return Figure(
            what: "\(what), \(milliseconds) ms an exchange", value: samples.median / 1e6, unit: "ms",
            note: "\(exchanges) exchanges; p99 of \(count): \(Int(samples.percentile(99) / 1e6)) ms")
    }

    /// A kiosk that has seen no card yet: it tests a card's settings the first time.
    private func cards(_ store: KioskStore) -> CardTransactions {
        CardTransactions(store: store, .benching(box.keys), Surroundings(clock: .system()))
    }

    private func checkIn(_ cards: CardTransactions) async throws {
        let tap = Self.tap()
        let finding = try await reader.withCard { channel in cards.read(channel, tap) }
        guard case .visitor(let visitor) = finding else { throw TapFailure(what: "\(finding)") }
        let order = CheckInOrder(
            id: .fresh(), tap: tap, member: visitor.member, card: visitor.card,
            booking: visitor.bookings.first?.line.id)
        guard cards.checkIn(order, online: false) == .done else { throw TapFailure(what: "check-in") }
    }

    private func spend(_ cards: CardTransactions) async throws {
        guard let card = bench.salon.card(0) else { return }
        let stand = box.cards[0].odometers
        let reward = BenchSalon.rewards[0]
        let order = SpendOrder(
            id: .fresh(), tap: Self.tap(), member: bench.salon.id(0), card: card,
            reward: Reward(
                id: reward.id, name: Bilingual(zh: reward.zh, en: reward.en),
                price: Amount(points: reward.points, fen: reward.yuan * 100)),
            odometer: stand)
        let result = try await reader.withCard { channel in cards.spend(channel, order, .offline) }
        guard result == .committed else { throw TapFailure(what: "\(result)") }
    }

    private static func tap() -> Tap { Tap(id: .fresh(), atMs: Int64(Date().timeIntervalSince1970 * 1000)) }
}

/// A tap did not end as it must for its time to mean anything.
struct TapFailure: Error, CustomStringConvertible {
    let what: String

    var description: String { "a tap ended with \(what)" }
}
