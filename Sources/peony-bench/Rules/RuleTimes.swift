import Foundation
import Loyalty
import Vocabulary

/// Nanoseconds on two clocks: the wall's, and the processor's, which does not count what others do to the machine.
struct RuleTimes {
    private(set) var wall = Samples()
    private(set) var processor = Samples()

    mutating func measure<Result>(_ body: () throws -> Result) rethrows -> Result {
        let (start, work) = (Ticks.now(), Self.processorNow())
        let result = try body()
        let (end, done) = (Ticks.now(), Self.processorNow())
        wall.add(end - start)
        processor.add(done - work)
        return result
    }

    var wallSeconds: Double { Double(wall.nanoseconds.reduce(0, +)) / 1e9 }
    var processorSeconds: Double { Double(processor.nanoseconds.reduce(0, +)) / 1e9 }

    /// `0.41 ms of the processor`.
    static func processorNote(_ value: Double, _ unit: String) -> String {
        String(format: value.magnitude >= 10 ? "%.1f" : "%.3f", value) + " \(unit) of the processor"
    }

    /// Of this thread.
    private static func processorNow() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}

extension OfferCase {
    /// - Parameter account: the case's own, which takes a while to make.
    func times(_ account: MemberAccount, rounds: Int) throws -> RuleTimes {
        let (bill, policy) = (bill(), policy())
        var times = RuleTimes()
        for _ in 0..<rounds {
            let quote = try times.measure { try Quote.of(bill, account, policy) }
            guard quote.payable >= .zero, quote.search.candidates.count == candidates,
                quote.search.isComplete != hasRivals
            else {
                throw BaselineFailure(what: "a quote of another case", code: quote.search.candidates.count)
            }
        }
        return times
    }
}
