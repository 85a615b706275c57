/// Whether a reader loses its card at each reset and finds it again, because it polls anew (ifdnlnfc #2).
///
/// Such a reader would report a new card after every tap. Once this was seen twice, its cards are no longer reset at
/// the end of a tap; that is safe, because every tap begins with a select. Pure.
struct ResetQuirk: Sendable {
    /// A card that is gone for longer was removed by a person.
    static let blink = Duration.seconds(1)
    /// How often it must be seen: a single time may be a person who taps twice.
    static let seenOften = 2

    private var reset: ContinuousClock.Instant?
    private var gone: ContinuousClock.Instant?
    private var events: UInt32?
    private var seen = 0

    var sparesResets: Bool { seen >= Self.seenOften }

    mutating func wasReset(at now: ContinuousClock.Instant) { reset = now }

    mutating func saw(hasCard: Bool, events: UInt32, at now: ContinuousClock.Instant) {
        let before = self.events
        self.events = hasCard ? events : nil
        guard hasCard else {
            // Only a removal directly after a reset can be caused by it.
            if before != nil { gone = reset.flatMap { now - $0 < Self.blink ? now : nil } }
            return
        }
        let blinked = gone.map { now - $0 < Self.blink } ?? false
        // The card may have gone and come back between two reports.
        let jumped = before.map { $0 != events } ?? false && reset.map { now - $0 < Self.blink } ?? false
        gone = nil
        guard blinked || jumped else { return }
        reset = nil
        seen += 1
    }
}
