/// The order in which candidates are tried if the search cannot combine them all.
enum OfferRanking {
    /// First the candidates without a group and the best of each group, then the second best of each group, and so on,
    /// so that a large group does not push out the others. Within each round, the best by themselves come first.
    ///
    /// - Parameters:
    ///   - numbers: of the candidates asked about.
    ///   - exclusive: by candidate, those that exclude it.
    static func order(
        _ numbers: [Int], of candidates: ContiguousArray<OfferFigures>, _ exclusive: ContiguousArray<[Int]>
    ) -> [Int] {
        func isBetter(_ one: Int, _ other: Int) -> Bool {
            candidates[one].doesMore(than: candidates[other]) ?? (one < other)
        }
        let byEffect = numbers.sorted(by: isBetter)
        var before: Set<Int> = []
        var rounds: [Int: Int] = [:]
        for number in byEffect {
            rounds[number] = candidates[number].hasGroup ? exclusive[number].count(where: before.contains) : 0
            before.insert(number)
        }
        return byEffect.sorted {
            let (left, right) = (rounds[$0] ?? 0, rounds[$1] ?? 0)
            return left == right ? isBetter($0, $1) : left < right
        }
    }
}
