internal import HubStore
internal import Logging

/// Looks after the database while the hub serves from it: its books, and of a file its pages and whether it is still
/// there.
struct FileWatch {
    /// Contradictions of one round that are remembered; all are logged.
    private static let remembered = 20

    private let database: HubDatabase
    private let logger: Logger
    private let status: HubStatus
    private var round: Verification
    private var contradictions: [String] = []
    /// Whether the hub must leave the database to newer ones.
    private(set) var isOutdated = false
    private var due = ContinuousClock.now + HubStoreLimits.checkEvery

    init(_ database: HubDatabase, _ logger: Logger, _ status: HubStatus) {
        self.database = database
        self.logger = logger
        self.status = status
        round = Verification(database)
    }

    /// Checks pages and books before the hub serves, each for at most `HubStoreLimits.checkAtStart`.
    mutating func begin() async {
        _ = try? await database.checkPages(within: HubStoreLimits.checkAtStart)
        await verify(for: HubStoreLimits.checkAtStart)
        status.note(.file, await troubles())
    }

    /// A part of the books, and what of the files changes by itself; once a day all pages.
    mutating func look() async {
        await verify(for: HubStoreLimits.checkPerRound)
        if ContinuousClock.now >= due {
            due = ContinuousClock.now + HubStoreLimits.checkEvery
            if round.isThrough { (round, contradictions) = (Verification(database), []) }
            checkPages()
        }
        status.note(.file, await troubles())
    }

    /// Checks all pages in a task of its own: a large table takes longer than a supervisor waits.
    private func checkPages() {
        Task { [database, logger] in
            do { try await database.checkPages() } catch {
                logger.error("the pages were not checked", metadata: ["reason": "\(error)"])
            }
        }
    }

    private mutating func verify(for limit: Duration) async {
        do {
            for line in try await round.advance(for: limit) {
                logger.error("the books are not right", metadata: ["contradiction": "\(line)"])
                if contradictions.count < Self.remembered { contradictions.append(line) }
            }
        } catch { logger.error("the books were not checked", metadata: ["reason": "\(error)"]) }
    }

    /// - Returns: what is wrong, for a status; `nil` for nothing.
    private mutating func troubles() async -> String? {
        let found = await database.examine()
        isOutdated = found.contains(.outdated)
        for trouble in found { logger.error("the database", metadata: ["trouble": "\(trouble)"]) }
        let all = found + contradictions.prefix(1).map { .untrue($0, others: contradictions.count - 1) }
        return all.isEmpty ? nil : all.map(\.description).joined(separator: "; ")
    }
}
