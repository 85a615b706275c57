/// Offers of one group, of which at most one is applied, held against each other on one bill: looked at only where
/// there are more candidates than can be combined.
struct OfferRivalry {
    private let candidates: ContiguousArray<OfferFigures>
    private let groups: [String?]
    /// By candidate: those that exclude it.
    private let exclusive: [Set<Int>]
    private let lines: [[Int]]

    /// - Returns: `nil` where nothing can be said without trying: an offer with a threshold on what is left may want a
    ///   lesser discount before it, and so may points, which pay in steps.
    init?(
        _ candidates: ContiguousArray<OfferFigures>, _ sheet: BillSheet, _ moneyOff: MoneyOff, _ policy: Policy
    ) {
        guard moneyOff.most == 0, !candidates.contains(where: \.isTriedAhead) else { return nil }
        self.candidates = candidates
        groups = candidates.map { policy.offers[$0.offer].group }
        exclusive = candidates.indices.map { one in
            Set(
                candidates.indices.filter { other in
                    other != one && candidates[one].mayExclude(candidates[other])
                        && policy.offers[candidates[one].offer]
                            .isExclusive(with: policy.offers[candidates[other].offer])
                })
        }
        lines = candidates.map { candidate in candidate.scope.map { sheet.members[$0] } }
    }

    /// Whether another of its group comes to at least as much in its stead, whatever else is taken.
    func isBeaten(_ loser: Int) -> Bool { candidates.indices.contains { isBeaten(loser, by: $0) } }

    /// The same kind of effect on the same lines, in the same place among all with which the loser could be combined.
    /// Up to the fen by which the parts of lines are rounded.
    private func isBeaten(_ loser: Int, by winner: Int) -> Bool {
        let (mine, its) = (candidates[winner], candidates[loser])
        guard winner != loser, let group = groups[winner], group == groups[loser], mine.layer == its.layer,
            mine.isOnList == its.isOnList, !mine.takesCoupon || its.takesCoupon, lines[winner] == lines[loser],
            exclusive[winner].subtracting([loser]).isSubset(of: exclusive[loser])
        else { return false }
        let isAsMuch =
            switch (mine.kind, its.kind) {
            case (.percent, .percent): mine.rate >= its.rate && mine.cap >= its.cap
            case (.amount, .amount): mine.amount >= its.amount
            default: false
            }
        guard isAsMuch, mine.alone > its.alone || winner < loser else { return false }
        let between = (min(winner, loser) + 1)..<max(winner, loser)
        return between.allSatisfy { candidates[$0].isPlainGift || exclusive[loser].contains($0) }
    }

    /// Candidates in the order in which they are kept where there is no room for all: what stands alone and the best
    /// of each group, then the second of each group, and so on, so that a large group crowds nobody out; among them
    /// the best by themselves.
    static func order(_ candidates: ContiguousArray<OfferFigures>, _ policy: Policy) -> [Int] {
        func isBetter(_ one: Int, _ other: Int) -> Bool {
            candidates[one].doesMore(than: candidates[other]) ?? (one < other)
        }
        var inGroup: [String: Int] = [:]
        var rounds = [Int](repeating: 0, count: candidates.count)
        let byEffect = candidates.indices.sorted(by: isBetter)
        for index in byEffect {
            guard let group = policy.offers[candidates[index].offer].group else { continue }
            rounds[index] = inGroup[group, default: 0]
            inGroup[group, default: 0] += 1
        }
        return byEffect.sorted { rounds[$0] == rounds[$1] ? isBetter($0, $1) : rounds[$0] < rounds[$1] }
    }
}
