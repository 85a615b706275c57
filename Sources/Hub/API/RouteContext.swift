internal import HubStore

/// What every route needs: the database, and who waits for what.
final class RouteContext: Sendable {
    let database: HubDatabase
    let polls: LongPolls
    let newID: @Sendable () -> String
    let journals = JournalBudget()

    init(database: HubDatabase, polls: LongPolls, newID: @escaping @Sendable () -> String) {
        self.database = database
        self.polls = polls
        self.newID = newID
    }
}
