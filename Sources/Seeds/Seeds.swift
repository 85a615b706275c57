internal import Foundation

/// The seeds of tests that go by chance.
///
/// A usual run takes as many as find the faults that were put in by hand. `make test SEEDS=all` takes all of them,
/// `SEEDS=N` the first N of each test, `SEEDS=A-B` those from A to B.
package enum Seeds {
    private static let wish = ProcessInfo.processInfo.environment["PEONY_SEEDS"] ?? ""

    /// - Parameters:
    ///   - usual: how many a usual run takes.
    ///   - all: how many there are.
    package static func first(_ usual: UInt64, of all: UInt64) -> ClosedRange<UInt64> {
        asked(wish, usual: usual, all: all)
    }

    /// - Parameter wish: `all`, `N` or `A-B`; anything else is none.
    package static func asked(_ wish: String, usual: UInt64, all: UInt64) -> ClosedRange<UInt64> {
        if wish == "all" { return 1...max(1, all) }
        let words = wish.split(separator: "-").compactMap { UInt64($0) }
        guard let last = words.last else { return 1...max(1, usual) }
        let first = words.count > 1 ? words[0] : 1
        return first...max(first, last)
    }
}
