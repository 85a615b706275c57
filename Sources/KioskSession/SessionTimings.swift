/// How long things stay. Seconds.
package struct SessionTimings: Hashable, Sendable {
    /// Without a touch until the bar at the foot appears, on pages where something is chosen.
    package var idle: Int
    /// The same on pages to read, and on a claim code.
    package var reading: Int
    /// How long the bar runs; any touch ends it (WCAG 2.2.1 asks for 20 s and for ten extensions: there is no bound).
    package var warning: Int
    /// The last part of `warning`, in which nothing personal is to be seen.
    package var covered: Int
    /// How long the stored value stays shown.
    package var reveal: Int
    /// A notice before a visit, and a language that nobody used.
    package var notice: Int
    /// "You are checked in".
    package var linger: Int
    /// Any other goodbye.
    package var goodbye: Int

    package init(
        idle: Int = 20, reading: Int = 30, warning: Int = 20, covered: Int = 5, reveal: Int = 10, notice: Int = 20,
        linger: Int = 8, goodbye: Int = 4
    ) {
        self.idle = idle
        self.reading = reading
        self.warning = warning
        self.covered = covered
        self.reveal = reveal
        self.notice = notice
        self.linger = linger
        self.goodbye = goodbye
    }
}
