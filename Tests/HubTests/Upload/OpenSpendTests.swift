import HubAPI
import HubStore
import Testing
import Vocabulary

/// Spends that nobody has decided are looked at with every line of their card, and every kiosk is told of them.
@Suite struct OpenSpendTests {
    private let none = Amount.zero

    @Test func `A card has so many open spends and no more; what settles them makes room`() async throws {
        let salon = try await TestSalon(members: 3)
        let card = try await salon.issueCard()
        let most = HubStoreLimits.openSpendsPerCard
        var journal = TestJournal(kiosk: "xuhui-1")
        for number in 1...most { journal.append(salon.intent(.test(number), card: card, before: none, points: 1)) }
        journal.append(salon.intent(.test(9001), card: card, before: none, points: 1))
        journal.append(salon.intent(.test(9002), card: card, before: none, points: 1))
        let receipt = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        #expect(receipt.refused.map(\.sequence) == [Int64(most + 1), Int64(most + 2)])
        #expect(try await salon.incidents().map(\.kind) == [.tooManyOpen])
        #expect(try await salon.facts().cards.first?.open.count == most)
        journal.append(salon.outcome(.test(9003), of: .test(1), card: card, .voided))
        journal.append(salon.intent(.test(9004), card: card, before: none, points: 1))
        let more = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        #expect(more.held.contains(.test(9004)) && more.refused == receipt.refused)
    }

    @Test func `A kiosk that was off line for a month sends as many settled spends as there are`() async throws {
        let salon = try await TestSalon(members: 3)
        let card = try await salon.issueCard()
        var journal = TestJournal(kiosk: "xuhui-1")
        for number in 0..<Int(HubStoreLimits.openSpendsPerCard + 20) {
            let before = Amount(points: Int64(number), fen: 0)
            journal.append(salon.intent(.test(2 * number + 1), card: card, before: before, points: 1))
            journal.append(salon.outcome(.test(2 * number + 2), of: .test(2 * number + 1), card: card, .posted))
        }
        let receipt = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        #expect(receipt.refused.isEmpty && receipt.held.count == journal.lines.count)
    }
}
