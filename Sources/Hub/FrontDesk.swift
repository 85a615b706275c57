internal import HubAPI
internal import HubStore
internal import Synchronization

/// What every route needs: the database, who may call, and who waits for what.
final class FrontDesk: Sendable {
    let database: HubDatabase
    let bell: Doorbell
    let newID: @Sendable () -> String
    private let tokens = Mutex(TokenList([]))

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
}
