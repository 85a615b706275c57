import Foundation
import Identity
import Loyalty
import Testing

private let dayMs: Int64 = 86_400_000

private func spend(_ number: Int, _ points: Int64, day: Int64) -> LotSpend {
    LotSpend(
        id: OperationID(UUID(uuidString: "00000000-0000-4000-8000-\(String(format: "%012d", number))") ?? UUID()),
        atMs: day * dayMs, amount: Amount(points: Points(points), money: .zero))
}

private func grant(_ id: String, _ amount: Int64, day: Int64 = 0, expires: Int64? = nil) -> LotGrant {
    LotGrant(
        id: id, currency: .points, amount: amount, gainedAtMs: day * dayMs, expiresAtMs: expires.map { $0 * dayMs })
}

@Suite struct LotBookTests {
    /// rules.md E10: no balance collapse.
    @Test func `What expires is what was not spent, never more`() {
        let (book, _) = LotBook.replay(
            grants: [grant("june", 100, expires: 152), grant("december", 50, expires: 335)],
            spends: [spend(1, 80, day: 121)])
        #expect(book.balance(atMs: 153 * dayMs).points.count == 50)
        #expect(book.expired(atMs: 153 * dayMs) == ["june": 20])
        #expect(book.balance(atMs: 151 * dayMs).points.count == 70)
    }

    @Test func `A lot cannot be spent from the moment of its expiry on, whether or not it was booked`() {
        let (book, allocations) = LotBook.replay(
            grants: [grant("a", 1000, expires: 30)], spends: [spend(1, 500, day: 31)])
        #expect(allocations.map(\.lot) == [LotBook.debtLot(.points)])
        #expect(book.debt[.points] == 500)
    }

    @Test func `A late spend takes what was there at its tap`() {
        let grants = [grant("old", 100, expires: 30), grant("new", 50, day: 10, expires: 300)]
        let late = spend(1, 90, day: 29)
        let early = spend(2, 40, day: 40)
        let (book, _) = LotBook.replay(grants: grants, spends: [early, late])
        #expect(book.expired(atMs: 60 * dayMs) == ["old": 10])
        #expect(book.balance(atMs: 60 * dayMs).points.count == 10)
    }

    @Test func `What is gained pays a debt back first`() {
        let (book, allocations) = LotBook.replay(
            grants: [grant("a", 30), grant("b", 100, day: 20)], spends: [spend(1, 70, day: 10)])
        #expect(book.balance(atMs: 21 * dayMs).points.count == 60)
        #expect(book.debt[.points] == 0)
        #expect(allocations.filter { $0.spend == nil }.map(\.amount).reduce(0, +) == 0)
    }

    @Test(arguments: UInt64(1)...300)
    func `The order of arrival changes nothing, and no point is lost or made`(seed: UInt64) {
        var random = SystemLikeGenerator(seed: seed)
        let grants = (0..<5).map { index in
            let day = Int64.random(in: 0...50, using: &random)
            let expires: Int64? = Bool.random(using: &random) ? day + Int64.random(in: 1...60, using: &random) : nil
            return grant("lot\(index)", Int64.random(in: 1...100, using: &random), day: day, expires: expires)
        }
        let spends = (0..<12).map { index in
            spend(index, Int64.random(in: 1...40, using: &random), day: Int64.random(in: 0...120, using: &random))
        }
        let first = LotBook.replay(grants: grants, spends: spends)
        let second = LotBook.replay(
            grants: grants.shuffled(using: &random), spends: spends.shuffled(using: &random))
        #expect(first.book == second.book, "seed \(seed)")
        #expect(Set(first.allocations) == Set(second.allocations), "seed \(seed)")
        let spent = spends.map(\.amount.points.count).reduce(0, +)
        #expect(first.allocations.map(\.amount).reduce(0, +) == spent, "seed \(seed)")
        let atMs = 200 * dayMs
        let gained = grants.map(\.amount).reduce(0, +)
        let expired = first.book.expired(atMs: atMs).values.reduce(0, +)
        #expect(first.book.balance(atMs: atMs).points.count == gained - spent - expired, "seed \(seed)")
    }

    @Test(arguments: UInt64(1)...200)
    func `Booking spends one by one in the order of their taps is the same as replaying them`(seed: UInt64) {
        var random = SystemLikeGenerator(seed: seed)
        let grants = (0..<4).map { grant("lot\($0)", 200, expires: Int64.random(in: 10...90, using: &random)) }
        let spends = (0..<10).map { spend($0, Int64.random(in: 1...30, using: &random), day: Int64($0) * 7 + 1) }
        var book = LotBook(lines: grants.map { LotBook.Line(grant: $0, taken: 0) })
        let taken = spends.flatMap { book.take($0) }
        let replayed = LotBook.replay(grants: grants, spends: spends)
        #expect(book == replayed.book, "seed \(seed)")
        #expect(taken == replayed.allocations, "seed \(seed)")
    }
}
