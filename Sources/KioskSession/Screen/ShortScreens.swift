/// The visit ends with it.
package struct CheckedIn: Hashable, Sendable {
    package var greeting: Greeting
    package var booking: BookingLine?
    /// Whether the card still lies on the reader.
    package var takesCard: Bool

    package init(greeting: Greeting, booking: BookingLine?, takesCard: Bool) {
        self.greeting = greeting
        self.booking = booking
        self.takesCard = takesCard
    }
}

/// The kiosk cannot serve; staff are needed.
package struct OutOfService: Hashable, Sendable {
    /// For staff, such as `R-01`.
    package var code: String
    /// Nobody knows yet whether the last spend has happened.
    package var isUndecided: Bool

    package init(code: String, isUndecided: Bool = false) {
        self.code = code
        self.isUndecided = isUndecided
    }
}

/// A word at parting that fits what was done.
package struct Goodbye: Hashable, Sendable {
    package var after: Occasion
    /// Whether the card still lies on the reader.
    package var takesCard: Bool

    package enum Occasion: String, Hashable, Sendable, CaseIterable {
        case looking
        /// Has checked in today, and waits to be called.
        case arrived
        /// Has a booking here today, not checked in for yet.
        case expected
        /// Something waits at the desk.
        case claiming
        /// A spend of which nobody knows yet whether it has happened.
        case undecided
    }

    package init(after: Occasion, takesCard: Bool) {
        self.after = after
        self.takesCard = takesCard
    }
}
