/// Limits that both sides know.
package enum HubLimits {
    package static let entriesPerUpload = 500
    package static let bodyBytes = 2 * 1024 * 1024
    /// New lines of one kiosk within a day: some hundred thousand taps.
    package static let journalBytesPerDay = 256 * 1024 * 1024
    /// Of a reward as a kiosk names it.
    package static let rewardBytes = 200
    /// Of a reason that staff give.
    package static let reasonBytes = 1000
    package static let entryBodyBytes = 16 * 1024
    package static let membersPerFeedPage = 1000
    package static let policiesPerFeedPage = 16
    /// A page of the feed ends with the member that reaches this: a second on a line of 8 Mbit/s, and far below what
    /// a client reads of one answer, even with the texts of all policies.
    package static let feedPageBytes = 1024 * 1024
    /// What a kiosk may ask for instead. The least passes within a client's deadline (15 s) at 64 kbit/s.
    package static let feedPageBytesBounds = 64 * 1024...feedPageBytes
    /// The newest of them; what nobody fetches in time goes.
    package static let openClaimsPerMember = 20
    /// Named in one question to the feed.
    package static let policiesHeld = 64
    package static let longPollSeconds = 25
    /// Long polls of one kiosk at a time: one, and those whose ends were not noticed yet.
    package static let waitingPerKiosk = 4
    /// Operators who wait for answers of one kiosk at a time.
    package static let operatorsWaiting = 16
    /// When to come back after 429 and 503.
    package static let retryAfterSeconds = 5
    package static let logLinesPerAnswer = 500
    /// Requests of operators that a kiosk works on at a time; the hub lays down no more.
    package static let requestsAtOnce = 16
    package static let incidentsPerPage = 200
    package static let membersPerList = 200
    package static let membersPerHistoryPage = 200
    /// A page of histories ends with the member that reaches this.
    package static let historyPageBytes = 4 * 1024 * 1024
    /// A screenshot in base64, or a page of log lines.
    package static let remoteAnswerBytes = 8 * 1024 * 1024
    /// What a client reads of one answer before it gives up: a feed page of full members.
    package static let answerBytes = 32 * 1024 * 1024
}
