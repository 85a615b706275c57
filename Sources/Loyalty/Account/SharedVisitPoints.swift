package import Vocabulary

/// Points for a visit whose bill was refunded, while another bill of the same day still makes it a visit.
///
/// A day is a visit while one of its bills is left that a visit rule would have looked at. The points stay with the
/// member until the last of these bills is refunded, in whatever order that happens.
package struct SharedVisitPoints: Hashable, Sendable {
    /// The bill that had earned them, and the entry that settled it.
    package var bill: String
    package var entry: String
    package var rule: String
    /// What a bill must have paid to be one.
    package var from: Money
    package var points: Points
    package var day: Day
}
