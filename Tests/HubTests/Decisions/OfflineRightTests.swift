import Vocabulary
import KioskTesting
import Testing

@testable import HubStore

/// Who may spend off line, from facts alone.
@Suite struct OfflineRightTests {
    private static let first = CardID(uid: CardUID([4, 1, 1, 1, 1, 1, 1]) ?? uid, issueNumber: 1)
    private static let second = CardID(uid: CardUID([4, 2, 2, 2, 2, 2, 2]) ?? uid, issueNumber: 1)
    private static var uid: CardUID { CardUID([4, 0, 0, 0]).unsafelyUnwrapped }

    private static func card(
        _ id: CardID, sound: Bool = true, active: Bool = true, has: Bool = false, had: Bool = false, told: Int64? = nil
    ) -> OfflineRight.Card {
        OfflineRight.Card(
            id: id, isSound: sound, isActive: active, hasRight: has, hasHadRight: had || has, blockedVersion: told)
    }

    private static let lost = card(first, sound: false, active: false, had: true, told: 7)

    @Test(
        arguments: [
            ([], nil, .stays), ([card(first, sound: false)], nil, .stays), ([card(first, has: true)], 9, .stays),
            ([card(first), card(second)], nil, .goes(to: first)),
            ([card(first, sound: false), card(second)], nil, .goes(to: second)),
            // The right stays where it is, be there an older card.
            ([card(first), card(second, has: true)], 9, .stays),
            // The lost card's block is not known everywhere.
            ([lost, card(second)], 6, .waits(version: 7)), ([lost, card(second)], 7, .goes(to: second)),
            ([lost, card(second)], nil, .goes(to: second)),
            // Blocked, and the version that tells of it is not written yet.
            ([card(first, sound: false, active: false, had: true), card(second)], 0, .goes(to: second)),
            // A suspected one that is active again has never stopped.
            ([card(first, sound: false, had: true, told: 7), card(second)], 6, .goes(to: second)),
        ] as [([OfflineRight.Card], Int64?, OfflineRight.Decision)])
    func `The right goes to the oldest sound card when nobody has it and nobody can still use it`(
        _ cards: [OfflineRight.Card], _ cleared: Int64?, _ expected: OfflineRight.Decision
    ) { #expect(OfflineRight(cards: cards, clearedVersion: cleared).decision == expected) }

    /// However cards come and go, and whatever kiosks have heard: nobody gets the right beside another.
    @Test(arguments: 1...30 as ClosedRange<UInt64>)
    func `No two cards of an account can be spent off line at once`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var cards = [Self.card(Self.first, has: true)]
        // What the kiosk that knows least has heard, and which card it still takes.
        var (version, cleared): (Int64, Int64) = (1, 1)
        var taken: Set<CardID> = [Self.first]
        for number in 2...60 {
            switch Int.random(in: 0..<3, using: &random) {
            case 0:
                let id = CardID(uid: Self.first.uid, issueNumber: UInt32(number))
                cards.append(Self.card(id))
            case 1:
                guard let index = cards.indices.filter({ cards[$0].isActive }).randomElement(using: &random) else {
                    break
                }
                version += 1
                cards[index].isActive = false
                cards[index].isSound = false
                cards[index].hasRight = false
                cards[index].blockedVersion = version
            default:
                cleared = version
                taken.formIntersection(cards.filter(\.isActive).map(\.id))
            }
            if case .goes(let heir) = OfflineRight(cards: cards, clearedVersion: cleared).decision,
                let index = cards.firstIndex(where: { $0.id == heir })
            {
                #expect(taken.isEmpty || taken == [heir], "\(number)")
                cards[index].hasRight = true
                cards[index].hasHadRight = true
                taken.insert(heir)
            }
        }
    }
}
