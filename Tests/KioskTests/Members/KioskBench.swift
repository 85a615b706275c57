import Foundation
import HubAPI
import KioskSession
import KioskStore
import KioskTesting
import Synchronization
import Testing
import Vocabulary

@testable import Kiosk

/// What a kiosk does with cards, with a store in a folder that is gone afterwards, fed by pages that a test writes.
final class KioskBench: Sendable {
    let store: KioskStore
    let cards: CardTransactions
    let clock: ManualClock
    let card: CardID
    let member = MemberID(UUID())
    private let folder: TemporaryFolder
    private let cursor = Mutex<Int64>(0)
    private let book: Notebook

    static let dayMs: Int64 = 86_400_000
    /// Noon of Monday, 2 March 2026 in Shanghai.
    static let startMs: Int64 = 1_772_424_000_000

    /// - Parameter passing: called whenever the kiosk looks what time it is.
    init(passing: @escaping @Sendable () -> Void = {}) throws {
        folder = try TemporaryFolder("rules")
        let clock = ManualClock(startMs: Self.startMs)
        let uid = try #require(CardUID([4, 1, 2, 3, 4, 5, 6]))
        store = try KioskStore.open(
            at: folder.appending(path: "kiosk.sqlite").path, kiosk: "test-1",
            limits: StoreLimits(refuseSpendingBelowBytes: 1, reserveBytes: 0, freeBytes: { _ in 1 << 40 }),
            now: { clock.nowMs }, makeID: { UUID() }
        ).store
        let notebook = Notebook()
        card = CardID(uid: uid, issueNumber: 1)
        self.clock = clock
        var configuration = CardTransactions.Configuration(kiosk: "test-1", keys: try CardPress().kioskKeys)
        configuration.doubleTapSeconds = 60
        var surroundings = Surroundings(clock: clock.kioskClock(passing: passing))
        surroundings.log = { notebook.add($0) }
        cards = CardTransactions(store: store, configuration, surroundings)
        book = notebook
    }

    deinit { store.close() }

    var events: [LogEvent] { book.events }

    /// Whoever stands at the kiosk with the card.
    func visitor() throws -> Visitor { try #require(cards.visitor(card, .zero)) }

    /// - Parameter reflecting: whether the page counts what this kiosk has journalled so far.
    func feed(
        _ policies: [PolicyText], effectiveFromMs: [Int64], _ members: [MemberFacts], reflecting: Bool = false
    ) throws {
        let request = try store.feedRequest()
        let (sequence, hash) = try reflecting ? last() : (0, Hex.text(JournalChain.root(ofEpoch: request.storeEpoch)))
        let number = cursor.withLock { cursor in
            cursor += 1
            return cursor
        }
        let page = FeedPage(
            position: HubPosition(hubEpoch: "hub-1", lastSequence: sequence, lastHash: hash),
            cursor: number, more: false, asOfMs: clock.nowMs,
            kiosk: KioskFacts(
                number: 1, salon: Bilingual(zh: "悦容", en: "Yuerong"), storeID: "xuhui",
                store: Bilingual(zh: "徐汇店", en: "Xuhui"), timeZone: "Asia/Shanghai"),
            policies: zip(policies, effectiveFromMs).map { text, from in
                PolicyFacts(
                    version: "v\(from)", effectiveFromMs: from, sha256: text.sha256,
                    text: request.policies.contains(text.sha256) ? nil : text)
            }, members: members, removedMembers: [])
        _ = try store.apply(page, to: request)
    }

    private func last() throws -> (sequence: Int64, hash: String) {
        let status = try store.status()
        return (status.sequence, status.lastHash)
    }

    /// The member as the hub tells it.
    func facts(
        points: Int64 = 500, standing: StandingFacts? = nil, change: (inout MemberFacts) -> Void = { _ in }
    ) -> MemberFacts {
        var facts = MemberFacts(
            id: member, surname: Bilingual(zh: "李", en: "Li"), title: .known(.ms), tier: "classic",
            tierName: Bilingual(zh: "旧名", en: "Old name"), language: .known(.zh), numberTail: "6031",
            lots: [
                LotFacts(
                    id: "p", currency: .known(.points), remaining: points, gainedAtMs: Self.startMs - 30 * Self.dayMs,
                    expiresAtMs: Self.startMs + 300 * Self.dayMs),
                LotFacts(
                    id: "m", currency: .known(.principal), remaining: 60_000,
                    gainedAtMs: Self.startMs - 30 * Self.dayMs,
                    expiresAtMs: nil),
            ], held: .zero,
            cards: [
                CardFacts(
                    id: card, kind: .desfire, status: .active, settled: Amount.zero,
                    spendsOffline: true, open: [])
            ], bookings: [], standing: standing)
        change(&facts)
        return facts
    }

    static func gold() -> StandingFacts {
        var standing = StandingFacts()
        standing.tier = "gold"
        standing.sinceMs = startMs - 40 * dayMs
        standing.keptUntilMs = startMs + 200 * dayMs
        standing.asOfMs = startMs - dayMs
        standing.days = [
            QualifyingDay(
                day: Int((startMs - 40 * dayMs) / dayMs), spend: 520_000, pointsEarned: 500, services: 4, bills: 3)
        ]
        return standing
    }
}

/// What was logged, for tests to look at.
final class Notebook: Sendable {
    private let lines = Mutex<[LogEvent]>([])

    var events: [LogEvent] { lines.withLock { $0 } }
    func add(_ event: LogEvent) { lines.withLock { $0.append(event) } }
}
