import Foundation
import HubAPI
import HubStore
import PolicyFile
import Vocabulary

/// What is timed in each salon, one after the other.
enum GrowthWork: String, CaseIterable {
    /// Before anything else: then the card says what the hub knows of it.
    case hold = "a spend allowed and given back"
    case claim = "a reward handed over"
    case bill = "a desk's bill"
    case page = "a member of a feed's page"
    case line = "a line of an upload"
}

/// One of the salons that are compared. What is measured goes to members evenly out of all.
final class GrowthSalon {
    private static let people = 200
    private static let linesPerRequest = 100
    private static let requests = 3
    private static let pieces = 20
    private static let claims = 10
    private let claimsPerBlock: Int
    /// Some fifty members.
    private static let pageBytes = 150_000

    let database: HubDatabase
    let members: Int
    private let kiosk: String
    private let people: [BenchJournal.Person]
    private var codes: ArraySlice<String>
    private var requests: ArraySlice<UploadRequest>
    private var next = 0

    init(_ database: HubDatabase, _ kept: KeptSalon, blocks: Int) async throws {
        self.database = database
        members = kept.members
        kiosk = kept.kiosks[0]
        people = try await database.people(Self.people, of: members, kiosk: kiosk)
        codes = try await database.claims(.open).claims.map(\.code)[...]
        claimsPerBlock = min(Self.claims, codes.count / blocks)
        let entries = BenchJournal.entries(
            blocks * Self.requests * Self.linesPerRequest, seed: 7, of: people, kiosk: kiosk, nowMs: kept.madeAtMs)
        var lines = JournalLines(epoch: UUID().uuidString)
        requests = lines.requests(entries, of: Self.linesPerRequest)[...]
    }

    /// - Returns: microseconds a piece.
    func time(_ work: GrowthWork) async throws -> Double {
        switch work {
        case .line: try await upload()
        case .bill: try await each(Self.pieces) { try await bill($0) }
        case .hold: try await each(Self.pieces) { try await hold($0) }
        case .claim: try await handOver()
        case .page: try await page()
        }
    }

    private func each(_ count: Int, _ body: (BenchJournal.Person) async throws -> Void) async throws -> Double {
        let start = Ticks.now()
        for _ in 0..<count {
            next += 1
            try await body(people[next % people.count])
        }
        return Double(Ticks.now() - start) / 1000 / Double(count)
    }

    private func upload() async throws -> Double {
        let start = Ticks.now()
        for request in requests.prefix(Self.requests) {
            let receipt = try await database.upload(request, kiosk: kiosk)
            guard receipt.refused.isEmpty else { throw BaselineFailure(what: "\(receipt.refused[0])", code: 1) }
        }
        requests = requests.dropFirst(Self.requests)
        return Double(Ticks.now() - start) / 1000 / Double(Self.requests * Self.linesPerRequest)
    }

    private func bill(_ person: BenchJournal.Person) async throws {
        let answer = try await database.enter(try BenchOrder.bill(UUID()), for: person.member)
        if let refusal = answer.refusal { throw BaselineFailure(what: "bill: \(refusal)", code: 1) }
    }

    private func hold(_ person: BenchJournal.Person) async throws {
        let id = OperationID.fresh()
        let request = HoldRequest(
            id: id, member: person.member, card: person.card, amount: Amount(points: 1), reward: nil,
            odometers: Amount(points: person.settled))
        let answer = try await database.hold(request, kiosk: kiosk)
        guard answer.granted || answer.refusal == .insufficient else {
            throw BaselineFailure(what: "hold: \(answer)", code: 1)
        }
        _ = try await database.giveBack(id, HoldReturn(card: person.card), kiosk: kiosk)
    }

    private func handOver() async throws -> Double {
        let now = codes.prefix(claimsPerBlock)
        guard !now.isEmpty else { throw BaselineFailure(what: "no claims are left", code: 1) }
        codes = codes.dropFirst(claimsPerBlock)
        let start = Ticks.now()
        for code in now { _ = try await database.handOver(code: code) }
        return Double(Ticks.now() - start) / 1000 / Double(now.count)
    }

    private func page() async throws -> Double {
        next += 1
        let cursor = Int64(next * 7919 % max(1, members - 2 * Self.people))
        let start = Ticks.now()
        let page = try await database.feed(kiosk: kiosk, cursor: cursor, hubEpoch: nil, bytes: Self.pageBytes)
        return Double(Ticks.now() - start) / 1000 / Double(max(1, page.members.count))
    }
}
