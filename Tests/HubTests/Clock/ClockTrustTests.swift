import HubAPI
import Testing
import Vocabulary

@testable import HubStore

@Suite struct ClockTrustTests {
    private static let dayMs: Int64 = 86_400_000
    private static let startMs = TestClock.startMs

    private func reading(_ wallMs: Int64, _ monotonicMs: Int64) -> ClockTrust.Reading {
        ClockTrust.Reading(wallMs: wallMs, monotonicMs: monotonicMs)
    }

    /// The wall clock at the start against the last moment kept, in days, and whether it is believed.
    @Test(arguments: [(0, true), (15, true), (17, false), (5000, false), (-1, true), (-2, false), (-19_000, false)])
    func `A start is believed within sixteen days after, and a day before, the last moment kept`(
        days: Int64, isBelieved: Bool
    ) {
        let wallMs = Self.startMs + days * Self.dayMs
        var trust = ClockTrust(floorMs: Self.startMs, reading(wallMs, 7))
        #expect((trust.doubt == nil) == isBelieved)
        let moment = trust.moment(reading(wallMs + 1000, 1007))
        #expect(moment == (isBelieved && days >= 0 ? wallMs + 1000 : Self.startMs + (isBelieved ? 500 : 1000)))
    }

    /// A step of the wall clock while the hub runs, and whether it is believed soon after the start and later.
    @Test(arguments: [(0, true, true), (1, true, true), (2, true, false), (5000, false, false), (-2, false, false)])
    func `A step is believed for a day, and as far as a start while the hub is young`(
        days: Int64, young: Bool, later: Bool
    ) {
        for (passedMs, isBelieved) in [(60_000, young), (ClockTrust.youngMs + 60_000, later)] {
            var trust = ClockTrust(floorMs: nil, reading(Self.startMs, 0))
            _ = trust.moment(reading(Self.startMs + passedMs - 1000, passedMs - 1000))
            let moment = trust.moment(reading(Self.startMs + passedMs + days * Self.dayMs, passedMs))
            #expect((trust.doubt == nil) == isBelieved, "\(passedMs)")
            if !isBelieved { #expect(moment == Self.startMs + passedMs) }
            let after = trust.moment(reading(Self.startMs + passedMs + 5000, passedMs + 5000))
            #expect(after >= moment)
            if !isBelieved { #expect(trust.doubt == nil && after == Self.startMs + passedMs + 5000) }
        }
    }

    @Test(arguments: 1...50)
    func `Moments never go back, whatever the wall clock does`(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var trust = ClockTrust(floorMs: nil, reading(Self.startMs, 0))
        var (last, monotonicMs) = (Self.startMs, Int64(0))
        for _ in 0..<200 {
            monotonicMs += Int64(random.next() % 600_000)
            let away = Int64(random.next() % UInt64(80 * Self.dayMs)) - 40 * Self.dayMs
            let wallMs = random.next() % 3 == 0 ? Self.startMs + away : Self.startMs + monotonicMs
            let moment = trust.moment(reading(wallMs, monotonicMs))
            #expect(moment >= last)
            last = moment
        }
    }

    @Test func `A clock set back by hours is waited for at half the speed`() {
        var trust = ClockTrust(floorMs: nil, reading(Self.startMs, 0))
        let hourMs: Int64 = 3_600_000
        #expect(trust.moment(reading(Self.startMs - hourMs + 60_000, 60_000)) == Self.startMs + 30_000)
        #expect(trust.moment(reading(Self.startMs + hourMs, 2 * hourMs)) == Self.startMs + hourMs)
        #expect(trust.doubt == nil)
    }

    @Test func `A hub that has kept nothing believes no clock from before it was written`() {
        var trust = ClockTrust(floorMs: nil, reading(0, 0))
        #expect(trust.doubt != nil && trust.moment(reading(1000, 1000)) == ClockTrust.earliestMs + 1000)
        #expect(
            trust.moment(reading(ClockTrust.earliestMs + 10 * Self.dayMs, 2000)) > ClockTrust.earliestMs + Self.dayMs)
        #expect(trust.doubt == nil)
    }

    @Test func `What a person accepts holds from then on`() {
        var trust = ClockTrust(floorMs: Self.startMs, reading(Self.startMs + 90 * Self.dayMs, 0))
        #expect(trust.doubt == .ahead(byMs: 90 * Self.dayMs))
        trust.accept(reading(Self.startMs + 90 * Self.dayMs, 10))
        #expect(trust.moment(reading(Self.startMs + 90 * Self.dayMs + 5, 15)) == Self.startMs + 90 * Self.dayMs + 5)
        #expect(trust.doubt == nil)
    }
}
