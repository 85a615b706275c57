internal import Vocabulary

extension MemberAccount {
    func sharedVisitPoints(of bill: String) -> Points {
        sharedVisits.sum { $0.bill == bill ? $0.points : .zero }
    }

    /// Withdraws points that other refunded bills of the day had left, if this refund takes back the last bill that
    /// keeps the visit.
    func withdrawSharedVisits(with plan: inout RefundPlan, on day: Day) {
        for visit in sharedVisits where visit.day == day {
            let isKeptHere = visit.bill != plan.bill && plan.amountForVisitRules.map { $0 >= visit.from } ?? false
            guard !isKeptHere, !isVisit(on: day, from: visit.from, without: plan.bill) else { continue }
            plan.withdrawnVisits.append(visit)
            plan.pointsTaken += visit.points
            plan.derivation.note(visit.rule, .refundVisitGone, .points(visit.points))
        }
    }

    /// Whether another bill of the day is left that paid at least so much. Reads the bills only if the day has more
    /// than one.
    func isVisit(on day: Day, from least: Money, without bill: String) -> Bool {
        guard qualification.days.last(where: { $0.day <= day }).map({ $0.day == day && $0.bills > 1 }) ?? false else {
            return false
        }
        return bills.all.contains {
            $0.earning.day == day && ($0.amountForVisitRules.map { $0 >= least } ?? false) && $0.bill.id != bill
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
