/// What is left of some lines before points, in fen: as much of it as decides what is to be paid.
struct BillRest: Equatable {
    var all: Int64 = 0
    /// Of the lines that points may pay.
    var forPoints: Int64 = 0
    /// Of the lines that pay in: neither the rounding of the bill nor the share that points may pay looks at these.
    var paidIn: Int64 = 0

    static func += (left: inout BillRest, right: BillRest) {
        left.all += right.all
        left.forPoints += right.forPoints
        left.paidIn += right.paidIn
    }

    static func -= (left: inout BillRest, right: BillRest) {
        left.all -= right.all
        left.forPoints -= right.forPoints
        left.paidIn -= right.paidIn
    }
}

extension BillSheet {
    /// What a row holds.
    /// - Parameter pointScope: lines that points may pay.
    func rest(row: Int, _ pointScope: Range<Int>) -> BillRest {
        var rest = BillRest(all: totals[row], forPoints: sum(pointScope, row: row))
        for line in topUps { rest.paidIn += value(line: line, row: row) }
        return rest
    }
}
