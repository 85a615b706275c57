package import HubAPI
internal import PolicyFile

/// The clocks of the machine that the hub runs on, as values that tests can replace.
package struct HubClock: Sendable {
    /// Milliseconds since 1970 UTC, as the machine says.
    package var wallMs: @Sendable () -> Int64
    /// Milliseconds since any moment; never set back, and running on while the machine sleeps.
    package var monotonicMs: @Sendable () -> Int64

    package init(wallMs: @escaping @Sendable () -> Int64, monotonicMs: @escaping @Sendable () -> Int64) {
        self.wallMs = wallMs
        self.monotonicMs = monotonicMs
    }

    /// Time passes as `wallMs` says: only going back puts it in doubt.
    package init(following wallMs: @escaping @Sendable () -> Int64) {
        self.init(wallMs: wallMs, monotonicMs: wallMs)
    }

    var reading: ClockTrust.Reading { ClockTrust.Reading(wallMs: wallMs(), monotonicMs: monotonicMs()) }
}

extension HubDatabase {
    /// The current moment, milliseconds since 1970 UTC: the wall clock as far as it can be trusted. Use it for reads
    /// and times of arrival, and `momentToBook` for bookings that depend on time.
    func now() -> Int64 { keeper.look().momentMs }

    /// The current moment, milliseconds since 1970 UTC, for bookings that depend on time.
    ///
    /// - Throws: `clock` when the wall clock cannot be trusted.
    func momentToBook() throws -> Int64 {
        let facts = clockFacts()
        if let advice = facts.advice { throw HubStoreError.clock(advice) }
        return facts.momentMs
    }

    /// How the clock stands, for operators.
    package func clockFacts() -> HubClockFacts {
        let (momentMs, wallMs, doubt) = keeper.look()
        return HubClockFacts(
            isTrusted: doubt == nil, wallMs: wallMs, momentMs: momentMs,
            advice: doubt.map { $0.advice(wallMs: wallMs, momentMs: momentMs) })
    }
}

extension ClockTrust.Doubt {
    fileprivate func advice(wallMs: Int64, momentMs: Int64) -> String {
        let side =
            switch self {
            case .behind: "before"
            case .ahead: "after"
            }
        return """
            The machine's clock says \(MomentText.text(max(wallMs, 0))); that is too long \(side) \
            \(MomentText.text(momentMs)), which the hub's books have come to. Nothing that depends on the time is \
            booked. Set the clock right, or, if it is right, run hubd clock accept.
            """
    }
}
