internal import Vocabulary

/// The page that everything starts from, and the bookings of today.
extension Session {
    /// How many bookings one page shows.
    static let bookingsPerPage = 3

    mutating func welcomeTouched(_ touch: Touch, _ fresh: Tap, _ visit: Visit) -> [Effect] {
        switch touch {
        case .checkIn: return checkIn(fresh, visit)
        case .redeem:
            guard visit.visitor.maySpend else { return turn(visit, to: .notice(.needsDesk, .spend, back: .welcome)) }
            return turn(visit, to: .rewards(page: 0))
        case .claims where !visit.visitor.claims.isEmpty: return turn(visit, to: .claims(page: 0))
        case .bookings where visit.visitor.bookings.count > 1: return turn(visit, to: .bookings(page: 0))
        case .why where !visit.whyPages.isEmpty: return turn(visit, to: .why(page: 0, back: .welcome))
        case .revealStoredValue: return reveal(true, visit) + [start(.hide, timings.reveal)]
        case .hideStoredValue: return reveal(false, visit)
        default: return []
        }
    }

    private mutating func reveal(_ isShown: Bool, _ visit: Visit) -> [Effect] {
        var visit = visit
        visit.storedValueShown = isShown
        return turn(visit, to: .welcome)
    }

    mutating func bookingsTouched(_ touch: Touch, _ page: Int, _ visit: Visit) -> [Effect] {
        switch touch {
        case .back: turn(visit, to: .welcome)
        case .nextPage: turn(visit, to: .bookings(page: min(page + 1, visit.bookingPages - 1)))
        case .previousPage: turn(visit, to: .bookings(page: max(0, page - 1)))
        default: []
        }
    }
}

extension Visit {
    /// The booking to show: the next one here that is waiting, else the last one here that is checked in, else the last
    /// one here, else one elsewhere.
    var nextAppointment: Appointment? {
        let here = visitor.bookings.filter(\.isHere)
        let ahead = here.first { $0.line.status == .waiting }
        let known = ahead ?? here.last { $0.line.status == .checkedIn } ?? here.last
        return known ?? visitor.bookings.first { $0.line.status == .waiting } ?? visitor.bookings.last
    }

    /// The booking of this store whose check-in is open.
    var dueAppointment: Appointment? {
        visitor.bookings.first { $0.isHere && $0.line.status == .waiting && $0.window == .open }
    }

    /// A member without a booking here checks in once a day.
    var mayCheckInWithoutBooking: Bool { !visitor.bookings.contains(where: \.isHere) && !visitor.hasArrived }

    var mayCheckIn: Bool { dueAppointment != nil || mayCheckInWithoutBooking }

    var bookingPages: Int {
        max(1, (visitor.bookings.count + Session.bookingsPerPage - 1) / Session.bookingsPerPage)
    }
}
