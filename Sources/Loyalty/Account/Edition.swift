/// Which edition of the rules' own code an entry was made under.
///
/// A policy version never changes, but the code that evaluates it is corrected from time to time. Later entries build
/// on what an earlier one paid, took or gave. So each entry is evaluated by the code of its own edition, and a
/// correction applies only to entries made after it.
package enum Edition: Int64, Hashable, Sendable, CaseIterable {
    /// Entries without an edition: they are from before editions were recorded.
    case first = 1
    /// Since this edition, a bill's lines can be top-ups, sessions can pay for lines, tenders are checked against card
    /// and bill, top-ups count towards tiers if the scope names them, and refunds evaluate all offers again.
    case second

    package static let current = second
}
