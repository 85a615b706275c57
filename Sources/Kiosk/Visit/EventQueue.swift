/// Keeps events in order while the effects of one of them are being performed.
///
/// An event that an effect causes waits until the other effects of the first event are done, so an answer never
/// overtakes a picture.
struct EventQueue<Event> {
    private var waiting: [Event] = []
    private var isTaken = false

    /// - Returns: whether the caller must now take events, by `next`, until there are no more.
    mutating func add(_ event: Event) -> Bool {
        waiting.append(event)
        defer { isTaken = true }
        return !isTaken
    }

    mutating func next() -> Event? {
        isTaken = !waiting.isEmpty
        return waiting.isEmpty ? nil : waiting.removeFirst()
    }
}
