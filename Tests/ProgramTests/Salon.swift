import Foundation
import KioskTesting
import Testing
import VirtualSalon

/// A salon for one test, with one issued card and the kiosk running; closed whatever happens.
func withSalon(
    _ name: String, _ body: (VirtualSalon, VirtualSalon.IssuedCard, KioskPage) async throws -> Void
) async throws {
    let programs = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    let salon = try VirtualSalon(name: name, programs: programs, project: project, say: { _ in })
    do {
        try await salon.open()
        let member = try #require(await salon.sample).story("prepaid")
        let card = try await salon.issue("member", to: member.number)
        try await salon.startKiosk()
        // Whoever takes the hub away leaves a kiosk that knows its members.
        try await salon.waitForName()
        try await body(salon, card, try await salon.requirePage())
        await salon.close()
    } catch {
        await salon.close()
        throw error
    }
}

extension VirtualSalon {
    func waitForScreen(_ screen: String) async throws {
        let page = try requirePage()
        let kiosk = try #require(child("kioskd"))
        try await kiosk.waits(for: "the screen \(screen)", within: .seconds(40)) {
            try await page.state().screen == screen
        }
    }
}
