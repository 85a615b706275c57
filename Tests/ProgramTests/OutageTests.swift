import Foundation
import HubAPI
import HubClient
import KioskTesting
import Testing
import VirtualSalon
import Vocabulary

/// What happens to a kiosk when what it stands on goes away.
@Suite(.serialized) struct OutageTests {
    @Test func `Without the hub a member checks in, and the hub learns it once it is back`()
        async throws
    {
        try await withSalon("outage") { salon, card, page in
            await salon.child("hubd")?.kill()
            let kiosk = try #require(await salon.child("kioskd"))
            try await kiosk.waits(for: "the word offline") {
                try await page.state().texts?.contains { $0.contains("离线") } ?? false
            }
            try await page.insert(card.name)
            try await salon.waitForScreen("welcome")
            try await page.touch("checkIn")
            try await salon.waitForScreen("checkedIn")
            try await salon.startHub()
            try await salon.waitForUpload()
            let status = try await salon.operator().kiosk(salon.kiosk)
            #expect(status.position.lastSequence == 1)
            #expect(try await salon.kioskStatus().journalSequence == 1)
            #expect(try await salon.desk().incidents().incidents == [])
        }
    }

    @Test func `pcscd dies: out of service, please go to the desk; and back by itself`() async throws {
        try await withSalon("reader") { salon, card, page in
            await salon.child("pcscd")?.stop()
            try await salon.waitForScreen("outOfService")
            try await salon.startPCSCD()
            try await salon.waitForScreen("attract")
            try await page.insert(card.name)
            try await salon.waitForScreen("welcome")
        }
    }

    @Test func `An operator fetches log, status and screenshot through the hub`() async throws {
        try await withSalon("afar") { salon, _, _ in
            let log = try await salon.operate(["logs", "--kiosk", salon.kiosk, "--since", "1h", "--json"])
            #expect(log.contains(#""event":"started""#))
            let status = try await salon.operate(["status", "--kiosk", salon.kiosk, "--json"])
            #expect(status.contains(#""screen":"attract""#))
            let picture = salon.folder.root.appending(path: "afar.png")
            _ = try await salon.operate(["screenshot", "--kiosk", salon.kiosk, "-o", picture.path])
            #expect(try Data(contentsOf: picture).starts(with: [0x89, 0x50, 0x4E, 0x47]))
        }
    }
}
