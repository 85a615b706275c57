internal import Vocabulary

/// A bill that was checked, as figures by line, and what is left of each line while offers are applied.
///
/// Row 0 holds the list prices. Applying an offer to a row writes the next one, so that a search goes back by
/// forgetting a row.
struct BillSheet {
    let count: Int
    let items: ContiguousArray<Item>
    private(set) var quantities: ContiguousArray<Int64>
    private(set) var unitPrices: ContiguousArray<Int64>
    /// Line numbers of scopes, one scope after the other; the first is the whole bill.
    private(set) var members: ContiguousArray<Int>
    /// Beside `members`: how many units of the line an offer on units takes.
    private(set) var units: ContiguousArray<Int64>
    private(set) var rows: ContiguousArray<Int64>
    private(set) var totals: ContiguousArray<Int64>
    private var splitter: LargestRemainder
    let rounding: Rounding
    /// Lines that pay in. No offer reaches those unless its scope names them.
    let topUps: [Int]

    /// An empty sheet: the placeholder in a variable whose sheet was moved elsewhere. It uses no memory.
    static let none = BillSheet()

    private init() {
        count = 0
        items = []
        quantities = []
        unitPrices = []
        members = []
        units = []
        rows = []
        totals = []
        splitter = LargestRemainder(capacity: 0)
        rounding = .down
        topUps = []
    }

    /// - Throws: what is wrong with the bill.
    init(_ bill: Bill, _ policy: borrowing Policy, _ edition: Edition) throws(RuleError) {
        try Self.check(bill, policy)
        count = bill.lines.count
        rounding = policy.stacking.rounding
        var items: ContiguousArray<Item> = []
        items.reserveCapacity(count)
        rows = []
        rows.reserveCapacity(count * 2)
        quantities = []
        quantities.reserveCapacity(count)
        unitPrices = []
        unitPrices.reserveCapacity(count)
        var total: Int64 = 0
        var topUps: [Int] = []
        for (index, line) in bill.lines.enumerated() {
            let item = try Self.item(line, number: index + 1, policy)
            total += line.list.fen
            guard total <= Bounds.amount else { throw .outOfBounds(what: "bill.lines", amount: total) }
            if item.kind == .topUp, edition != .first { topUps.append(index) }
            items.append(item)
            quantities.append(line.quantity)
            unitPrices.append(line.unitPrice.fen)
            rows.append(line.list.fen)
        }
        self.items = items
        self.topUps = topUps
        totals = [total]
        members = ContiguousArray(0..<count)
        units = ContiguousArray(repeating: 0, count: count)
        splitter = LargestRemainder(capacity: count)
    }

    /// Some lines of a bill by themselves, at their list prices: figures to search with, without their items.
    init(_ lines: ContiguousArray<Int>, of sheet: borrowing BillSheet) {
        count = lines.count
        items = []
        rounding = sheet.rounding
        quantities = []
        unitPrices = []
        rows = []
        for line in lines {
            quantities.append(sheet.quantities[line])
            unitPrices.append(sheet.unitPrices[line])
            rows.append(sheet.rows[line])
        }
        totals = [rows.reduce(0, +)]
        topUps = sheet.topUps.compactMap { lines.firstIndex(of: $0) }
        members = ContiguousArray(0..<count)
        units = ContiguousArray(repeating: 0, count: count)
        splitter = LargestRemainder(capacity: count)
    }

    private static func check(_ bill: Bill, _ policy: borrowing Policy) throws(RuleError) {
        guard Bounds.momentsMs.contains(bill.atMs) else { throw .momentOutOfBounds(atMs: bill.atMs) }
        guard policy.effectiveFromMs <= bill.atMs else {
            throw .beforePolicy(atMs: bill.atMs, zone: policy.zone)
        }
        guard !bill.lines.isEmpty else { throw .emptyBill }
        guard bill.lines.count <= Bounds.linesPerBill else { throw .tooManyLines(bill.lines.count) }
        if case .atMost(let points) = bill.points, !(0...Bounds.amount).contains(points.count) {
            throw .outOfBounds(what: "bill.points", amount: points.count)
        }
    }

    /// - Parameter number: the line's number for messages, counted from 1.
    private static func item(_ line: Bill.Line, number: Int, _ policy: borrowing Policy) throws(RuleError) -> Item {
        let fen = line.unitPrice.fen
        guard fen >= 0 else { throw .negativePrice(line: number, fen: fen) }
        guard fen <= Bounds.amount else { throw .outOfBounds(what: "unitPrice", amount: fen) }
        guard (1...Bounds.quantity).contains(line.quantity) else {
            throw .badQuantity(line: number, quantity: line.quantity)
        }
        guard let item = policy.items[line.item] else { throw .unknown(kind: "item", id: line.item) }
        return item
    }

    var wholeBill: Range<Int> { 0..<count }

    func isTopUp(_ line: Int) -> Bool { !topUps.isEmpty && topUps.contains(line) }

    func reaches(_ scope: ItemScope, line: Int) -> Bool {
        isTopUp(line) ? scope.names(items[line]) : scope.contains(items[line])
    }

    /// Makes room for so many rows.
    mutating func reserve(rows needed: Int) {
        guard totals.count < needed else { return }
        rows.append(contentsOf: repeatElement(0, count: (needed - totals.count) * count))
        totals.append(contentsOf: repeatElement(0, count: needed - totals.count))
    }

    /// The lines in scope, as a range of `members`.
    mutating func lines(in scope: ItemScope) -> Range<Int> {
        if topUps.isEmpty, scope.except.isEmpty, scope.items.isEmpty, scope.categories.isEmpty, scope.kinds.isEmpty {
            return wholeBill
        }
        let start = members.count
        for line in 0..<count where reaches(scope, line: line) { members.append(line) }
        units.append(contentsOf: repeatElement(0, count: members.count - start))
        return start..<members.count
    }

    /// Adds a scope for an offer on units. `taken` holds, for each line of `scope`, how many of its units the offer
    /// takes.
    mutating func lines(_ scope: Range<Int>, takingUnits taken: ContiguousArray<Int64>) -> Range<Int> {
        let start = members.count
        for (place, count) in zip(scope, taken) where count > 0 {
            members.append(members[place])
            units.append(count)
        }
        return start..<members.count
    }

    /// Copies a scope from the sheet that this one was made from, with those of its lines that are here.
    /// - Parameter numbers: line number here, by line number in the other sheet.
    mutating func adopt(_ scope: Range<Int>, of sheet: borrowing BillSheet, _ numbers: [Int: Int]) -> Range<Int> {
        let start = members.count
        for place in scope {
            guard let line = numbers[sheet.members[place]] else { continue }
            members.append(line)
            units.append(sheet.units[place])
        }
        let isWhole = members.count - start == count && units[start...].allSatisfy { $0 == 0 }
        return isWhole ? wholeBill : start..<members.count
    }

    /// Whether two scopes have a line in common; the lines of a scope ascend.
    func meet(_ one: Range<Int>, _ other: Range<Int>) -> Bool {
        var (left, right) = (one.lowerBound, other.lowerBound)
        while left < one.upperBound, right < other.upperBound {
            if members[left] == members[right] { return true }
            if members[left] < members[right] { left += 1 } else { right += 1 }
        }
        return false
    }

    func value(line: Int, row: Int) -> Int64 { rows[row * count + line] }

    /// What is left of the lines in scope.
    func sum(_ scope: Range<Int>, row: Int) -> Int64 {
        if scope == wholeBill { return totals[row] }
        let start = row * count
        var sum: Int64 = 0
        for place in scope { sum += rows[start + members[place]] }
        return sum
    }

    /// Units of the lines in scope.
    func quantity(_ scope: Range<Int>) -> Int64 { scope.reduce(0) { $0 + quantities[members[$1]] } }
}

extension BillSheet {
    /// Applies an offer to a row and writes the next.
    /// - Returns: the discount; `nil` if the offer's threshold is not met there or it has no effect.
    mutating func apply(_ offer: OfferFigures, to row: Int) -> Int64? {
        if offer.restFrom > 0, sum(offer.counted, row: row) < offer.restFrom { return nil }
        let start = row * count
        let next = start + count
        for line in 0..<count { rows[next + line] = rows[start + line] }
        let discount: Int64
        switch offer.kind {
        case .gift:
            totals[row + 1] = totals[row]
            return 0
        case .percent, .amount, .every: discount = applyToScope(offer, row)
        case .fixedPrice: discount = applyFixedPrice(offer, next)
        case .units: discount = applyToUnits(offer, next)
        }
        totals[row + 1] = totals[row] - discount
        return discount > 0 ? discount : nil
    }

    /// What the offer would take off all lines in scope together, even if less than that is left.
    func wanted(_ offer: OfferFigures, row: Int) -> Int64 {
        switch offer.kind {
        case .percent: min(offer.cap, uncapped(offer, row: row))
        case .every: OfferFigures.every(offer, sum(offer.counted, row: row))
        case .amount: offer.amount
        case .fixedPrice, .units, .gift: 0
        }
    }

    /// The percentage's share of its basis.
    func uncapped(_ offer: OfferFigures, row: Int) -> Int64 {
        rounding.share(offer.rate, of: sum(offer.scope, row: offer.isOnList ? 0 : row))
    }

    private mutating func applyToScope(_ offer: OfferFigures, _ row: Int) -> Int64 {
        let rest = sum(offer.scope, row: row)
        let discount = min(wanted(offer, row: row), rest)
        guard discount > 0 else { return 0 }
        if offer.isOnList, row > 0, split(discount, offer.scope, weightsFrom: 0, fitting: row) {
            take(offer.scope, (row + 1) * count)
            return discount
        }
        // Never more than a line has: the discount is at most the sum of the weights.
        _ = split(discount, offer.scope, weightsFrom: row, fitting: row)
        take(offer.scope, (row + 1) * count)
        return discount
    }

    /// - Returns: whether every line has enough left to bear its part.
    private mutating func split(
        _ amount: Int64, _ scope: Range<Int>, weightsFrom source: Int, fitting row: Int
    ) -> Bool {
        let start = source * count
        for (index, place) in scope.enumerated() { splitter.weights[index] = rows[start + members[place]] }
        splitter.split(amount, count: scope.count)
        if source == row { return true }
        for (index, place) in scope.enumerated() where splitter.parts[index] > rows[row * count + members[place]] {
            return false
        }
        return true
    }

    private mutating func take(_ scope: Range<Int>, _ start: Int) {
        for (index, place) in scope.enumerated() { rows[start + members[place]] -= splitter.parts[index] }
    }

    private mutating func applyFixedPrice(_ offer: OfferFigures, _ start: Int) -> Int64 {
        var discount: Int64 = 0
        for place in offer.scope {
            let line = members[place]
            let above = rows[start + line] - offer.amount * quantities[line]
            guard above > 0 else { continue }
            rows[start + line] -= above
            discount += above
        }
        return discount
    }

    /// Applies an offer on units. It is rounded once for each line, so only once if it concerns a single line.
    private mutating func applyToUnits(_ offer: OfferFigures, _ start: Int) -> Int64 {
        var discount: Int64 = 0
        for place in offer.scope {
            let line = members[place]
            let basis = offer.isOnList ? rows[line] : rows[start + line]
            let share = rounding.quotient(
                Int128(basis) * Int128(units[place] * offer.rate), Int128(quantities[line] * 10_000))
            let part = min(share, offer.cap - discount, rows[start + line])
            rows[start + line] -= part
            discount += part
        }
        return discount
    }

    /// Takes money off a scope of a row by largest remainder and writes the next row.
    mutating func takeOff(_ amount: Int64, _ scope: Range<Int>, row: Int) {
        let start = row * count
        for line in 0..<count { rows[start + count + line] = rows[start + line] }
        totals[row + 1] = totals[row] - amount
        guard amount > 0 else { return }
        _ = split(amount, scope, weightsFrom: row, fitting: row)
        take(scope, start + count)
    }
}
