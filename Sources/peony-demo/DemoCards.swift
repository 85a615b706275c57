import Foundation
import HubAPI
import VirtualSalon
internal import Vocabulary

/// The cards that lie beside the demo's kiosk.
struct DemoCards {
    var member: VirtualSalon.IssuedCard

    /// Issues a card to each member of the demo's scenarios and one that is reported lost, and lays cards beside them
    /// that are not ours.
    static func issue(in salon: VirtualSalon) async throws -> DemoCards {
        guard let sample = await salon.sample else { throw ChildProcess.Failure("there is no sample salon") }
        let page = try await salon.requirePage()
        var issued: [String: VirtualSalon.IssuedCard] = [:]
        for (index, story) in sample.stories.enumerated() {
            let card = try await salon.issue(story.id, to: story.number)
            issued[story.id] = card
            let who = (zh: "\(story.name.zh) · \(story.tier.zh)", en: "\(story.name.en) · \(story.tier.en)")
            try await page.label(
                card.name, look: "member", zh: who.zh, en: who.en, story: (story.told.zh, story.told.en),
                order: index + 1)
        }
        guard let member = issued["prepaid"] else { throw ChildProcess.Failure("nobody's card shows stored value") }
        try await layLost(in: salon, page)
        for (name, profile) in [
            ("blank", "ev2"), ("foreign", "foreign"), ("bank", "bank"), ("tag", "ntag215"),
        ] {
            try await page.makeCard(name, profile: profile)
        }
        return DemoCards(member: member)
    }

    /// Lays down the lost card, of a member outside the scenarios.
    private static func layLost(in salon: VirtualSalon, _ page: KioskPage) async throws {
        let lost = try await salon.issue("lost", to: "YR000001")
        _ = try await salon.writeCardless(["block", lost.id, "--reason", "lost", "--yes", "--json"])
        try await page.label(
            lost.name, look: "blocked", zh: "已挂失的会员卡", en: "Member card, reported lost", story: nil, order: 40)
    }
}
