/// How much, how long and how many: what bounds the hub's store.
package enum HubStoreLimits {
    /// A hold that is neither used nor given up is given back after this, once its kiosk has been heard again.
    package static let holdMs: Int64 = 10 * 60 * 1000
    /// A kiosk that is silent for this long is not waited for any more: it was stolen, or stands in a cellar.
    package static let silentKioskMs: Int64 = 30 * 24 * 60 * 60 * 1000
    package static let openRequestsPerKiosk = 16
    /// Answered ones too, until they are dropped for their age.
    package static let requestsPerKiosk = 500
    package static let partsPerRequest = 2000
    package static let partsPerPage = 8
    /// A whole log, and no more.
    package static let answerBytesPerRequest = 128 * 1024 * 1024
    package static let answerBytesPerKiosk = 256 * 1024 * 1024
    /// A page of answers ends with the part that reaches this; one part has at most `HubLimits.remoteAnswerBytes`,
    /// and a client reads `HubLimits.answerBytes`.
    package static let answerPageBytes = 4 * 1024 * 1024
    /// Grants of which a kiosk has not told what became: it serves one customer at a time.
    package static let holdsPerKiosk = 100
    /// Refusals that are remembered; beyond that each is decided anew.
    package static let refusedHoldsPerKiosk = 1000
    /// A journal begins anew after damage or a restored file: a few times in a kiosk's life.
    package static let epochsPerKiosk = 1000
    package static let forkedLinesPerKiosk = 2000
    /// Open at a time, without those that hold an amount: those are never left out.
    package static let incidentsPerKiosk = 1000
    /// Requests and their answers are dropped after this, answered or not.
    package static let requestAgeMs: Int64 = 60 * 60 * 1000
    /// An operator who has not asked for this long has left, and the request ends.
    package static let operatorGoneMs: Int64 = 2 * 60 * 1000
    /// A kiosk that is heard from, and of whose journal nothing comes for this long though there is more, is stuck.
    package static let stuckJournalMs: Int64 = 60 * 60 * 1000
    /// Spends of one card of which nobody knows yet whether they happened. Every kiosk is told of all of them.
    package static let openSpendsPerCard = 200
    package static let claimsPerList = 500
    package static let entriesPerList = 100
    /// A desk may enter what it did while it could not reach the hub, but nothing older; its clock may be a bit fast.
    package static let deskLateMs: Int64 = 7 * 24 * 60 * 60 * 1000
    package static let deskAheadMs: Int64 = 60 * 1000
    /// Work over all members goes in transactions of about this length, so that whoever writes has a turn between two.
    package static let step = Duration.milliseconds(50)
    /// And of at most so many rows, for what is only touched at its end.
    package static let rowsPerStep = 100
    /// Changed members that get their places in the feed in one transaction, and entries their seals.
    package static let membersPerNumbering = 500
    package static let entriesPerSealing = 500
    /// Members per feed page or list are in `HubLimits`.
    package static let cardsPerMember = 50
    /// A longer write-ahead log, in bytes, is reported if an open read keeps it from being written back.
    package static let logBytes: Int64 = 32 << 20
    /// How long a starting hub may check its file before it serves, once for its pages and once for its books.
    package static let checkAtStart = Duration.seconds(2)
    /// How long it may check the books in each round of upkeep.
    package static let checkPerRound = Duration.milliseconds(200)
    package static let rowsPerCheck = 2000
    /// Each of them is replayed.
    package static let membersPerCheck = 20
    /// How often all pages and books are checked.
    package static let checkEvery = Duration.seconds(24 * 60 * 60)
    package static let backupPagesPerStep: Int32 = 1024
    /// How long a writer waits for another program that writes.
    package static let lockPatienceSeconds = 10.0
}
