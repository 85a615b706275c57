internal import HubStore

/// What every route needs: the database, and who waits for what.
final class RouteContext: Sendable {
    let database: HubDatabase
    let bell: Doorbell
    let newID: @Sendable () -> String
    let journals = JournalBudget()

    init(database: HubDatabase, bell: Doorbell, newID: @escaping @Sendable () -> String) {
        self.database = database
        self.bell = bell
        self.newID = newID
    }
}
