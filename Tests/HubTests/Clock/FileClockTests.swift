import DatabaseTesting
import HubAPI
import Testing

@testable import HubStore

/// A file's lock says whether a hub serves from it: then nobody has been away. Of a server nobody knows.
@Suite struct FileClockTests {
    @Test func `A command beside a hub that serves doubts what that hub doubts`() async throws {
        let monotonic = TestClock()
        let salon = try await TestSalon(monotonic: monotonic, on: .sqlite)
        for clock in [salon.clock, monotonic] { clock.advance(ms: ClockTrust.youngMs + 1) }
        #expect(try await salon.database.saveClock().isTrusted)
        salon.clock.advance(ms: 10 * TestSalon.dayMs)
        let wallMs = salon.clock.nowMs
        #expect(try await salon.database.saveClock().isTrusted == false)
        let clock = HubClock(wallMs: { wallMs }, monotonicMs: { 5 })
        let beside = try await salon.opened(clock: clock)
        #expect(beside.clockFacts().isTrusted == false)
        try await beside.closeAndWait()
    }
}
