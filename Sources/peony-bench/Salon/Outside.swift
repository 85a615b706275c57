import Foundation
import HubAPI
import Identity
import Kiosk

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

/// Real randomness, as a kiosk has it.
enum Chance {
    @Sendable static func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255) } }
    @Sendable static func id() -> OperationID { OperationID(UUID()) }
}
