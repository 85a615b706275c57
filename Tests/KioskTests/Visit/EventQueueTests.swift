import Testing

@testable import Kiosk

@Suite struct EventQueueTests {
    /// Each event has two effects; the first effect of "a" and the second of "b" bring another event.
    @Test func `What an effect brings waits until the other effects of its event are done`() {
        var queue = EventQueue<String>()
        var done: [String] = []
        func receive(_ event: String) {
            guard queue.add(event) else { return }
            while let event = queue.next() {
                for effect in 1...2 {
                    done.append("\(event)\(effect)")
                    if done.last == "a1" { receive("b") }
                    if done.last == "b2" { receive("c") }
                }
            }
        }
        receive("a")
        receive("d")
        #expect(done == ["a1", "a2", "b1", "b2", "c1", "c2", "d1", "d2"])
    }
}
