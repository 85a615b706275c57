/// What members of different groups pay for the same thing, and which rules make the difference.
///
/// A group of fewer than five is not shown, so that nobody's price can be read from it; and if only so few are hidden
/// in an attribute, the next smallest group is hidden with them, because the rest could be had by subtraction.
package struct FairnessReport: Hashable, Sendable {
    /// Fen. A quantile is the price of a member, by nearest rank: of 10 prices ascending the median is the fifth.
    package struct Figures: Hashable, Sendable {
        package var count: Int
        package var min: Int64
        package var p25: Int64
        package var median: Int64
        package var p75: Int64
        package var max: Int64
        /// Rounded, halves up.
        package var mean: Int64
    }

    package struct Group: Hashable, Sendable {
        package var band: FairnessAttribute.Band
        /// `nil` for a group that is too small to be shown.
        package var figures: Figures?
    }

    /// The greatest difference between the means of two shown groups.
    package struct Gap: Hashable, Sendable {
        package var dearest: FairnessAttribute.Band
        package var cheapest: FairnessAttribute.Band
        /// Taken before the means are rounded, then rounded, halves up; so it may be one fen off their difference.
        package var fen: Int64
        /// They add up to `fen` exactly: each is rounded down and the rest goes to the largest remainders.
        package var causes: [PriceCause]
        /// The gap and its causes in words, with the reasons for offers by protected attributes.
        package var derivation = Derivation()
    }

    package struct Distribution: Hashable, Sendable {
        package var attribute: FairnessAttribute
        /// Those that have members, in the order of the attribute's bands.
        package var groups: [Group]
        /// `nil` where fewer than two groups are shown.
        package var gap: Gap?
    }

    package static let smallestShown = 5

    package var question: FairnessQuestion
    package var policy: String
    package var members: Int
    package var distributions: [Distribution]
    package var derivation: Derivation
}

extension FairnessReport.Distribution {
    init(_ attribute: FairnessAttribute, _ sums: [PriceSums]) {
        let present = zip(attribute.bands, sums).filter { $0.1.count > 0 }
        let hidden = Self.hidden(present.map(\.1.count))
        self.attribute = attribute
        groups = present.enumerated().map { index, group in
            FairnessReport.Group(band: group.0, figures: hidden.contains(index) ? nil : group.1.figures)
        }
        let shown = present.indices.filter { !hidden.contains($0) }
        guard shown.count >= 2, let first = shown.first else { return }
        var (dearest, cheapest) = (first, first)
        for index in shown {
            if present[index].1.isDearer(than: present[dearest].1) { dearest = index }
            if present[cheapest].1.isDearer(than: present[index].1) { cheapest = index }
        }
        let (fen, causes) = PriceCause.causes(from: present[cheapest].1, to: present[dearest].1)
        gap = FairnessReport.Gap(
            dearest: present[dearest].0, cheapest: present[cheapest].0, fen: fen, causes: causes)
    }

    /// Places of the groups that are not shown.
    private static func hidden(_ counts: [Int]) -> Set<Int> {
        var hidden = Set(counts.indices.filter { counts[$0] < FairnessReport.smallestShown })
        let members = hidden.reduce(0) { $0 + counts[$1] }
        if (1..<FairnessReport.smallestShown).contains(members),
            let next = counts.indices.filter({ !hidden.contains($0) }).min(by: { counts[$0] < counts[$1] })
        {
            hidden.insert(next)
        }
        return hidden
    }
}
