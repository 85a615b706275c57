internal import Vocabulary

extension MemberAccount {
    func sharedVisitPoints(of bill: String) -> Int64 {
        sharedVisits.reduce(0) { $1.bill == bill ? $0 + $1.points : $0 }
    }

    /// Withdraws points that refunded bills of the day had left with this one, if it is the day's last.
    func withdrawSharedVisits(with plan: inout RefundPlan, on day: Day) {
        for visit in sharedVisits where visit.day == day {
            let isKeptHere = visit.bill != plan.bill && (plan.amountForVisitRules ?? -1) >= visit.fromFen
            guard !isKeptHere, !isVisit(on: day, from: visit.fromFen, without: plan.bill) else { continue }
            plan.withdrawnVisits.append(visit)
            plan.pointsTaken += visit.points
            plan.derivation.note(visit.rule, .refundVisitGone, .points(visit.points))
        }
    }

    /// Whether another bill of the day is left that paid at least `fen`. Most days have one bill; then none is read.
    func isVisit(on day: Day, from fen: Int64, without bill: String) -> Bool {
        guard qualification.days.last(where: { $0.day <= day }).map({ $0.day == day && $0.bills > 1 }) ?? false else {
            return false
        }
        return bills.all.contains {
            $0.earning.day == day && ($0.amountForVisitRules ?? -1) >= fen && $0.bill.id != bill
        }
    }

    /// Records in the account what a refund did to the points of visits.
    mutating func recordSharedVisits(_ plan: RefundPlan, on day: Day) {
        for rule in plan.visitsUndone + plan.withdrawnVisits.map(\.rule) {
            uses.add(-1, of: UseKey.visit(rule), on: day)
        }
        sharedVisits += plan.sharedVisits
        guard !plan.withdrawnVisits.isEmpty else { return }
        sharedVisits.removeAll(where: plan.withdrawnVisits.contains)
        for visit in plan.withdrawnVisits { bills.change(visit.bill) { $0.takeEarned(visit.points) } }
    }
}
