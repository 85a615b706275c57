import Foundation
import VirtualSalon

/// The cards that lie beside the demo's kiosk.
struct DemoCards {
    var member: VirtualSalon.IssuedCard

    /// Issues three, blocks one of them, and lays others beside them that are not ours.
    static func issue(in salon: VirtualSalon) async throws -> DemoCards {
        guard let sample = await salon.sample, sample.showcase.count >= 3 else {
            throw ChildProcess.Failure("the sample salon has no members to show")
        }
        var issued: [VirtualSalon.IssuedCard] = []
        for (index, member) in sample.showcase.prefix(3).enumerated() {
            issued.append(try await salon.issue("member-\(index + 1)", to: member.number))
        }
        _ = try await salon.writeCardless(["block", issued[2].id, "--reason", "lost", "--yes", "--json"])
        let page = try await salon.requirePage()
        for (name, profile) in [
            ("blank", "ev2"), ("foreign", "foreign"), ("bank", "bank"), ("tag", "ntag215"),
        ] {
            try await page.makeCard(name, profile: profile)
        }
        return DemoCards(member: issued[0])
    }
}
