import Foundation
import HubAPI
import HubClient
import Kiosk
import KioskStore
import Loyalty
import VirtualSalon
import Vocabulary

/// Compares what kiosk, card and hub recorded of one visit. The kiosk has stopped, so that its file can be opened.
struct Comparison {
    var salon: VirtualSalon
    var card: VirtualSalon.IssuedCard

    func fill(_ report: inout VisitReport, odometers: Amount?) async throws {
        guard let id = CardID(card.id), let odometers else {
            throw ChildProcess.Failure("the card has no odometers")
        }
        let store = try KioskStore.open(
            at: salon.folder.kioskState.appending(path: "kiosk.sqlite").path, kiosk: salon.kiosk,
            now: { Int64(Date().timeIntervalSince1970 * 1000) }, makeID: { UUID() }
        ).store
        defer { store.close() }
        let status = try store.status()
        let hub = try await salon.operator().kiosk(salon.kiosk)
        report.compare("entries on the kiosk, entries on the hub", status.sequence, hub.position.lastSequence)
        report.compare(
            "hash of the kiosk's last entry, the hub's", status.lastHash.uppercased(),
            hub.position.lastHash.uppercased())
        report.compare("entries not uploaded", status.notUploaded, 0)

        let desk = try await salon.desk()
        let view = try await desk.card(id)
        let member = try await desk.member(view.member)
        guard let standing = try store.standing(of: id) else {
            throw ChildProcess.Failure("the kiosk knows nobody with the card \(id)")
        }
        let own = standing.localSpends.filter { $0.card == id && $0.state == .posted }
        let expected = own.reduce(view.settled) { $0 + $1.amount }
        report.compare(
            "the card's points odometer, settled + not yet uploaded", odometers.points.count,
            expected.points.count)
        report.compare(
            "the card's fen odometer, settled + not yet uploaded", odometers.money.fen, expected.money.fen)
        report.check("the card has spent something", odometers.points > .zero, "\(odometers.points)")

        let balance = balance(standing)
        report.compare("points on the kiosk, on the hub", balance.points.count, member.points - member.heldPoints)
        report.compare("fen on the kiosk, on the hub", balance.money.fen, member.fen - member.heldFen)
        report.compare("incidents", try await desk.incidents().incidents.count, 0)
        report.compare("open claims", try await desk.claims().claims.count, 1)
    }

    /// The kiosk's own figure: the snapshot's lots less what is held and what it spent itself since.
    private func balance(_ standing: CardStanding) -> Amount {
        let facts = standing.member
        let own = standing.localSpends.filter { !$0.heldByHub }.reduce(Amount.zero) { $0 + $1.amount }
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        return MemberAccount(facts, atMs: now).purse.funds(atMs: now) - facts.held - own
    }
}

/// What an operator sees of the kiosk through the hub.
struct VisitFromAfar {
    var salon: VirtualSalon
    var screens: URL

    func look(_ report: inout VisitReport) async throws {
        Progress.say("fetching the kiosk's log and a screenshot through the hub")
        let lines = try await salon.operate(["logs", "--kiosk", salon.kiosk, "--since", "1h", "--json"])
            .split(separator: "\n")
        report.logLines = lines.count
        report.check(
            "the log tells of the redemption", lines.contains { $0.contains("spendOutcome-posted") },
            "\(lines.count) lines")
        let picture = screens.appending(path: "from-afar.png")
        _ = try await salon.operate(["screenshot", "--kiosk", salon.kiosk, "-o", picture.path])
        let bytes = try Data(contentsOf: picture)
        report.check("a screenshot came", bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]), "\(bytes.count) bytes")
    }
}
