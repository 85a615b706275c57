import Foundation
import HubAPI
import Kiosk
import KioskStore
import Synchronization
import Vocabulary

/// A hub that answers at once what a test says, and counts.
final class ScriptedHub: HubLink {
    typealias Pages = @Sendable (FeedRequest, Int) -> FeedPage

    private struct Script: Sendable {
        var counts: [String: Int] = [:]
        var sizes: [Int?] = []
        var list: [RemoteRequest] = []
        var answers: [(id: String, answer: RemoteAnswer)] = []
        var pages: Pages?
        var refusing: @Sendable (String, RemoteAnswer) -> String? = { _, _ in nil }
        var holds = true
    }

    private let script = Mutex(Script())

    var list: [RemoteRequest] {
        get { script.withLock { $0.list } }
        set { script.withLock { $0.list = newValue } }
    }
    /// `nil`: no page comes.
    var pages: Pages? {
        get { script.withLock { $0.pages } }
        set { script.withLock { $0.pages = newValue } }
    }
    /// The code with which an answer is refused.
    var refusing: @Sendable (String, RemoteAnswer) -> String? {
        get { script.withLock { $0.refusing } }
        set { script.withLock { $0.refusing = newValue } }
    }
    var holds: Bool {
        get { script.withLock { $0.holds } }
        set { script.withLock { $0.holds = newValue } }
    }
    var answers: [(id: String, answer: RemoteAnswer)] { script.withLock { $0.answers } }
    var sizes: [Int?] { script.withLock { $0.sizes } }
    func asked(_ what: String) -> Int { script.withLock { $0.counts[what, default: 0] } }

    @discardableResult
    private func count(_ what: String) -> Int {
        script.withLock { script in
            script.counts[what, default: 0] += 1
            return script.counts[what, default: 0]
        }
    }

    func upload(_ request: UploadRequest) async throws(HubLinkError) -> Receipt {
        count("upload")
        let last = holds ? request.entries.last : nil
        return Receipt(
            position: HubPosition(
                hubEpoch: "hub", lastSequence: last?.sequence ?? 0, lastHash: last?.hash ?? ""), held: [], refused: [])
    }

    func feed(_ request: FeedRequest) async throws(HubLinkError) -> FeedPage {
        let number = count("feed")
        script.withLock { $0.sizes.append(request.maximumBytes) }
        guard let page = pages?(request, number) else { throw .noAnswer("too slow") }
        return page
    }

    func hold(_ request: HoldRequest) async throws(HubLinkError) -> HoldAnswer { throw .noAnswer("") }

    func giveBack(_ hold: OperationID, card: CardID) async throws(HubLinkError) { count("give back") }

    func heartbeat(_ heartbeat: Heartbeat) async throws(HubLinkError) { count("heartbeat") }

    func requests(waitSeconds: Int) async throws(HubLinkError) -> [RemoteRequest] {
        count("requests")
        return list
    }

    func answer(_ requestID: String, _ answer: RemoteAnswer) async throws(HubLinkError) {
        if let code = refusing(requestID, answer) { throw .refused(code: code, detail: "") }
        script.withLock { $0.answers.append((requestID, answer)) }
    }
}

extension RemoteRequest {
    static func following(_ id: String) -> RemoteRequest {
        RemoteRequest(id: id, kind: .logs, sinceMs: nil, cursor: nil, follow: true)
    }

    static func once(_ id: String, _ kind: Kind) -> RemoteRequest {
        RemoteRequest(id: id, kind: kind, sinceMs: nil, cursor: nil, follow: false)
    }
}

extension RequestService.Sources {
    /// One line of log, an empty status and a picture of four bytes.
    static var none: RequestService.Sources {
        RequestService.Sources(
            logs: { _, after, _ in
                LogPage(lines: after == nil ? ["{}"] : [], skipped: [], cursor: 1, atEnd: true)
            }, status: { "{}" }, picture: { [1, 2, 3, 4] })
    }
}

extension FeedPage {
    static func empty(
        epoch: String = "hub", cursor: Int64, more: Bool = false, members: [MemberFacts] = []
    ) -> FeedPage {
        let words = Bilingual(zh: "店", en: "Shop")
        return FeedPage(
            position: HubPosition(hubEpoch: epoch, lastSequence: 0, lastHash: ""), cursor: cursor, more: more,
            asOfMs: 1_790_000_000_000,
            kiosk: KioskFacts(number: 1, salon: words, storeID: "s", store: words, timeZone: "Asia/Shanghai"),
            policies: [], members: members, removedMembers: [])
    }
}

extension MemberFacts {
    static func plain(_ number: Int) -> MemberFacts {
        let words = Bilingual(zh: "林", en: "Lin")
        return MemberFacts(
            id: MemberID(UUID()), surname: words, title: .known(.ms), tier: "t", tierName: words, language: .known(.zh),
            numberTail: "000\(number % 10)", lots: [], held: .zero, cards: [], bookings: [])
    }
}

extension KioskStore {
    func appendFault() throws {
        _ = try append(
            JournalEntry(
                id: OperationID(UUID()), kiosk: "test-1", tappedAtMs: 1_790_000_000_000,
                recordedAtMs: 1_790_000_000_000, fact: .fault(FaultReport(code: .unknown("test"), detail: ""))))
    }
}
