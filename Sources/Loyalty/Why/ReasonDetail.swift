/// How much a result says of its reasons. The figures are the same.
package enum ReasonDetail: Hashable, Sendable {
    /// Bills say nothing, for replays at which nobody looks.
    case figures
    /// What was applied.
    case reasons
    /// What was not applied as well, and that nothing permitted is cheaper.
    case proof
}
