import CardProtocol
import CardSimulator
import Foundation
import HubAPI
import KioskSession
import KioskStore
import KioskTesting
import Loyalty
import Testing
import Vocabulary

@testable import Kiosk

@Suite struct HoldQuestionTests {
    private static func order() throws -> SpendOrder {
        let uid = try #require(CardUID([4, 1, 2, 3, 4, 5, 6]))
        let reward = Reward(
            id: "mask", name: Bilingual(zh: "手膜", en: "Hand mask"), price: Amount(points: 80))
        return SpendOrder(
            id: OperationID(UUID()), tap: Tap(id: OperationID(UUID()), atMs: 1_790_000_000_000),
            member: MemberID(UUID()), card: CardID(uid: uid, issueNumber: 1), reward: reward, odometer: .zero)
    }

    private func verdict(granted: Bool = true, _ lifetimeSeconds: Int64?) throws -> HoldVerdict {
        let request = HoldRequest(
            id: try Self.order().id, member: try Self.order().member, card: try Self.order().card,
            amount: Amount(points: 80),
            reward: "mask", odometers: Amount.zero)
        let position = HubPosition(hubEpoch: "e", lastSequence: 0, lastHash: "")
        // What the hub's own clock says must not matter: here it stands in 1970.
        let answer = HoldAnswer(
            position: position, granted: granted, refusal: granted ? nil : .insufficient, expiresAtMs: 7,
            lifetimeSeconds: lifetimeSeconds)
        return HoldQuestion(request: request, askedAtMs: 5000).verdict(answer)
    }

    @Test func `A grant counts from the question on, and for less than it lives`() throws {
        #expect(try verdict(600) == .granted(untilMs: 5000 + 600_000 - HoldQuestion.marginMs))
        #expect(try verdict(31) == .granted(untilMs: 6000))
        #expect(try verdict(.max) == .granted(untilMs: 5000 + 3_600_000 - HoldQuestion.marginMs))
    }

    @Test(arguments: [nil, 30, 0, -1, .min] as [Int64?])
    func `A grant that is over at once is none`(lifetimeSeconds: Int64?) throws {
        #expect(try verdict(lifetimeSeconds) == .refused(.hubRejected))
    }

    @Test func `A refusal has no lifetime`() throws {
        #expect(try verdict(granted: false, 600) == .refused(.insufficient))
    }

    /// Takes so long over one command that a grant may be over afterwards.
    private final class SlowChannel: CardChannel {
        private let card: SimulatedChannel
        private let clock: ManualClock
        private let slowCommand: UInt8

        init(_ card: VirtualCard, _ clock: ManualClock, slow command: UInt8) {
            self.card = SimulatedChannel(card)
            self.clock = clock
            slowCommand = command
        }

        var atr: [UInt8] { card.atr }

        func transmit(_ command: [UInt8]) throws(ChannelError) -> [UInt8] {
            if command.count > 1, command[1] == slowCommand { clock.advance(ms: 10_000) }
            return try card.transmit(command)
        }
    }

    private static let debit: UInt8 = 0xDC
    private static let commit: UInt8 = 0xC7

    /// Until the intent is on disk, time decides; afterwards the commit goes out whatever the time is.
    @Test(arguments: [
        (debit, Int64(5000), SpendResult.holdRanOut), (debit, 15_000, .committed), (commit, 5000, .committed),
        (0, 0, .holdRanOut), (0, -1, .holdRanOut),
    ])
    func `The grant is looked at before the card is touched and again before the intent`(
        slow command: UInt8, leftMs: Int64, result: SpendResult
    ) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "hold-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let clock = ManualClock()
        let store = try KioskStore.open(
            at: folder.appending(path: "kiosk.sqlite").path, kiosk: "front", now: { clock.nowMs }, makeID: { UUID() }
        ).store
        defer { store.close() }
        let press = try CardPress()
        let order = try Self.order()
        let card = try press.card(order.card, of: order.member, seed: 1)
        let kioskClock = clock.kioskClock()
        let cards = CardTransactions(
            store: store, CardTransactions.Configuration(kiosk: "front", keys: press.kioskKeys),
            Surroundings(clock: kioskClock)
        )

        let authority = Authority.hold(untilMs: kioskClock.monotonicMs() + leftMs)
        #expect(cards.spend(SlowChannel(card, clock, slow: command), order, authority) == result)
        let isDone = result == .committed
        #expect(card.odometers.points.count == (isDone ? 80 : 0))
        #expect(try store.entries(above: -1, limit: 10).count == (isDone ? 2 : 0))
    }
}
