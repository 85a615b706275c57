package import FoundationEssentials

extension KioskStore {
    /// A store that serves, and what had to be set aside for it.
    package struct Opened: Sendable {
        package let store: KioskStore
        /// `nil` when the file was sound or there was none.
        package let quarantine: Quarantine?
    }

    /// Opens the kiosk's file, whatever state it is in: a damaged one is moved away with a time stamp, what the
    /// hub had not acknowledged yet is carried over as far as it is readable, and a new epoch begins.
    ///
    /// - Parameters:
    ///   - now: milliseconds since 1970 UTC.
    ///   - makeID: a random UUID at each call.
    /// - Throws: `inUse`, `notDurable`, or `unwritable` when nothing can be written here at all.
    package static func open(
        at path: String, kiosk: String, limits: StoreLimits = StoreLimits(),
        now: @escaping @Sendable () -> Int64, makeID: @escaping @Sendable () -> UUID
    ) throws(StoreError) -> Opened {
        try open(StorePlace(path: path, kiosk: kiosk, limits: limits, now: now, makeID: makeID))
    }

    static func open(_ place: StorePlace) throws(StoreError) -> Opened {
        let lock = try StoreLock(besides: place.path)
        do {
            try DamageMarker.requireNone(besides: place.path)
            let store = try KioskStore(place, lock: lock)
            try store.requireWritable()
            return Opened(store: store, quarantine: nil)
        } catch {
            let error = StoreError(error)
            guard error.warrantsQuarantine else { throw error }
            return try openAnew(place, lock: lock, because: error)
        }
    }

    private static func openAnew(
        _ place: StorePlace, lock: StoreLock, because error: StoreError
    ) throws(StoreError) -> Opened {
        var quarantine = try Quarantine.move(place, because: error)
        do {
            let store = try KioskStore(place, lock: lock)
            quarantine.rescued = try store.takeOver(from: quarantine)
            DamageMarker.clear(besides: place.path)
            return Opened(store: store, quarantine: quarantine)
        } catch {
            throw .unwritable(path: place.path, reason: "\(StoreError(error))")
        }
    }

    /// A file that cannot be written is as bad as a damaged one, unless the disk is only full.
    private func requireWritable() throws(StoreError) {
        do { try writeCanary() } catch .full {}
    }
}
