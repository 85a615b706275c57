import ArgumentParser

/// How many members a salon has that is written to measure in.
struct SalonSize: Hashable, Sendable, CustomStringConvertible {
    static let bounds = 1...1_000_000
    static let usual = SalonSize(members: 10_000)
    static let small = SalonSize(members: 1_000)
    static let large = SalonSize(members: 100_000)

    let members: Int

    private init(members: Int) { self.members = members }

    /// - Parameter text: digits, or digits with a power of ten, as `10000` and `1e4`.
    /// - Returns: `nil` for what is no whole number within the bounds.
    init?(_ text: String) {
        let parts = text.split(separator: "e", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isASCIIDigit) }), let digits = Int(parts[0]),
            let power = parts.count == 1 ? 0 : Int(parts[1]), power <= 6
        else { return nil }
        let (members, overflow) = (0..<power).reduce((digits, false)) { number, _ in
            let (product, overflow) = number.0.multipliedReportingOverflow(by: 10)
            return (product, number.1 || overflow)
        }
        guard !overflow, Self.bounds.contains(members) else { return nil }
        self.init(members: members)
    }

    /// - Throws: with the sentence that a person reads; the program ends with EX_USAGE.
    static func argument(_ text: String) throws -> SalonSize {
        guard let size = SalonSize(text) else {
            throw ValidationError(
                "it must be a whole number from \(bounds.lowerBound) to \(bounds.upperBound), such as 10000 or 1e4")
        }
        return size
    }

    var description: String { "\(members)" }

    /// A tenth of it, for runs that must be quick.
    var tenth: SalonSize { SalonSize(members: max(1, members / 10)) }

    func atMost(_ other: SalonSize) -> SalonSize { members <= other.members ? self : other }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
