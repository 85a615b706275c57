/// Finds what somebody may have meant.
package enum Nearest {
    /// - Returns: the word nearest to the one typed, if it is near enough to be a slip.
    package static func match(_ typed: String, among words: some Sequence<String>) -> String? {
        let allowed = max(1, typed.count / 3)
        let near = words.map { ($0, distance(typed, $0)) }.filter { $0.1 <= allowed }
        return near.min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
    }

    /// Letters to insert, drop or change, or neighbours to swap, to get from one word to the other.
    static func distance(_ first: String, _ second: String) -> Int {
        let (left, right) = (Array(first.prefix(64)), Array(second.prefix(64)))
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in 0..<left.count {
            var current = [row + 1]
            for column in 0..<right.count {
                let change = last[column] + (left[row] == right[column] ? 0 : 1)
                var best = min(change, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
