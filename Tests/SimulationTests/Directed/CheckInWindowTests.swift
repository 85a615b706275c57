import CardSimulator
import Foundation
import Database
import HubAPI
import KioskSession
import KioskTesting
import Loyalty
import PolicyFile
import Testing
import Vocabulary

@testable import HubStore

/// From the policy file over hub and snapshot to the screen.
@Stage @Suite struct CheckInWindowTests {
    private static let dayMs: Int64 = 86_400_000

    private static func sample() throws -> PolicyDocument {
        let root = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        return try PolicyDocument.read(root.appending(path: HubDatabase.samplePolicy).path)
    }

    /// A member with an appointment at 10:00, and the kiosk that knows of it. It is 08:00.
    private func salon() async throws -> (World, tenMs: Int64) {
        let world = try await World(seed: 1, kiosks: 1, skews: [0])
        let document = try Self.sample()
        #expect(document.policy.kiosk.checkInEarlyMinutes == 45 && document.policy.kiosk.checkInLateMinutes == 15)
        let today = StoreZone.shanghai.day(atMs: world.clock.nowMs)
        let midnight = StoreZone.shanghai.startMs(of: today.adding(days: 1))
        world.clock.advance(ms: midnight + 8 * 3_600_000 - world.clock.nowMs)
        let nowMs = world.clock.nowMs
        _ = try await world.hub.database().write { try PolicyStore.publish(document, $0, nowMs: nowMs) }
        try await world.issue(to: world.enroll(points: 0, fen: 0, bookingInMinutes: 120))
        try await world.refresh()
        return (world, nowMs + 2 * 3_600_000)
    }

    /// What the member is told at a moment of that morning.
    private func welcome(_ world: World, atMs moment: Int64) async throws -> Welcome {
        let kiosk = world.kiosks[0]
        world.clock.advance(ms: moment - world.clock.nowMs)
        await world.tap(world.pockets[0], at: kiosk)
        defer { #expect(world.clock.nowMs == moment) }
        guard case .welcome(let welcome) = kiosk.screen else {
            Issue.record("\(kiosk.screen) instead of a welcome")
            throw WorldError.noWelcome
        }
        await kiosk.idleOut()
        await kiosk.lift()
        await kiosk.idleOut()
        return welcome
    }

    @Test func `E25 e With 10:00 and −45/+15 one checks in from 09:15 through 10:15, to the millisecond`() async throws
    {
        let (world, ten) = try await salon()
        let minute: Int64 = 60_000
        let quarterPastNine = LocalTime.of(ten - 45 * minute)
        let moments: [(Int64, Welcome.Remark?)] = [
            (-46 * minute, .tooEarly(from: quarterPastNine)), (-45 * minute - 1, .tooEarly(from: quarterPastNine)),
            (-45 * minute, nil), (0, nil), (15 * minute, nil), (16 * minute - 1, nil), (16 * minute, .tooLate),
            (60 * minute, .tooLate),
        ]
        for (after, remark) in moments {
            let welcome = try await welcome(world, atMs: ten + after)
            #expect(welcome.remark == remark, "\(after) ms")
            #expect(welcome.actions.contains(.checkIn) == (remark == nil), "\(after) ms")
            #expect(welcome.booking?.status == (remark == .tooLate ? .missed : .waiting))
        }
        #expect(quarterPastNine.hour == 9 && quarterPastNine.minute == 15)
        #expect(world.witness.checkInsShown.isEmpty)
    }

    @Test func `E25 e At 09:15 sharp the arrival is recorded, and the hub hears of it`() async throws {
        let (world, ten) = try await salon()
        world.clock.advance(ms: ten - 45 * 60_000 - world.clock.nowMs)
        await world.tap(world.pockets[0], at: world.kiosks[0])
        await world.kiosks[0].touch(.checkIn)
        #expect(world.witness.checkInsShown.count == 1)
        try await world.refresh()
        let id = try #require(world.witness.checkInsShown.first)
        #expect(try await HubLook(world.hub).journal().contains { $0.id == id })
    }
}

extension LocalTime {
    /// In Shanghai.
    fileprivate static func of(_ atMs: Int64) -> LocalTime {
        let zone = StoreZone.shanghai
        let day = zone.day(atMs: atMs)
        let minute = zone.minuteOfDay(atMs: atMs)
        return LocalTime(
            month: day.components.month, day: day.components.day, weekday: day.weekday, hour: minute / 60,
            minute: minute % 60)
    }
}
