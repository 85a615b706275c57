import CardProtocol
import Foundation
import HubAPI
import Kiosk
import Vocabulary

/// A hub that cannot be reached.
struct SilentHub: HubLink {
    private static let silence = HubLinkError.noAnswer("bench")

    func upload(_ request: UploadRequest) async throws(HubLinkError) -> Receipt { throw Self.silence }
    func feed(_ request: FeedRequest) async throws(HubLinkError) -> FeedPage { throw Self.silence }
    func hold(_ request: HoldRequest) async throws(HubLinkError) -> HoldAnswer { throw Self.silence }
    func giveBack(_ hold: OperationID, card: CardID) async throws(HubLinkError) { throw Self.silence }
    func heartbeat(_ heartbeat: Heartbeat) async throws(HubLinkError) { throw Self.silence }
    func requests(waitSeconds: Int) async throws(HubLinkError) -> [RemoteRequest] { throw Self.silence }
    func answer(_ requestID: String, _ answer: RemoteAnswer) async throws(HubLinkError) { throw Self.silence }
}

extension OperationID {
    /// A new one, as a kiosk makes them.
    static func fresh() -> OperationID { OperationID(UUID()) }
}

extension CardTransactions.Configuration {
    /// Each tap of a card is a tap of its own.
    static func benching(_ keys: KioskKeys) -> CardTransactions.Configuration {
        var configuration = CardTransactions.Configuration(kiosk: BenchSalon.kiosk, keys: keys)
        configuration.doubleTapSeconds = 0
        return configuration
    }
}
