internal import HubAPI
internal import Logging

/// Tells the log and the supervisor when the machine's clock begins to be in doubt, and when that ends.
struct ClockWatch {
    let status: HubStatus
    let logger: Logger
    private var isTrusted = true

    init(_ status: HubStatus, _ logger: Logger) {
        self.status = status
        self.logger = logger
    }

    mutating func note(_ clock: HubClockFacts) {
        let wasTrusted = isTrusted
        isTrusted = clock.isTrusted
        if let advice = clock.advice {
            if wasTrusted { logger.error("the clock cannot be trusted", metadata: ["reason": "\(advice)"]) }
            status.note(.clock, "the machine's clock cannot be trusted, nothing is booked: see hubd clock")
        } else {
            if !wasTrusted { logger.notice("the clock can be trusted again") }
            status.note(.clock, nil)
        }
    }
}
