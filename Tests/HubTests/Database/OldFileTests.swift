import Database
import DatabaseTesting
import Foundation
import HubAPI
import PolicyFile
import Testing
import Vocabulary

@testable import HubStore

/// A file of each schema that a hub ever had is served from today, and moves to a server.
@Suite struct OldFileTests {
    /// Files of these schemas are moved too: what is moved has today's schema, whatever it was.
    private static let moved: Set = [1, 9, Int(Migrator.newest)]

    /// Today's file: members with bills, spends by card, open and ended, holds, claims, incidents, tokens.
    private static let today = Task {
        let salon = try await TestSalon(members: 6, on: .sqlite)
        let card = try await salon.issueCard()
        for order in [
            #"{"id": "s", "kind": "action", "action": "sign-up"}"#,
            #"{"id": "b", "kind": "bill", "store": "xuhui", "lines": [{"item": "essence", "unitPriceFen": 39800}]}"#,
        ] {
            #expect(try await salon.order(order).isAccepted)
        }
        var journal = TestJournal(kiosk: "xuhui-1")
        journal.append(salon.seen(.test(1), card: card, odometers: .zero))
        let spend = salon.intent(.test(2), card: card, before: .zero, points: 80, reward: "mask", claimCode: "AB12")
        journal.append(spend)
        journal.append(salon.outcome(.test(3), of: .test(2), card: card, .posted))
        journal.append(salon.intent(.test(4), card: card, before: Amount(points: 80), points: 10))
        journal.append(salon.behind(.test(5), card: card))
        journal.append(body: "no entry")
        _ = try await salon.database.upload(journal.request(), kiosk: "xuhui-1")
        try await salon.database.addToken("staff", for: Bearer(role: .staff, kiosk: nil))
        try await salon.database.numberAndSeal()
        try await expectSound(salon.database)
        try await salon.database.closeAndWait()
        return salon
    }

    @Test(arguments: 1...Int(Migrator.newest))
    func `A file of an earlier schema keeps every row, is right, and moves to a server`(step: Int) async throws {
        let salon = try await Self.today.value
        let path = "\(salon.path)/old-\(step).sqlite"
        let clock = HubClock(following: { salon.clock.nowMs })
        try OldHubFile.make(path, from: salon.path + "/hub.sqlite", through: step)
        try FileManager.default.copyItem(atPath: path, toPath: path + ".before")
        let database = try HubDatabase(path: path, clock: clock)
        try await expectSound(database)
        var round = Verification(database)
        while !round.isThrough { #expect(try await round.advance(for: .seconds(1)) == []) }
        try await database.closeAndWait()
        #expect(try OldHubFile.lost(of: path + ".before", in: path) == [])
        guard Self.moved.contains(step) else { return }

        let server = try await PostgresCluster.shared.value.newOptions()
        #expect(try await HubMove(file: path, server: server, clock: clock).run().isNew)
        try PlainRows.expectSame(PlainRows.ofFile(path), PlainRows.ofServer(server))
        let moved = try await HubDatabase.open(server: server, clock: clock)
        try await goOn(moved, salon, step)
        try await moved.closeAndWait()
    }

    /// The desk enters something, and nights pass.
    private func goOn(_ database: HubDatabase, _ salon: TestSalon, _ step: Int) async throws {
        // Rules came with the fourth step.
        if step < 4 { _ = try await database.publish(PolicyDocument.read(HubDatabase.samplePolicy)) }
        let order = #"{"id": "f", "kind": "action", "action": "feedback"}"#
        #expect(Answered(try await database.enterAtDesk(order, member: salon.member)).isAccepted)
        try await TestSalon.upkeep(database)
        try await expectSound(database)
    }
}
