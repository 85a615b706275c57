/// Splits an amount over weights so that the parts add up to it exactly: each gets its share rounded down, and what
/// is left goes fen by fen to the largest remainders, of equal ones to the first (E22).
///
/// It keeps its buffers, so that a search can split thousands of times without allocating.
package struct LargestRemainder: Sendable {
    /// Set before `split`; 0 or more, their sum within `Bounds.amount`.
    var weights: ContiguousArray<Int64>
    private(set) var parts: ContiguousArray<Int64>
    private var rests: ContiguousArray<Int64>

    init(capacity: Int) {
        weights = ContiguousArray(repeating: 0, count: capacity)
        parts = weights
        rests = weights
    }

    /// - Parameter weights: 0 or more; where all are 0, everything goes to the first.
    /// - Returns: one part by weight; none is greater than its weight if the amount is at most their sum.
    package static func parts(of amount: Int64, by weights: some Collection<Int64>) -> [Int64] {
        var splitter = LargestRemainder(capacity: weights.count)
        for (index, weight) in weights.enumerated() { splitter.weights[index] = weight }
        splitter.split(amount, count: weights.count)
        return Array(splitter.parts)
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
        if amount < 1 << 31, sum < 1 << 31 {
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
        if count <= 64 { giveOut(left, count) } else { giveOutSorted(left, count) }
    }

    private mutating func giveOut(_ left: Int64, _ count: Int) {
        var left = left
        while left > 0 {
            var best = 0
            for index in 1..<count where rests[index] > rests[best] { best = index }
            parts[best] += 1
            rests[best] = -1
            left -= 1
        }
    }

    private mutating func giveOutSorted(_ left: Int64, _ count: Int) {
        let order = (0..<count).sorted { rests[$0] == rests[$1] ? $0 < $1 : rests[$0] > rests[$1] }
        for index in order.prefix(Int(left)) { parts[index] += 1 }
    }
}
