internal import Vocabulary

/// Checking in: record, and when that is durable say so; the visit ends with it.
extension Session {
    mutating func checkIn(_ fresh: Tap, _ visit: Visit) -> [Effect] {
        guard visit.mayCheckIn else { return [] }
        let order = CheckInOrder(
            id: fresh.id, tap: visit.tap, member: visit.visitor.member, card: visit.visitor.card,
            booking: visit.dueAppointment?.line.id)
        return turn(visit, to: .checkingIn(order)) + [.recordCheckIn(order)]
    }

    mutating func checkInRecorded(_ id: OperationID, _ recorded: Recorded, _ visit: Visit) -> [Effect] {
        guard case .checkingIn(let order) = visit.page, order.id == id else { return [] }
        switch recorded {
        case .done:
            var line = visit.visitor.bookings.first { $0.line.id == order.booking }?.line
            line?.status = .checkedIn
            return part(.checkedIn(visit.visitor.greeting, line), visit)
        case .impossible:
            return turn(visit, to: .notice(.cannotRecord, .checkIn, back: .welcome))
        }
    }
}
