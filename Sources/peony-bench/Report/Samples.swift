import Glibc

/// The clock of all measurements: monotonic, nanoseconds, the same that the C loops read.
enum Ticks {
    static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    /// How long `body` takes, nanoseconds.
    static func of(_ body: () throws -> Void) rethrows -> UInt64 {
        let start = now()
        try body()
        return now() - start
    }
}

/// Single measurements of one thing, nanoseconds.
struct Samples {
    private(set) var nanoseconds: [UInt64] = []

    init(_ nanoseconds: [UInt64] = []) { self.nanoseconds = nanoseconds }

    var count: Int { nanoseconds.count }

    mutating func add(_ value: UInt64) { nanoseconds.append(value) }
    mutating func add(_ others: Samples) { nanoseconds += others.nanoseconds }

    /// The smallest value that so many percent of all do not exceed (nearest rank); 0 without any.
    func percentile(_ percent: Double) -> Double {
        guard !nanoseconds.isEmpty else { return 0 }
        let rank = Int((percent / 100 * Double(count)).rounded(.up))
        return Double(nanoseconds.sorted()[min(max(rank, 1), count) - 1])
    }

    var median: Double { percentile(50) }

    /// How many a second, if one followed the other.
    var rate: Double {
        let total = nanoseconds.reduce(0, +)
        return total == 0 ? 0 : Double(count) * 1e9 / Double(total)
    }
}

/// The same thing measured in turn by us and by somebody else, block by block: what disturbs the machine disturbs
/// both, and the ratio of neighbours says more than the ratio of averages.
struct Blocks {
    private var ours: [Double] = []
    private var theirs: [Double] = []

    mutating func add(ours: Double, theirs: Double) {
        self.ours.append(ours)
        self.theirs.append(theirs)
    }

    var median: Double { Self.median(ours) }

    func beside(_ name: String, scale: Double = 1) -> Figure.Beside {
        let ratios = zip(ours, theirs).map { $0 / max($1, .leastNonzeroMagnitude) }
        return Figure.Beside(
            name: name, value: Self.median(theirs) * scale, ratio: Self.median(ratios),
            range: (ratios.min() ?? 0)...(ratios.max() ?? 0))
    }

    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard let middle = sorted.dropFirst(sorted.count / 2).first else { return 0 }
        return sorted.count.isMultiple(of: 2) ? (middle + sorted[sorted.count / 2 - 1]) / 2 : middle
    }
}
