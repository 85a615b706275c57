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
        for (index, card) in issued.enumerated() {
            let isBlocked = index == 2
            try await page.label(
                card.name, look: isBlocked ? "blocked" : "member",
                zh: isBlocked ? "已挂失的会员卡" : "会员卡 \(card.memberNumber)",
                en: isBlocked ? "Member card, reported lost" : "Member card \(card.memberNumber)", order: index + 1)
        }
        for (name, profile) in [
            ("blank", "ev2"), ("foreign", "foreign"), ("bank", "bank"), ("tag", "ntag215"),
        ] {
            try await page.makeCard(name, profile: profile)
        }
        return DemoCards(member: issued[0])
    }
}
