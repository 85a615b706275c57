internal import Vocabulary

extension MemberAccount {
    func keptVisits(of bill: String) -> Int64 { visitsKept.reduce(0) { $1.bill == bill ? $0 + $1.points : $0 } }

    /// Points that other bills of the day had left with this one go, where it was the last.
    func takeVisits(with plan: inout RefundPlan, on day: Day) {
        for visit in visitsKept where visit.day == day {
            let isHeldHere = visit.bill != plan.bill && (plan.amountForVisitRules ?? -1) >= visit.fromFen
            guard !isHeldHere, !isVisit(on: day, from: visit.fromFen, without: plan.bill) else { continue }
            plan.visitsTaken.append(visit)
            plan.pointsTaken += visit.points
            plan.derivation.note(visit.rule, .refundVisitGone, .points(visit.points))
        }
    }

    /// Whether another bill of the day is left that paid so much. Most days have one bill, and then none is looked at.
    func isVisit(on day: Day, from fen: Int64, without bill: String) -> Bool {
        guard qualification.days.last(where: { $0.day <= day }).map({ $0.day == day && $0.bills > 1 }) ?? false else {
            return false
        }
        return bills.values.contains { $0.earning.day == day && ($0.amountForVisitRules ?? -1) >= fen && $0.bill.id != bill }
    }

    /// Enters what a refund did to the points of visits.
    mutating func bookVisits(_ plan: RefundPlan, on day: Day) {
        for rule in plan.visitsUndone + plan.visitsTaken.map(\.rule) {
            uses[UseKey.visit(rule), default: UseCount()].add(-1, on: day)
        }
        visitsKept += plan.visitsKept
        guard !plan.visitsTaken.isEmpty else { return }
        visitsKept.removeAll(where: plan.visitsTaken.contains)
        for visit in plan.visitsTaken { bills[visit.bill]?.refunded.earnedTaken += visit.points }
    }
}
