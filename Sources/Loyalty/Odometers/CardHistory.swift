package import Vocabulary

/// All that is known about one card's spends and not yet beyond doubt.
///
/// `judgement()` is a function of this *set* of facts and of nothing else, so the order in which kiosks upload
/// does not matter. What can never change again is folded into `base` and left out.
package struct CardHistory: Hashable, Sendable {
    /// Every position below this is covered by proven spends, one after the other.
    package var base: Amount
    package var operations: [CardOperation]
    /// What kiosks read from the card, beyond the `before` of the operations, which are readings too.
    package var readings: [Amount]
    /// Advances that nothing explains and that staff gave up.
    package var writeOffs: [OdometerRange]

    package init(base: Amount, operations: [CardOperation], readings: [Amount], writeOffs: [OdometerRange]) {
        self.base = base
        self.operations = operations
        self.readings = readings
        self.writeOffs = writeOffs
    }
}

/// What follows from a card's history.
package struct CardJudgement: Hashable, Sendable {
    package var states: [OperationID: SpendState] = [:]
    /// Spends known from the card itself and written-off advances; what staff decided by hand is not in it,
    /// because no odometer has shown it.
    package var settled = Amount.zero
    /// Advances that nothing explains, ascending.
    package var gaps: [OdometerRange] = []
    /// Two proven spends share a range, or readings contradict each other: two cards call themselves one.
    package var isForked = false
    package var contradictions: Set<OperationID> = []
    /// The new base, and the operations that are decided for good below it.
    package var base = Amount.zero
    package var final: Set<OperationID> = []
    /// Sum of the proven spends among `final`; they are in `settled` too.
    package var finalSettled = Amount.zero

    package init() {}
}

extension CardHistory {
    /// Decides about every operation.
    ///
    /// A spend moves the odometers in one step and nothing moves them back. So (1) what a card or a kiosk proves
    /// is posted; (2) an open intent that shares a range with a proven spend, or across which somebody read the
    /// card, never happened; (3) between two neighbouring readings an open intent that spans exactly the distance
    /// did happen if it is the only one; (4) then what staff decided holds; (5) the rest stays open.
    package func judgement() -> CardJudgement {
        var judgement = CardJudgement()
        let proven = operations.filter(\.evidence.isProof).sorted(by: Self.ascending)
        judgement.contradictions = Set(operations.filter(\.evidence.contradicts).map(\.id))
        judgement.isForked = overlaps(among: proven)
        let points = sortedReadings(proven)
        var open = decideTheCertain(proven, points, into: &judgement)
        walk(points, proven, &open, into: &judgement)
        decideByHand(open, into: &judgement)
        fold(proven, into: &judgement)
        return judgement
    }

    private static func ascending(_ left: CardOperation, _ right: CardOperation) -> Bool {
        if left.range.from.position != right.range.from.position {
            return left.range.from.position < right.range.from.position
        }
        return left.id.description < right.id.description
    }

    private func overlaps(among proven: [CardOperation]) -> Bool {
        var reach = base.position
        for operation in proven {
            if operation.range.from.position < reach { return true }
            reach = max(reach, operation.range.to.position)
        }
        return false
    }

    /// Everything anybody read from the card at or above the base, ascending, each once.
    private func sortedReadings(_ proven: [CardOperation]) -> [Amount] {
        let all = readings + operations.map(\.range.from) + proven.map(\.range.to) + [base]
        return Set(all).filter { $0.position >= base.position }
            .sorted { ($0.position, $0.points) < ($1.position, $1.points) }
    }

    /// Rules 1 and 2.
    /// - Returns: the intents that remain open.
    private func decideTheCertain(
        _ proven: [CardOperation], _ points: [Amount], into judgement: inout CardJudgement
    ) -> [CardOperation] {
        for operation in proven {
            judgement.states[operation.id] = .posted
            judgement.settled += operation.range.amount
        }
        var open: [CardOperation] = []
        let reaches = Reaches(proven)
        let positions = points.map(\.position)
        for operation in operations where !operation.evidence.isProof {
            let range = operation.range
            let next = positions.partitioningIndex { $0 > range.from.position }
            let isReadAcross = next < positions.endIndex && positions[next] < range.to.position
            let isRefuted =
                operation.evidence.isDenial || range.from.position < base.position || isReadAcross
                || reaches.overlap(range)
            if isRefuted {
                judgement.states[operation.id] = .voided
            } else {
                open.append(operation)
            }
        }
        return open
    }

    /// Rule 3, and what is left over as a gap.
    private func walk(
        _ points: [Amount], _ proven: [CardOperation], _ open: inout [CardOperation],
        into judgement: inout CardJudgement
    ) {
        var reach = base.position
        var next = proven.startIndex
        let openAt = Dictionary(grouping: open, by: \.range)
        for (from, to) in zip(points, points.dropFirst()) {
            while next < proven.endIndex, proven[next].range.from.position <= from.position {
                reach = max(reach, proven[next].range.to.position)
                next += 1
            }
            let step = OdometerRange(from: from, to: to)
            if !step.amount.isNonNegative || to.position == from.position {
                judgement.isForked = true
            } else if reach < to.position {
                explain(step, openAt[step] ?? [], into: &judgement)
            }
        }
        open.removeAll { judgement.states[$0.id] != nil }
    }

    private func explain(_ step: OdometerRange, _ candidates: [CardOperation], into judgement: inout CardJudgement) {
        if candidates.count == 1 {
            judgement.states[candidates[0].id] = .posted
            judgement.settled += step.amount
        } else if candidates.isEmpty {
            if writeOffs.contains(where: { $0.contains(step) }) {
                judgement.settled += step.amount
            } else {
                judgement.gaps.append(step)
            }
        }
    }

    /// Rules 4 and 5.
    private func decideByHand(_ open: [CardOperation], into judgement: inout CardJudgement) {
        for operation in open {
            if operation.evidence.contains(.postedByHand) {
                judgement.states[operation.id] = .posted
            } else if operation.evidence.contains(.voidedByHand) {
                judgement.states[operation.id] = .voided
            } else {
                judgement.states[operation.id] = .pending
            }
        }
    }

    /// Moves the base over the proven spends that follow each other without a doubt between them.
    private func fold(_ proven: [CardOperation], into judgement: inout CardJudgement) {
        judgement.base = base
        guard !judgement.isForked else { return }
        for operation in proven {
            guard operation.range.from == judgement.base else { break }
            judgement.base = operation.range.to
            judgement.final.insert(operation.id)
            judgement.finalSettled += operation.range.amount
        }
        for operation in operations where operation.range.from.position < judgement.base.position {
            judgement.final.insert(operation.id)
        }
    }
}

/// Answers whether a range overlaps any proven spend, by binary search. Looking at all proven spends for each open one
/// would take seconds for a card with thousands.
private struct Reaches {
    /// Ascending.
    private var begins: [Int64] = []
    /// For each begin, the furthest end of all spends that begin no later.
    private var ends: [Int64] = []

    /// - Parameter proven: ascending by where they begin.
    init(_ proven: [CardOperation]) {
        for operation in proven {
            begins.append(operation.range.from.position)
            ends.append(max(ends.last ?? .min, operation.range.to.position))
        }
    }

    /// Whether any of them overlaps this range.
    func overlap(_ range: OdometerRange) -> Bool {
        let after = begins.partitioningIndex { $0 >= range.to.position }
        return after > 0 && ends[after - 1] > range.from.position
    }
}

extension Array {
    /// The index of the first element for which the condition holds. It must hold for no element before that one and
    /// for all after it.
    fileprivate func partitioningIndex(where holds: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension OdometerRange {
    func contains(_ other: OdometerRange) -> Bool {
        from.position <= other.from.position && other.to.position <= to.position
    }
}
