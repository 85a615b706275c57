package import HubAPI
package import HubClient
package import Vocabulary

/// What a kiosk asks of the hub. The real one is HTTPS (`HubClient`); tests have one with faults in between.
package protocol HubLink: Sendable {
    func upload(_ request: UploadRequest) async throws(HubLinkError) -> Receipt
    func feed(_ request: FeedRequest) async throws(HubLinkError) -> FeedPage
    func hold(_ request: HoldRequest) async throws(HubLinkError) -> HoldAnswer
    /// Nothing was spent on this hold and nothing will be.
    func giveBack(_ hold: OperationID, card: CardID) async throws(HubLinkError)
    func heartbeat(_ heartbeat: Heartbeat) async throws(HubLinkError)
    func requests(waitSeconds: Int) async throws(HubLinkError) -> [RemoteRequest]
    func answer(_ requestID: String, _ answer: RemoteAnswer) async throws(HubLinkError)
}

/// Why the hub gave no usable answer. In each case the journal keeps everything, and it is tried again.
package enum HubLinkError: Error, Hashable, Sendable {
    /// No answer, half an answer, or something that is not an answer of a hub.
    case noAnswer(String)
    /// Somebody answered who cannot show to be the hub: a certificate to be renewed, a wrong name, a captive portal.
    case untrusted(TLSFault)
    /// The hub answered and said no: wrong token, unknown kiosk, too large.
    case refused(code: String, detail: String)

    static let noAnswerCode = "no-answer"
}

/// A code for the log that names the kind of failure. Messages of other programs stay out of the log.
func failureCode(_ error: any Error) -> String {
    switch error {
    case HubLinkError.noAnswer: HubLinkError.noAnswerCode
    case HubLinkError.untrusted(let fault): fault.rawValue
    case HubLinkError.refused(let code, _): code
    case is FeedStandstill, is UploadStandstill: "standstill"
    case is UnknownZone: "unknown-time-zone"
    default: storeFailureCode(error)
    }
}
