package import Vocabulary

/// Splits an amount over weights so that the parts add up to it exactly: each gets its share rounded down, and what
/// is left goes fen by fen to the largest remainders, of equal ones to the first (E22).
///
/// It keeps its buffers, so that a search can split thousands of times without allocating.
package struct LargestRemainder: Sendable {
    /// Set before `split`; 0 or more, their sum within 63 bits.
    var weights: ContiguousArray<Int64>
    private(set) var parts: ContiguousArray<Int64>
    private var rests: ContiguousArray<Int64>
    private var ranked: ContiguousArray<Int64>

    init(capacity: Int) {
        weights = ContiguousArray(repeating: 0, count: capacity)
        parts = weights
        rests = weights
        ranked = weights
    }

    /// - Parameter weights: 0 or more, their sum within 63 bits; where all are 0, everything goes to the first.
    /// - Returns: one part by weight; none is greater than its weight if the amount is at most their sum.
    package static func parts(of amount: Int64, by weights: some Collection<Int64>) -> [Int64] {
        var splitter = LargestRemainder(capacity: weights.count)
        for (index, weight) in weights.enumerated() { splitter.weights[index] = weight }
        splitter.split(amount, count: weights.count)
        return Array(splitter.parts)
    }

    /// The same of money by money.
    package static func parts(of money: Money, by weights: some Collection<Money>) -> [Money] {
        parts(of: money.fen, by: weights.map(\.fen)).map { Money(fen: $0) }
    }

    /// The same of points by money.
    package static func parts(of points: Points, by weights: some Collection<Money>) -> [Points] {
        parts(of: points.count, by: weights.map(\.fen)).map { Points($0) }
    }

    /// Weights of any size, 0 or more, made small enough to be split by: all lose as many of their last bits, and
    /// weights that fit stay as they are.
    package static func fitted(_ weights: [Int128]) -> [Int64] {
        let sum = weights.reduce(Int128(0), +)
        let surplus = max(0, Int128.bitWidth - sum.leadingZeroBitCount - 63)
        return weights.map { Int64(clamping: $0 >> Int128(surplus)) }
    }

    /// Fills the first `count` of `parts` from the first `count` of `weights`.
    mutating func split(_ amount: Int64, count: Int) {
        var sum: Int64 = 0
        for index in 0..<count { sum += weights[index] }
        if count == 1 || sum == 0 {
            for index in 0..<count { parts[index] = index == 0 ? amount : 0 }
            return
        }
        var left = amount
        if !amount.multipliedReportingOverflow(by: sum).overflow {
            for index in 0..<count {
                let (part, rest) = (amount &* weights[index]).quotientAndRemainder(dividingBy: sum)
                parts[index] = part
                rests[index] = rest
                left -= part
            }
        } else {
            for index in 0..<count {
                let product = Int128(amount) * Int128(weights[index])
                let (part, rest) = product.quotientAndRemainder(dividingBy: Int128(sum))
                parts[index] = Int64(clamping: part)
                rests[index] = Int64(clamping: rest)
                left -= parts[index]
            }
        }
        giveOut(left, count)
    }

    /// Adds one to each of the `left` parts with the largest remainders; of equal remainders, the first comes first.
    private mutating func giveOut(_ left: Int64, _ count: Int) {
        guard left > 0 else { return }
        let least = smallestServed(Int(left), count)
        var equal = left
        for index in 0..<count where rests[index] > least {
            parts[index] += 1
            equal -= 1
        }
        for index in 0..<count where equal > 0 && rests[index] == least {
            parts[index] += 1
            equal -= 1
        }
    }

    /// The `place`-th largest remainder (Hoare's selection, in a copy).
    private mutating func smallestServed(_ place: Int, _ count: Int) -> Int64 {
        for index in 0..<count { ranked[index] = rests[index] }
        var (low, high) = (0, count - 1)
        while low < high {
            let pivot = ranked[(low + high) / 2]
            var (left, right) = (low, high)
            while left <= right {
                while ranked[left] > pivot { left += 1 }
                while ranked[right] < pivot { right -= 1 }
                guard left <= right else { break }
                ranked.swapAt(left, right)
                left += 1
                right -= 1
            }
            if place - 1 <= right {
                high = right
            } else if place - 1 >= left {
                low = left
            } else {
                break
            }
        }
        return ranked[place - 1]
    }
}
