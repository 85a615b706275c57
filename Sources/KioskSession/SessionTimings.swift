/// How long things stay. Seconds.
package struct SessionTimings: Hashable, Sendable {
    /// Without a touch until the bar at the foot appears, on pages where something is chosen.
    package var idle = 20
    /// The same on pages to read, and on a claim code.
    package var reading = 30
    /// How long the bar runs; any touch ends it (WCAG 2.2.1 asks for 20 s and for ten extensions: there is no bound).
    package var warning = 20
    /// The last part of `warning`, in which nothing personal is to be seen.
    package var covered = 5
    /// How long the stored value stays shown.
    package var reveal = 10
    /// A notice before a visit, and a language that was chosen on a start screen and not used.
    package var notice = 20
    /// "You are checked in".
    package var linger = 8
    /// Any other goodbye.
    package var goodbye = 4

    package init() {}
}
