import Foundation
import Loyalty
import Seeds
import Testing
import Vocabulary

/// What a card went through, and what the hub may know of it at the end.
private struct CardLife {
    var random: SeededGenerator
    var odometer = Amount.zero
    var operations: [CardOperation] = []
    var readings: [Amount] = []
    var committed: Set<OperationID> = []

    init(seed: UInt64, spends: Int) {
        random = SeededGenerator(seed: seed)
        for _ in 0..<spends { spend() }
        readings.append(odometer)
    }

    /// One spend that is committed or not, and known or not.
    private mutating func spend() {
        let amount = Amount(
            points: Points(Int64.random(in: 1...40, using: &random)),
            money: Money(fen: Int64.random(in: 0...500, using: &random)))
        let id = OperationID(UUID(uuidString: random.uuid()) ?? UUID())
        let isCommitted = Int.random(in: 0..<4, using: &random) > 0
        let isKnown = Int.random(in: 0..<3, using: &random) > 0
        let evidence: SpendEvidence = isKnown ? (isCommitted ? .posted : .voided) : []
        operations.append(CardOperation(id: id, before: odometer, amount: amount, evidence: evidence))
        guard isCommitted else { return }
        odometer += amount
        committed.insert(id)
        if Bool.random(using: &random) { readings.append(odometer) }
    }

    var history: CardHistory {
        CardHistory(base: .zero, operations: operations, readings: readings, writeOffs: [])
    }
}

extension SeededGenerator {
    mutating func uuid() -> String {
        let hex = (0..<4).map { _ in String(format: "%08X", UInt32(truncatingIfNeeded: next())) }.joined()
        let digits = Array(hex)
        func part(_ range: Range<Int>) -> String { String(digits[range]) }
        return [part(0..<8), part(8..<12), part(12..<16), part(16..<20), part(20..<32)].joined(separator: "-")
    }
}

private func points(_ count: Int64) -> Amount { Amount(points: Points(count), money: .zero) }

private func id(_ number: Int) -> OperationID {
    OperationID(UUID(uuidString: "00000000-0000-4000-8000-\(String(format: "%012d", number))") ?? UUID())
}

private func operation(_ number: Int, _ before: Int64, _ amount: Int64, _ evidence: SpendEvidence = []) -> CardOperation
{
    CardOperation(id: id(number), before: points(before), amount: points(amount), evidence: evidence)
}

private func judge(
    _ operations: [CardOperation], readings: [Int64] = [], writeOffs: [OdometerRange] = [], base: Int64 = 0
) -> CardJudgement {
    CardHistory(base: points(base), operations: operations, readings: readings.map(points), writeOffs: writeOffs)
        .judgement()
}

@Suite struct CardHistoryTests {
    @Test(arguments: Seeds.first(400, of: 4000))
    func `The end is the same in whatever portions the facts come`(seed: UInt64) {
        let life = CardLife(seed: seed, spends: 12)
        let whole = life.history.judgement()
        var random = SeededGenerator(seed: seed &+ 77)
        for _ in 0..<4 {
            let portions = judgedInPortions(life, &random)
            #expect(portions.states == whole.states, "seed \(seed)")
            #expect(portions.settled == whole.settled, "seed \(seed)")
            #expect(portions.gaps == whole.gaps, "seed \(seed)")
            #expect(portions.isForked == whole.isForked, "seed \(seed)")
        }
    }

    /// Hands facts over in random order, a few at a time, folding what is final as the hub does.
    private func judgedInPortions(_ life: CardLife, _ random: inout SeededGenerator) -> CardJudgement {
        var history = CardHistory(base: .zero, operations: [], readings: [], writeOffs: [])
        var folded = Amount.zero
        var finalStates: [OperationID: SpendState] = [:]
        var last = CardJudgement()
        var operations = life.operations.shuffled(using: &random)
        var readings = life.readings.shuffled(using: &random)
        while !operations.isEmpty || !readings.isEmpty {
            let count = min(operations.count, Int.random(in: 1...4, using: &random))
            history.operations += operations.prefix(count)
            operations.removeFirst(count)
            if let reading = readings.popLast() { history.readings.append(reading) }
            last = history.judgement()
            last.settled += folded
            last.states.merge(finalStates) { now, _ in now }
            folded += last.finalSettled
            for id in last.final { finalStates[id] = last.states[id] }
            history.operations.removeAll { last.final.contains($0.id) }
            history.base = last.base
        }
        return last
    }

    @Test(arguments: Seeds.first(400, of: 4000))
    func `Nothing is posted that the card never did, and what it did is never voided`(seed: UInt64) {
        let life = CardLife(seed: seed, spends: 12)
        let judgement = life.history.judgement()
        for operation in life.operations {
            switch judgement.states[operation.id] {
            case .posted: #expect(life.committed.contains(operation.id), "seed \(seed)")
            case .voided: #expect(!life.committed.contains(operation.id), "seed \(seed)")
            case .pending, nil: break
            }
        }
        #expect(!judgement.isForked, "seed \(seed)")
        #expect(judgement.gaps.isEmpty, "seed \(seed)")
        #expect(judgement.settled.fits(in: life.odometer), "seed \(seed)")
    }

    @Test func `An intent alone stays pending`() {
        let judgement = judge([operation(1, 0, 30)])
        #expect(judgement.states[id(1)] == .pending)
        #expect(judgement.settled == .zero)
    }

    @Test func `A reading beyond the only intent that fits posts it`() {
        let judgement = judge([operation(1, 0, 30)], readings: [30])
        #expect(judgement.states[id(1)] == .posted)
        #expect(judgement.settled == points(30))
    }

    @Test func `Two intents for one range stay open until a record decides`() {
        let open = judge([operation(1, 0, 30), operation(2, 0, 30)], readings: [30])
        #expect(open.states == [id(1): .pending, id(2): .pending])
        #expect(open.gaps.isEmpty)
        let decided = judge([operation(1, 0, 30), operation(2, 0, 30, .record)], readings: [30])
        #expect(decided.states == [id(1): .voided, id(2): .posted])
    }

    @Test func `A reading in the middle of an intent's range voids it`() {
        let judgement = judge([operation(1, 0, 30), operation(2, 10, 5, .posted)])
        #expect(judgement.states[id(1)] == .voided)
        #expect(judgement.gaps == [OdometerRange(from: points(0), to: points(10))])
    }

    @Test func `An advance that nothing explains is a gap and is not settled`() {
        let judgement = judge([operation(1, 0, 30, .posted), operation(2, 50, 10, .posted)], readings: [70])
        #expect(
            judgement.gaps == [
                OdometerRange(from: points(30), to: points(50)), OdometerRange(from: points(60), to: points(70)),
            ])
        #expect(judgement.settled == points(40))
    }

    @Test func `A write-off settles the gap until the missing spend turns up`() {
        let gap = OdometerRange(from: points(0), to: points(20))
        let written = judge([operation(1, 20, 30, .posted)], writeOffs: [gap])
        #expect(written.gaps.isEmpty)
        #expect(written.settled == points(50))
        let explained = judge([operation(1, 20, 30, .posted), operation(2, 0, 20, .record)], writeOffs: [gap])
        #expect(explained.settled == points(50))
        #expect(explained.states[id(2)] == .posted)
    }

    @Test func `Posted spends that share a range are a fork and count both`() {
        let judgement = judge([operation(1, 0, 30, .posted), operation(2, 10, 30, .posted)])
        #expect(judgement.isForked)
        #expect(judgement.settled == points(60))
        #expect(judgement.final.isEmpty)
        #expect(judge([operation(2, 10, 30, .posted)], base: 30).isForked)
    }

    @Test func `The card's word goes before staff's, and staff's moves no odometer`() {
        let byHand = judge([operation(1, 0, 30, .postedByHand)])
        #expect(byHand.states[id(1)] == .posted)
        #expect(byHand.settled == .zero)
        #expect(judge([operation(1, 0, 30, [.postedByHand, .voided])]).states[id(1)] == .voided)
        let proven = judge([operation(1, 0, 30, [.voidedByHand, .record])])
        #expect(proven.states[id(1)] == .posted)
        #expect(proven.settled == points(30))
        #expect(judge([operation(1, 0, 30, .voidedByHand)], readings: [30]).states[id(1)] == .posted)
    }

    @Test func `A kiosk that says no against a record is a contradiction, and the record is believed`() {
        let judgement = judge([operation(1, 0, 30, [.record, .voided])])
        #expect(judgement.contradictions == [id(1)])
        #expect(judgement.states[id(1)] == .posted)
    }

    @Test func `Odometers that go up and down at once are a fork`() {
        let readings = [
            Amount(points: Points(10), money: Money(fen: 0)), Amount(points: Points(0), money: Money(fen: 20)),
        ]
        let history = CardHistory(base: .zero, operations: [], readings: readings, writeOffs: [])
        #expect(history.judgement().isForked)
    }

    /// What is certain about an open spend, asked of every other fact one by one.
    private func isRefuted(_ operation: CardOperation, in history: CardHistory) -> Bool {
        let (from, to) = (operation.range.from.position, operation.range.to.position)
        if operation.evidence.isDenial || from < history.base.position { return true }
        let proven = history.operations.filter(\.evidence.isProof).map(\.range)
        if proven.contains(where: { $0.from.position < to && from < $0.to.position }) { return true }
        let read = history.readings + history.operations.map(\.range.from) + proven.map(\.to) + [history.base]
        return read.contains { $0.position > from && $0.position < to }
    }

    @Test(arguments: Seeds.first(200, of: 2000))
    func `An open spend is refuted by exactly what shares its range or was read across it`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let operations = (0..<Int.random(in: 1...30, using: &random)).map { _ in
            CardOperation(
                id: OperationID(UUID(uuidString: random.uuid()) ?? UUID()),
                before: Amount(points: Points(Int64.random(in: 0...60, using: &random)), money: .zero),
                amount: Amount(points: Points(Int64.random(in: 1...9, using: &random)), money: .zero),
                evidence: [[], [], .posted, .record, .voided][Int.random(in: 0..<5, using: &random)])
        }
        let readings = (0..<3).map { _ in
            Amount(points: Points(Int64.random(in: 0...60, using: &random)), money: .zero)
        }
        let base = Amount(points: Points(Int64.random(in: 0...20, using: &random)), money: .zero)
        let history = CardHistory(base: base, operations: operations, readings: readings, writeOffs: [])
        let judgement = history.judgement()
        for operation in operations where !operation.evidence.isProof {
            #expect((judgement.states[operation.id] == .voided) == isRefuted(operation, in: history))
        }
    }
}
