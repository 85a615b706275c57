internal import HubAPI
internal import HubStore
internal import Logging

/// What every route needs: the database, and who waits for what.
final class RouteContext: Sendable {
    let database: HubDatabase
    let bell: Doorbell
    let newID: @Sendable () -> String
    private let strangers = RareLine()
    let journals = JournalBudget()

    init(database: HubDatabase, bell: Doorbell, newID: @escaping @Sendable () -> String) {
        self.database = database
        self.bell = bell
        self.newID = newID
    }

    /// Somebody asked without a token, or with one that is not known. Nobody guesses 256 bits, but somebody may try.
    func noteStranger(at address: String, _ logger: Logger) {
        strangers.say { before in
            logger.warning(
                "token missing or unknown",
                metadata: ["address": "\(address)", "since-last-line": "\(before)"])
        }
    }
}
