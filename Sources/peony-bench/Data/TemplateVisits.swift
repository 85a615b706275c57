import Foundation
import HubAPI
import HubStore
import Vocabulary

/// Gives every member a card, and uploads what kiosks saw of the last weeks: check-ins, and rewards paid for by card
/// where there are points for one.
struct TemplateVisits {
    private static let visits = 4
    private static let daysBetween = 14
    /// Of a mask.
    private static let price: Int64 = 80

    let database: HubDatabase
    let kiosks: [String]
    let momentMs: Int64
    let seed: UInt64

    func upload() async throws {
        var random = SeededGenerator(seed: seed &+ 0xCA2D)
        var entries: [JournalEntry] = []
        for (place, member) in try await members().enumerated() {
            let card = try await issue(place, member.id)
            entries += visits(of: member, card, at: kiosks[place % kiosks.count], &random)
        }
        for kiosk in kiosks {
            try await upload(entries.filter { $0.kiosk == kiosk }.sorted { $0.recordedAtMs < $1.recordedAtMs }, kiosk)
        }
    }

    private func members() async throws -> [MemberFacts] {
        var (members, cursor): ([MemberFacts], Int64?) = ([], nil)
        while true {
            let page = try await database.feed(kiosk: kiosks[0], cursor: cursor, hubEpoch: nil)
            members += page.members
            cursor = page.cursor
            if !page.more { return members }
        }
    }

    private func issue(_ place: Int, _ member: MemberID) async throws -> CardID {
        let tail = (0..<6).map { UInt8(truncatingIfNeeded: place >> (8 * (5 - $0))) }
        guard let uid = CardUID([0x04] + tail) else { throw BaselineFailure(what: "uid", code: Int(place)) }
        let request = IssueRequest(uid: uid, member: member, memberNumber: nil, replaces: nil)
        return try await database.markIssued(try await database.issue(request).id).id
    }

    private func visits(
        of member: MemberFacts, _ card: CardID, at kiosk: String, _ random: inout SeededGenerator
    ) -> [JournalEntry] {
        var entries: [JournalEntry] = []
        for visit in (0..<Self.visits).reversed() {
            let minutes = Int64(visit * Self.daysBetween * 24 * 60) + Int64.random(in: 600...9000, using: &random)
            let tap = Tap(
                kiosk: kiosk, member: member.id, card: card, atMs: momentMs - minutes * 60_000,
                id: Self.id(&random))
            entries.append(tap.entry(Self.id(&random), .checkIn(CheckIn(booking: nil, offline: false)), after: 0))
            guard visit == 0, points(of: member) >= 2 * Self.price else { continue }
            let spend = Self.id(&random)
            let outcome = SpendOutcome(settles: spend, outcome: .posted, evidence: .cardAnswer)
            entries.append(tap.entry(spend, .spendIntent(intent(spend)), after: 1))
            entries.append(tap.entry(Self.id(&random), .spendOutcome(outcome), after: 2))
        }
        return entries
    }

    private func points(of member: MemberFacts) -> Int64 {
        member.lots.filter { $0.currency == .known(.points) && $0.expiresAtMs.map { $0 > momentMs } ?? true }
            .reduce(0) { $0 + $1.remaining }
    }

    private func intent(_ id: OperationID) -> SpendIntent {
        SpendIntent(
            amount: Amount(points: Self.price), before: .zero, after: Amount(points: Self.price), reward: "mask",
            claimCode: ClaimCode.text(for: id), authority: .offline)
    }

    private static func id(_ random: inout SeededGenerator) -> OperationID {
        OperationID(BenchSalon.uuid(random.next()))
    }

    private func upload(_ entries: [JournalEntry], _ kiosk: String) async throws {
        var lines = JournalLines(epoch: "\(BenchSalon.uuid(seed))".lowercased())
        for request in lines.requests(entries, of: HubLimits.entriesPerUpload) {
            let receipt = try await database.upload(request, kiosk: kiosk)
            guard receipt.refused.isEmpty else { throw BaselineFailure(what: "\(receipt.refused[0])", code: 1) }
        }
    }
}

/// One card laid on one reader.
private struct Tap {
    let kiosk: String
    let member: MemberID
    let card: CardID
    let atMs: Int64
    let id: OperationID

    /// - Parameter seconds: how long after the tap.
    func entry(_ id: OperationID, _ fact: Fact, after seconds: Int64) -> JournalEntry {
        JournalEntry(
            id: id, kiosk: kiosk, tap: self.id, tappedAtMs: atMs, recordedAtMs: atMs + seconds * 1000,
            member: member, card: card, fact: fact)
    }
}
