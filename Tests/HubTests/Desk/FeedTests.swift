import Foundation
import Database
import HubAPI
import PolicyFile
import Testing
import Vocabulary

@testable import HubStore

@Suite struct FeedTests {
    @Test func `After the first fetch only what changed comes`() async throws {
        let salon = try await TestSalon(members: 40)
        let all = try await salon.database.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil)
        #expect(all.members.count == 40 && !all.more)
        let epoch = all.position.hubEpoch
        let nothing = try await salon.database.feed(kiosk: "xuhui-1", cursor: all.cursor, hubEpoch: epoch)
        #expect(nothing.members.isEmpty && nothing.cursor == all.cursor)
        _ = try await salon.issueCard()
        let changed = try await salon.database.feed(kiosk: "xuhui-1", cursor: all.cursor, hubEpoch: epoch)
        #expect(changed.members.map(\.id) == [salon.member])
        #expect(changed.cursor > all.cursor)
    }

    @Test func `Large salons come in bounded pages and every member once`() async throws {
        let salon = try await TestSalon(members: HubLimits.membersPerFeedPage + 50)
        var ids: [MemberID] = []
        var cursor: Int64?
        var epoch: String?
        var pages = 0
        while true {
            let page = try await salon.database.feed(kiosk: "xuhui-1", cursor: cursor, hubEpoch: epoch)
            #expect(page.members.count <= HubLimits.membersPerFeedPage)
            ids += page.members.map(\.id)
            (cursor, epoch, pages) = (page.cursor, page.position.hubEpoch, pages + 1)
            if !page.more { break }
        }
        #expect(pages == 2)
        #expect(Set(ids).count == ids.count && ids.count == HubLimits.membersPerFeedPage + 50)
    }

    @Test func `Bookings come into sight and leave it when the day changes`() async throws {
        let salon = try await TestSalon()
        let before = try await salon.database.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil)
        salon.clock.advance(ms: 86_400_000)
        try await salon.database.tidy()
        let after = try await salon.database.feed(
            kiosk: "xuhui-1", cursor: before.cursor, hubEpoch: before.position.hubEpoch)
        #expect(!after.members.isEmpty)
        let dayMs: Int64 = 86_400_000
        for booking in after.members.flatMap(\.bookings) {
            #expect(
                booking.startsAtMs > salon.clock.nowMs - 2 * dayMs && booking.startsAtMs < salon.clock.nowMs + 2 * dayMs
            )
        }
    }

    @Test func `The sample is the same for the same seed and moment, but for the hub's epoch`() async throws {
        let one = try await TestSalon(members: 30)
        let two = try await TestSalon(members: 30)
        let first = try await one.database.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil)
        let second = try await two.database.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil)
        #expect(first.members == second.members)
        #expect(first.position.hubEpoch != second.position.hubEpoch)
        #expect(one.showcase == two.showcase)
        #expect(one.showcase.allSatisfy { $0.points > 0 && $0.fen > 0 && $0.bookingAtMs > one.clock.nowMs })
        #expect(try await one.database.audit() == [])
        let facts = first.members.flatMap(\.bookings).map(\.service.zh)
        #expect(!facts.contains { $0.contains("比基尼") || $0.contains("疤痕") }, "public names only")
    }

    @Test func `A page brings the policy in force and later ones, and leaves out texts that are held`() async throws {
        let salon = try await TestSalon()
        let sample = try PolicyDocument.read(HubDatabase.samplePolicy)
        let text = sample.text
            .replacingOccurrences(of: "version: yuerong-2026-1\n", with: "version: yuerong-2026-2\n")
            .replacingOccurrences(of: "effectiveFrom: 2026-01-01\n", with: "effectiveFrom: 2026-03-03\n")
        _ = try await salon.database.publish(PolicyDocument(text: text, calendars: sample.calendars))
        let page = try await salon.database.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil)
        #expect(page.kiosk.storeID == "xuhui")
        #expect(page.policies.map(\.version) == ["yuerong-2026-1", "yuerong-2026-2"])
        #expect(page.policies.map(\.text?.document) == [sample.text, text])
        #expect(page.policies.allSatisfy { $0.text?.sha256 == $0.sha256 && $0.text?.calendars == sample.calendars })
        #expect(page.policies.map(\.sha256) == (try await salon.database.policies().map(\.sha256)))
        let held = try await salon.database.feed(
            kiosk: "xuhui-1", cursor: nil, hubEpoch: nil, held: [page.policies[0].sha256])
        #expect(held.policies.map { $0.text == nil } == [true, false])
        salon.clock.advance(ms: 86_400_000)
        let later = try await salon.database.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil)
        #expect(later.policies.map(\.version) == ["yuerong-2026-2"])
    }

    @Test func `Lots come each in its own currency, with the moments that decide them`() async throws {
        let salon = try await TestSalon()
        let lots = try await salon.facts().lots
        #expect(Set(lots.map(\.currency)).isSuperset(of: [.known(.points), .known(.principal)]))
        #expect(lots.allSatisfy { $0.gainedAtMs <= $0.activeFromMs && $0.gainedAtMs <= salon.clock.nowMs })
        let end = try #require(lots.compactMap(\.expiresAtMs).min())
        salon.clock.set(ms: end)
        #expect(try await salon.facts().lots.allSatisfy { $0.expiresAtMs ?? .max > end }, "before any job ran")
    }

    /// The column is filled where histories are worked out; here only its way to kiosks counts.
    @Test func `A member's standing goes along as it is kept`() async throws {
        let salon = try await TestSalon()
        let member = salon.member
        var standing = StandingFacts(terms: 2)
        standing.tier = "gold"
        standing.days = [QualifyingDay(day: 20_000, spend: 38_000, pointsEarned: 76, services: 1, bills: 1)]
        standing.uses = ["mask": [UsedDay(day: 20_001, times: 1)]]
        let text = String(decoding: try JSONEncoder().encode(standing), as: UTF8.self)
        try await keep(text, salon)
        let page = try await salon.database.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil)
        #expect(page.members.first { $0.id == member }?.standing == standing)
        #expect(page.members.filter { $0.id != member }.allSatisfy { $0.standing == nil })
    }

    /// The only standing there is.
    private func keep(_ standing: String, _ salon: TestSalon) async throws {
        let member = salon.member
        try await salon.database.write { tx in
            try tx.run("UPDATE member SET standing = NULL")
            try tx.run("UPDATE member SET standing = $1 WHERE id = $2", [standing, member])
        }
    }

    /// A tier by the balance may have changed with a lot that ended since it was last looked at.
    @Test(arguments: [false, true])
    func `Lots that ended go along only where a tier goes by the balance`(byBalance: Bool) async throws {
        let salon = try await TestSalon()
        let sample = try PolicyDocument.read(HubDatabase.samplePolicy)
        let text = sample.text
            .replacingOccurrences(of: "version: yuerong-2026-1\n", with: "version: yuerong-2026-2\n")
            .replacingOccurrences(of: "effectiveFrom: 2026-01-01\n", with: "effectiveFrom: 2026-03-03\n")
            .replacingOccurrences(of: "activePoints: ~", with: byBalance ? "activePoints: 5000" : "activePoints: ~")
        _ = try await salon.database.publish(PolicyDocument(text: text, calendars: sample.calendars))
        var standing = StandingFacts()
        standing.asOfMs = salon.clock.nowMs
        try await keep(String(decoding: try JSONEncoder().encode(standing), as: UTF8.self), salon)
        let before = try await salon.facts()
        let end = try #require(before.lots.compactMap(\.expiresAtMs).min())
        let first = try #require(before.lots.first { $0.expiresAtMs == end })
        salon.clock.set(ms: end + 1)
        try await salon.database.tidy()
        let after = try await salon.facts()
        #expect(after.lots.contains(first) == byBalance, "as it was before its end was booked")
    }

    @Test func `Seeding twice is refused`() async throws {
        let salon = try await TestSalon()
        await #expect(throws: HubStoreError.self) { try await salon.database.seedSample(members: 5, seed: 1) }
    }

    @Test func `Remote requests are bounded, answered in parts, and a part sent twice is stored once`() async throws {
        let salon = try await TestSalon()
        let database = salon.database
        let asked = try await database.ask(kiosk: "xuhui-1", RemoteRequestDraft(kind: .logs, follow: true), id: "r1")
        #expect(try await database.openRequests(kiosk: "xuhui-1").requests == [asked])
        #expect(try await database.openRequests(kiosk: "jingan-1").requests.isEmpty)
        let parts = (0...2).map { part in
            RemoteAnswer(part: part, lines: ["line \(part)"], cursor: part, skipped: [], png: nil, done: part == 2)
        }
        for part in [parts[0], parts[0], parts[2]] {
            if part.part == 2 {
                let page = try await database.answers(requestID: "r1", after: -1)
                #expect(page.parts == [parts[0]] && !page.done && page.fetched)
                _ = try await database.answer(requestID: "r1", parts[1], kiosk: "xuhui-1")
            }
            _ = try await database.answer(requestID: "r1", part, kiosk: "xuhui-1")
        }
        let rest = try await database.answers(requestID: "r1", after: 0)
        #expect(rest.parts == [parts[1], parts[2]] && rest.done)
        #expect(try await database.openRequests(kiosk: "xuhui-1").requests.isEmpty)
        for number in 0..<HubStoreLimits.openRequestsPerKiosk {
            _ = try await database.ask(kiosk: "xuhui-1", RemoteRequestDraft(kind: .status), id: "s\(number)")
        }
        await #expect(throws: HubStoreError.self) {
            try await database.ask(kiosk: "xuhui-1", RemoteRequestDraft(kind: .status), id: "one too many")
        }
        salon.clock.advance(ms: HubStoreLimits.operatorGoneMs + 1)
        _ = try await database.ask(kiosk: "xuhui-1", RemoteRequestDraft(kind: .status), id: "others have left")
        salon.clock.advance(ms: HubStoreLimits.requestAgeMs + 1)
        try await database.tidy()
        await #expect(throws: HubStoreError.self) { try await database.answers(requestID: "r1", after: -1) }
    }
}
