import Foundation
import HubAPI
import Kiosk
import KioskStore
import Synchronization
import Vocabulary

/// Sits between a kiosk and the hub and falsifies one entry in twenty: drops it and says that the hub holds it, or
/// sends it once more under a new id. Sequences and hashes are made to fit, so that only the sums can tell.
final class Saboteur: HubLink {
    enum Crime: CaseIterable { case drop, double }

    private struct Chain: Sendable {
        /// The kiosk's lines, and what the hub was sent in their place.
        var taken: [UploadedEntry] = []
        var sent: [UploadedEntry] = []
        /// How many lines the hub must hold so that the n-th of the kiosk's counts as held.
        var reached: [Int] = []
        var confirmed = 0
    }

    private struct Books: Sendable {
        var chains: [String: Chain] = [:]
        var random: SeededGenerator
        var crimes = 0
    }

    private let hub: any HubLink
    private let crime: Crime
    private let ids: SeededIDs
    private let books: Mutex<Books>

    init(_ hub: any HubLink, crime: Crime, seed: UInt64) {
        self.hub = hub
        self.crime = crime
        ids = SeededIDs(seed: seed &+ 77)
        books = Mutex(Books(random: SeededGenerator(seed: seed)))
    }

    /// How many entries were falsified.
    var crimes: Int { books.withLock { $0.crimes } }

    func upload(_ request: UploadRequest) async throws(HubLinkError) -> Receipt {
        let epoch = request.storeEpoch
        let lines = books.withLock { books -> [UploadedEntry] in
            for entry in request.entries { falsify(entry, epoch, &books) }
            let chain = books.chains[epoch, default: Chain()]
            return Array(chain.sent.dropFirst(chain.confirmed))
        }
        let receipt = try await hub.upload(UploadRequest(storeEpoch: epoch, entries: lines))
        return Receipt(
            position: pretend(receipt.position, epoch), held: request.entries.compactMap { Self.entry($0)?.id },
            refused: [])
    }

    func feed(_ request: FeedRequest) async throws(HubLinkError) -> FeedPage {
        var page = try await hub.feed(request)
        page.position = pretend(page.position, request.storeEpoch)
        return page
    }

    func hold(_ request: HoldRequest) async throws(HubLinkError) -> HoldAnswer { try await hub.hold(request) }

    func giveBack(_ hold: OperationID, card: CardID) async throws(HubLinkError) {
        try await hub.giveBack(hold, card: card)
    }

    func heartbeat(_ heartbeat: Heartbeat) async throws(HubLinkError) { try await hub.heartbeat(heartbeat) }

    func requests(waitSeconds: Int) async throws(HubLinkError) -> [RemoteRequest] { [] }

    func answer(_ requestID: String, _ answer: RemoteAnswer) async throws(HubLinkError) {}

    private func falsify(_ line: UploadedEntry, _ epoch: String, _ books: inout Books) {
        var chain = books.chains[epoch, default: Chain()]
        guard line.sequence == Int64(chain.taken.count) + 1, var entry = Self.entry(line) else { return }
        chain.taken.append(line)
        let isVictim = books.random.next() % 20 == 0
        if isVictim { books.crimes += 1 }
        if !isVictim || crime == .double { Self.append(line.body, epoch, &chain) }
        if isVictim, crime == .double {
            entry.id = ids.operation()
            Self.append(EntryWriter.json(of: entry), epoch, &chain)
        }
        chain.reached.append(chain.sent.count)
        books.chains[epoch] = chain
    }

    private static func append(_ body: String, _ epoch: String, _ chain: inout Chain) {
        let previous = chain.sent.last.flatMap { Hex.bytes($0.hash) } ?? JournalChain.root(ofEpoch: epoch)
        let sequence = Int64(chain.sent.count) + 1
        let hash = JournalChain.hash(previous: previous, sequence: sequence, body: body)
        chain.sent.append(
            UploadedEntry(
                sequence: sequence, previousHash: Hex.text(previous), hash: Hex.text(hash), body: body))
    }

    /// The hub's position in the kiosk's own terms.
    private func pretend(_ position: HubPosition, _ epoch: String) -> HubPosition {
        books.withLock { books in
            var chain = books.chains[epoch, default: Chain()]
            chain.confirmed = Int(position.lastSequence)
            books.chains[epoch] = chain
            let count = chain.reached.prefix { $0 <= chain.confirmed }.count
            let hash = count > 0 ? chain.taken[count - 1].hash : Hex.text(JournalChain.root(ofEpoch: epoch))
            return HubPosition(hubEpoch: position.hubEpoch, lastSequence: Int64(count), lastHash: hash)
        }
    }

    private static func entry(_ line: UploadedEntry) -> JournalEntry? {
        try? JSONDecoder().decode(JournalEntry.self, from: Data(line.body.utf8))
    }
}
