/// Which edition of the rules' own code an entry was made under.
///
/// A policy version never changes, but the code that reads it is mended. What an entry paid, took or gave when it was
/// made was so, and other entries build on it; so it is evaluated as it was then, and what is mended holds for entries
/// made since.
package enum Edition: Int64, Hashable, Sendable, CaseIterable {
    /// Entries that name none, from before editions were recorded.
    case first = 1
    /// Top-ups on bills are top-ups, sessions pay for lines, tenders are held against card and bill, top-ups count
    /// towards tiers where the scope names them, and refunds judge all offers anew.
    case second

    package static let current = second
}
