package import KioskStore

/// Verifies the whole journal again and again, a few lines at a time, to notice changes made by other programs before
/// anybody relies on them.
package struct JournalWatch: Sendable {
    private let store: KioskStore
    private let log: @Sendable (LogEvent) -> Void

    /// Lines for each step: at most some milliseconds of work a second.
    static let lines = 200
    static let pause = Duration.seconds(1)
    /// Between two readings.
    static let rest = Duration.seconds(6 * 60 * 60)

    package init(store: KioskStore, log: @escaping @Sendable (LogEvent) -> Void) {
        self.store = store
        self.log = log
    }

    package func run() async {
        var place: JournalPlace? = JournalPlace()
        while !Task.isCancelled {
            do {
                place = try store.verify(after: place ?? JournalPlace(), lines: Self.lines)
            } catch {
                log(.fault(code: storeFailureCode(error)))
                place = nil
            }
            try? await Task.sleep(for: place == nil ? Self.rest : Self.pause)
        }
    }
}
