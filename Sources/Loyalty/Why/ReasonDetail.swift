/// How many of its reasons a result gives. The figures are the same.
package enum ReasonDetail: Hashable, Sendable {
    /// No reasons for bills, for replays that nobody reads.
    case figures
    /// The rules that were applied.
    case reasons
    /// Also what was not applied, and the proof that no permitted combination is cheaper.
    case proof
}
