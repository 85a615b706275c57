import Database
import DatabasePostgres
import Foundation
import Hub
import HubAPI
import HubClient
import Testing
import Vocabulary

@testable import HubStore

/// A salon with as many kiosks' journals and desks as there are clients, each with a member of its own, and all that is
/// to be true of them at the end.
struct BusySalon: Sendable {
    /// What clients tell while they work.
    enum Event: Sendable {
        case uploaded
        /// It is sent again as it was.
        case failed(HubClientError)
    }

    private struct Client: Sendable {
        var kiosk: String
        var member: MemberID
        var card: CardID
    }

    /// How much is done in all.
    struct Load: Sendable {
        var clients: Int
        /// Of one spend each.
        var uploads: Int
        /// An entry of the desk comes after so many uploads.
        var uploadsPerEntry: Int

        /// Small enough for every day; `PEONY_LOAD=full` is what a salon may have in some weeks.
        static let asked =
            ProcessInfo.processInfo.environment["PEONY_LOAD"] == "full"
            ? Load(clients: 16, uploads: 10_000, uploadsPerEntry: 10)
            : Load(clients: 8, uploads: 320, uploadsPerEntry: 10)

        var uploadsPerClient: Int { uploads / clients }
        var entriesPerClient: Int { uploadsPerClient / uploadsPerEntry }
    }

    private static let pointsPerEntry: Int64 = 3

    /// Where the hubs serve from.
    var database: HubDatabase
    let load: Load
    /// Of whom no client knows.
    let bystander: MemberID
    private let clients: [Client]
    private let folder: String
    private let pointsBefore: Int64
    private let journalsBefore: Int64

    static func make(at place: DatabaseLocation, in folder: String, _ load: Load) async throws -> BusySalon {
        let database = try await HubDatabase.open(place, clock: clock)
        let summary = try await database.seedSample(members: load.clients + 4, seed: 7)
        _ = try await TokenFiles(folder: folder).write(kiosks: summary.kiosks, to: database)
        var clients: [Client] = []
        let members = try await database.members(number: nil, after: nil, limit: nil).members
        for (number, member) in members.prefix(load.clients).enumerated() {
            let uid = try TestSalon.uid(UInt8(number))
            let issue = IssueRequest(uid: uid, member: member.id, memberNumber: nil, replaces: nil)
            let card = try await database.markIssued(try await database.issue(issue).id).id
            clients.append(Client(kiosk: summary.kiosks[number % 2], member: member.id, card: card))
            _ = try await database.enterAtDesk(adjust("enough-\(number)", by: Int64(load.uploads)), member: member.id)
        }
        return try await BusySalon(database, load, clients, members[load.clients].id, folder)
    }

    private init(
        _ database: HubDatabase, _ load: Load, _ clients: [Client], _ bystander: MemberID, _ folder: String
    ) async throws {
        self.database = database
        self.load = load
        self.bystander = bystander
        self.clients = clients
        self.folder = folder
        pointsBefore = try await Self.points(of: clients, database)
        journalsBefore = try await Self.journalLines(database)
    }

    private static func journalLines(_ database: HubDatabase) async throws -> Int64 {
        try await database.read { tx in try tx.integer("SELECT count(*) FROM journal") }
    }

    private func entriesOfDesk(_ client: Client) async throws -> Int64 {
        try await database.read { tx in
            try tx.integer(
                "SELECT count(*) FROM member_entry WHERE member = $1 AND id LIKE 'busy-%'", [client.member])
        }
    }

    private static let nowMs: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1000) }
    static let clock = HubClock(following: nowMs)

    static func adjust(_ id: String, by points: Int64) -> String {
        #"{"id": "\#(id)", "kind": "adjust", "currency": "points", "amount": \#(points), "reason": "test"}"#
    }

    private static func points(of clients: [Client], _ database: HubDatabase) async throws -> Int64 {
        var points: Int64 = 0
        for client in clients { points += try await database.member(client.member).points }
        return points
    }

    func token(_ name: String) throws -> String {
        try String(contentsOfFile: "\(folder)/\(name).token", encoding: .utf8)
    }

    /// All clients do their part at once; what fails is sent again as it was.
    ///
    /// - Returns: what happens, until all is done.
    func work(at address: String) -> AsyncThrowingStream<Event, any Error> {
        AsyncThrowingStream { told in
            let all = Task {
                do {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for (number, client) in clients.enumerated() {
                            group.addTask { try await work(client, number, at: address) { told.yield($0) } }
                        }
                        try await group.waitForAll()
                    }
                    told.finish()
                } catch { told.finish(throwing: error) }
            }
            told.onTermination = { _ in all.cancel() }
        }
    }

    private func work(
        _ client: Client, _ number: Int, at address: String, tell: @Sendable (Event) -> Void
    ) async throws {
        let kiosk = try HubClient(baseURL: address, token: try token(client.kiosk))
        let desk = try HubClient(baseURL: address, token: try token("staff"))
        var journal = TestJournal(kiosk: client.kiosk, epoch: "busy \(number)")
        for turn in 0..<load.uploadsPerClient {
            for entry in spend(turn, client, number) { journal.append(entry) }
            let request = journal.request(2 * turn..<2 * turn + 2)
            let receipt = try await Self.again(tell) { () throws(HubClientError) in
                try await kiosk.upload(request, kiosk: client.kiosk)
            }
            #expect(receipt.position.lastSequence == Int64(2 * turn + 2) && receipt.refused.isEmpty)
            if turn % load.uploadsPerEntry == load.uploadsPerEntry - 1 {
                let order = Self.adjust("busy-\(number)-\(turn)", by: Self.pointsPerEntry)
                let answer = try await Self.again(tell) { () throws(HubClientError) in
                    try await desk.enter(order, for: client.member)
                }
                #expect(Answered(answer).isAccepted, "\(answer)")
            }
            tell(.uploaded)
        }
    }

    /// One point, from the intent to its end.
    private func spend(_ turn: Int, _ client: Client, _ number: Int) -> [JournalEntry] {
        let first = (number * load.uploads + turn) * 2 + 1
        let (before, one) = (Amount(points: Int64(turn)), Amount(points: 1))
        let intent = SpendIntent(
            amount: one, before: before, after: before + one, reward: nil, claimCode: nil, authority: .offline)
        let outcome = SpendOutcome(settles: .test(first), outcome: .posted, evidence: .cardAnswer)
        return [(first, Fact.spendIntent(intent)), (first + 1, .spendOutcome(outcome))].map { id, fact in
            JournalEntry(
                id: .test(id), kiosk: client.kiosk, tappedAtMs: Self.nowMs(), recordedAtMs: Self.nowMs(),
                member: client.member, card: client.card, fact: fact)
        }
    }

    /// As kiosks and desks do: what is not answered, or answered with "later", is sent again.
    private static func again<Answer>(
        _ tell: (Event) -> Void, _ send: () async throws(HubClientError) -> Answer
    ) async throws -> Answer {
        for _ in 0..<500 {
            do throws(HubClientError) { return try await send() } catch {
                switch error {
                case .unreachable, .timedOut, .malformed: break
                case .problem(let problem) where problem.status >= 500: break
                default: throw error
                }
                tell(.failed(error))
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        return try await send()
    }

    /// Nothing was lost, nothing counts twice, and the books are right.
    func expectWhole() async throws {
        try await database.tidy()
        let entries = load.entriesPerClient * load.clients
        let spent = Int64(load.uploadsPerClient * load.clients)
        let points = try await Self.points(of: clients, database)
        #expect(points == pointsBefore - spent + Int64(entries) * Self.pointsPerEntry)
        #expect(try await Self.journalLines(database) == journalsBefore + 2 * spent)
        for client in clients {
            #expect(try await entriesOfDesk(client) == Int64(load.entriesPerClient))
        }
        #expect(try await database.incidents(.open, after: nil).incidents.isEmpty)
        #expect(try await database.audit() == [])
        var verification = Verification(database)
        while !verification.isThrough { #expect(try await verification.advance(for: .seconds(1)) == []) }
    }
}
