/// How long to wait before the next attempt: exponential with full jitter, capped.
///
/// Pure: the random number comes in. After a success the next attempt comes at once when there is more, else
/// when something is appended.
package struct UploadPacer: Hashable, Sendable {
    package var firstSeconds: Double
    package var capSeconds: Double
    package private(set) var failures = 0

    package init(firstSeconds: Double = 0.5, capSeconds: Double = 60) {
        self.firstSeconds = firstSeconds
        self.capSeconds = capSeconds
    }

    package mutating func succeeded() { failures = 0 }

    /// - Parameter fraction: 0 ..< 1, random.
    /// - Returns: seconds to wait.
    package mutating func failed(fraction: Double) -> Double {
        failures = min(failures + 1, 32)
        let ceiling = min(capSeconds, firstSeconds * Double(1 << min(failures, 16)))
        return firstSeconds / 2 + fraction * max(0, ceiling - firstSeconds / 2)
    }
}
