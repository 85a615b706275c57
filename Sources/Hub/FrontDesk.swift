internal import HubAPI
internal import HubStore
internal import Logging
internal import Synchronization

/// What every route needs: the database, who may call, and who waits for what.
final class FrontDesk: Sendable {
    let database: HubDatabase
    let bell: Doorbell
    let newID: @Sendable () -> String
    private let tokens = Mutex(TokenList([]))
    private let strangers = RareLine()
    let journals = JournalBudget()

    init(database: HubDatabase, bell: Doorbell, newID: @escaping @Sendable () -> String) {
        self.database = database
        self.bell = bell
        self.newID = newID
    }

    func reloadTokens() async throws {
        let list = try await database.tokens()
        tokens.withLock { $0 = list }
    }

    func bearer(of token: String) -> Bearer? { tokens.withLock { $0 }.bearer(of: token) }

    /// Somebody asked without a token, or with one that is not known. Nobody guesses 256 bits, but somebody may try.
    func noteStranger(at address: String, _ logger: Logger) {
        strangers.say { before in
            logger.warning(
                "token missing or unknown",
                metadata: ["address": "\(address)", "since-last-line": "\(before)"])
        }
    }
}
