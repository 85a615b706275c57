package import KioskStore

/// Reads the whole journal again and again, a few lines at a time: what was changed in it behind the kiosk's back is
/// known before anybody relies on it.
package struct JournalWatch: Sendable {
    private let store: KioskStore
    private let log: @Sendable (LogEvent) -> Void

    /// Some milliseconds of work for each second, at most.
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
