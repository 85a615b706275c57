import Glibc
import Testing
import Wakeup

@Suite struct WakeupEventTests {
    @Test func `A signal ends one wait, the one under way or the next`() async throws {
        let event = try WakeupEvent()
        #expect(!event.take(milliseconds: 0))
        for _ in 0..<3 { event.signal() }
        #expect(event.wait(milliseconds: 0) && event.wait(milliseconds: 0), "it stays until it is taken")
        #expect(event.take(milliseconds: -1) && !event.take(milliseconds: 0))
        async let taken = Task.detached { event.take(milliseconds: -1) }.value
        event.signal()
        #expect(await taken)
    }

    @Test func `Without a descriptor it says so, and the program goes on`() throws {
        var limit = rlimit()
        try #require(getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
        var none = limit
        none.rlim_cur = 0
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &none)
        defer { setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) }
        #expect(throws: WakeupFailure.self) { try WakeupEvent() }
    }
}
