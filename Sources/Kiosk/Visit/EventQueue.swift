/// Events in their order, while what one of them brings about is being done.
///
/// What an effect brings waits until the other effects of its event are done: an answer never overtakes a picture.
struct EventQueue<Event> {
    private var waiting: [Event] = []
    private var isTaken = false

    /// - Returns: whether the caller is the one to take events, until there are no more.
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
