/// Whether a reader loses its card at each reset and finds it again, because it polls anew (ifdnlnfc #2).
///
/// Such a reader would tell of a new card after every tap, for ever. Once it has been seen twice, its cards are left as
/// they are at the end of a tap, which is safe, for every tap begins with a select. Pure.
struct ResetHabit: Sendable {
    /// A card that is gone for longer was taken away by somebody.
    static let blink = Duration.seconds(1)
    /// Once may be a person who taps twice.
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
            // Only what follows upon a reset at once can be its doing.
            if before != nil { gone = reset.flatMap { now - $0 < Self.blink ? now : nil } }
            return
        }
        let blinked = gone.map { now - $0 < Self.blink } ?? false
        // It may have gone and come between two looks.
        let jumped = before.map { $0 != events } ?? false && reset.map { now - $0 < Self.blink } ?? false
        gone = nil
        guard blinked || jumped else { return }
        reset = nil
        seen += 1
    }
}
