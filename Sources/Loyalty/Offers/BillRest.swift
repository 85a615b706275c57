/// What is left of some lines after offers and before points, in fen: the sums that decide what is to be paid.
struct BillRest: Equatable {
    var all: Int64 = 0
    /// Left of the lines that points may pay.
    var forPoints: Int64 = 0
    /// Left of the lines that pay in; rounding the bill and the share that points may pay ignore these.
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
    /// What is left of the bill after the offers applied up to a row.
    /// - Parameter pointScope: lines that points may pay.
    func rest(row: Int, _ pointScope: Range<Int>) -> BillRest {
        var rest = BillRest(all: totals[row], forPoints: sum(pointScope, row: row))
        for line in topUps { rest.paidIn += value(line: line, row: row) }
        return rest
    }
}
