package import Vocabulary

/// Points for a visit whose bill went back, but which another bill of the day still makes a visit.
///
/// A day is a visit while one of its bills is left that a visit rule would have looked at. So the points stay with the
/// member, and go with the last of them, in whatever order the bills go back.
package struct KeptVisit: Hashable, Sendable {
    /// The bill that had earned them, and the entry that settled it.
    package var bill: String
    package var entry: String
    package var rule: String
    /// Fen that a bill must have paid to be one.
    package var fromFen: Int64
    package var points: Int64
    package var day: Day
}
