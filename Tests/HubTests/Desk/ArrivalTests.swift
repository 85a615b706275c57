import Foundation
import HubAPI
import Testing
import Vocabulary

@testable import HubStore

/// What kiosks are told of somebody beside the money: codes that wait, where bookings are, and who has come.
@Suite struct ArrivalTests {
    private static let none = Amount.zero

    @Test func `A code goes to every kiosk with the next feed, until it is handed over`() async throws {
        let salon = try await TestSalon()
        let card = try await salon.issueCard()
        var journal = TestJournal(kiosk: "xuhui-1")
        journal.append(
            salon.intent(.test(1), card: card, before: Self.none, points: 80, reward: "mask", claimCode: "A1B2C3"))
        journal.append(salon.outcome(.test(2), of: .test(1), card: card, .posted))
        let before = try await salon.database.feed(kiosk: "jingan-1", cursor: nil, hubEpoch: nil)
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        let after = try await salon.database.feed(
            kiosk: "jingan-1", cursor: before.cursor, hubEpoch: before.position.hubEpoch)
        let told = try #require(after.members.first { $0.id == salon.member }?.claims)
        #expect(told.map(\.code) == ["A1B2C3"] && told.first?.atMs == salon.clock.nowMs)
        _ = try await salon.database.handOver(code: "A1B2C3")
        let handedOver = try await salon.database.feed(
            kiosk: "jingan-1", cursor: after.cursor, hubEpoch: before.position.hubEpoch)
        #expect(handedOver.members.first { $0.id == salon.member }?.claims == [])
    }

    @Test func `A booking says where it is, and is arrived at only at its own store`() async throws {
        let salon = try await TestSalon()
        let booking = try #require(try await salon.facts().bookings.first { $0.status == .booked })
        let here = booking.store == "xuhui" ? "xuhui-1" : "jingan-1"
        let elsewhere = here == "xuhui-1" ? "jingan-1" : "xuhui-1"
        #expect(booking.store != nil && booking.place != nil)
        for (kiosk, status) in [(elsewhere, BookingFacts.Status.booked), (here, .checkedIn)] {
            var journal = TestJournal(kiosk: kiosk)
            journal.append(
                salon.entry(
                    kiosk == here ? .test(1) : .test(2), kiosk: kiosk, card: nil,
                    .checkIn(CheckIn(booking: booking.id, offline: false))))
            _ = try await salon.database.upload(journal.request(), kiosk: kiosk)
            #expect(try await salon.facts().bookings.first { $0.id == booking.id }?.status == status, "\(kiosk)")
        }
    }

    @Test func `Whoever has come without a booking is known at the other kiosks, and older news changes nothing`()
        async throws
    {
        let salon = try await TestSalon()
        #expect(try await salon.facts().arrival == nil)
        let nowMs = salon.clock.nowMs
        var journal = TestJournal(kiosk: "xuhui-1")
        journal.append(salon.entry(.test(1), card: nil, .checkIn(CheckIn(booking: nil, offline: true))))
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        #expect(try await salon.facts().arrival == ArrivalFacts(store: "xuhui", atMs: nowMs))
        var late = TestJournal(kiosk: "jingan-1")
        late.append(
            salon.entry(
                .test(2), kiosk: "jingan-1", atMs: nowMs - 60_000, card: nil,
                .checkIn(CheckIn(booking: nil, offline: true))))
        _ = try await salon.database.upload(late.request(), kiosk: "jingan-1")
        #expect(try await salon.facts().arrival == ArrivalFacts(store: "xuhui", atMs: nowMs))
    }

    /// As a hub wrote it before, and as a kiosk reads it that is newer than its hub.
    @Test func `Facts without the new fields are still read`() throws {
        let booking = """
            {"id": "b", "startsAtMs": 1, "minutes": 60, "service": {"zh": "护理", "en": "Care"},
            "staff": {"zh": "林", "en": "Lin"}, "status": "booked"}
            """
        let read = try JSONDecoder().decode(BookingFacts.self, from: Data(booking.utf8))
        #expect(read.store == nil && read.place == nil)
        let member = """
            {"id": "\(UUID().uuidString)", "surname": {"zh": "陈", "en": "Chen"}, "title": "ms", "tier": "gold",
            "tierName": {"zh": "金卡", "en": "Gold"}, "language": "zh", "numberTail": "0001", "lots": [],
            "heldPoints": 0, "heldFen": 0, "cards": [], "bookings": [\(booking)]}
            """
        let facts = try JSONDecoder().decode(MemberFacts.self, from: Data(member.utf8))
        #expect(facts.claims == nil && facts.arrival == nil && facts.bookings == [read])
    }
}
