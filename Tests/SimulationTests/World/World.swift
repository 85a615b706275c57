import CardSimulator
import DatabaseTesting
import HubAPI
import HubStore
import KioskSession
import KioskStore
import KioskTesting
import Loyalty
import Vocabulary

@testable import Kiosk

/// A salon with its kiosks, its hub and the cards in its customers' pockets, and nothing that chance does not decide
/// from the seed.
@Stage final class World {
    /// A card in somebody's pocket.
    struct Pocket {
        var id: CardID
        var member: MemberID
        var card: VirtualCard
    }

    static let kioskNames = ["front", "side", "back"]

    let folder: Folder
    let clock = ManualClock()
    let hub: SimulatedHub
    let witness = Witness()
    let press: CardPress
    let ids: SeededIDs
    var random: SeededGenerator
    private(set) var kiosks: [SimulatedKiosk] = []
    private(set) var members: [MemberID] = []
    private(set) var pockets: [Pocket] = []
    /// All points and fen that the hub has ever granted and still knows of, by member.
    private(set) var granted: [MemberID: Amount] = [:]
    /// What staff entered since the hub's backup was made: they enter it again after a restore.
    private var enteredSince: [Entered] = []
    private var hubBackup: (backup: SimulatedHub.Backup, granted: [MemberID: Amount])?
    private var kioskBackups: [Int: FileCopy] = [:]
    private(set) var hasRestoredKiosk = false
    private var grants = 0
    private var plastics: UInt8 = 0

    private enum Entered {
        case block(CardID)
        case replacement(Pocket, of: CardID)
        case card(Pocket)
    }

    /// - Parameters:
    ///   - engine: what keeps the hub's data.
    ///   - between: what stands between a kiosk and the hub beside the flaky link.
    init(
        seed: UInt64, kiosks count: Int = 3, skews: [Int64] = [0, 40_000, -25_000],
        on engine: TestEngine = .chosen, between: (any HubLink) -> any HubLink = { $0 }
    ) async throws {
        folder = try Folder()
        random = SeededGenerator(seed: seed)
        ids = SeededIDs(seed: seed &* 31 &+ 7)
        press = try CardPress()
        hub = try await SimulatedHub.open(in: folder, clock: clock, on: engine)
        let names = Array(Self.kioskNames.prefix(count))
        try await hub.database().fillSmallSalon(kiosks: names)
        for (index, name) in names.enumerated() {
            kiosks.append(
                try SimulatedKiosk(
                    name: name, folder: folder, clock: clock, skewMs: skews[index],
                    ids: SeededIDs(seed: seed &* 1000 &+ UInt64(index)), keys: press.kioskKeys,
                    hub: between(hub.link(of: name)), witness: witness))
        }
    }

    // The salon's people.

    @discardableResult
    func enroll(points: Int64, fen: Int64, expiresInDays: Int64? = nil, bookingInMinutes: Int64? = nil) async throws
        -> MemberID
    {
        let member = ids.member()
        members.append(member)
        try await hub.database().enroll(member, number: "YR\(members.count)", bookingInMinutes: bookingInMinutes)
        if points > 0 { try await topUp(member, .points, points, expiresInDays: expiresInDays) }
        if fen > 0 { try await topUp(member, .principal, fen) }
        return member
    }

    func topUp(
        _ member: MemberID, _ currency: LotCurrency, _ amount: Int64, expiresInDays: Int64? = nil
    ) async throws {
        grants += 1
        let lot = PurseLot(
            id: "lot-\(grants)", currency: currency, source: "entry-\(grants)", granted: amount,
            gainedAtMs: clock.nowMs, expiresAtMs: expiresInDays.map { clock.nowMs + $0 * 86_400_000 })
        try await hub.database().grant(lot, to: member)
        let gained = Amount(
            points: Points(currency == .points ? amount : 0), money: Money(fen: currency == .points ? 0 : amount))
        granted[member, default: .zero] += gained
    }

    /// A new card for a member, as the desk issues it.
    @discardableResult
    func issue(to member: MemberID, replacing old: CardID? = nil) async throws -> Pocket {
        plastics += 1
        guard let uid = CardUID([0x04, 0x11, 0x22, 0x33, 0x44, 0x55, plastics]) else { throw WorldError.noPlastic }
        let view = try await hub.database().issue(
            IssueRequest(uid: uid, member: member, memberNumber: nil, replaces: old))
        let pocket = Pocket(
            id: view.id, member: member, card: try press.card(view.id, of: member, seed: UInt64(plastics)))
        _ = try await hub.database().markIssued(view.id)
        pockets.append(pocket)
        enteredSince.append(old.map { .replacement(pocket, of: $0) } ?? .card(pocket))
        return pocket
    }

    func block(_ card: CardID) async throws {
        _ = try await hub.database().block(card, CardChange(reason: "lost"))
        enteredSince.append(.block(card))
    }

    /// Takes a card away for good: it never returns.
    func lose(_ card: CardID) { pockets.removeAll { $0.id == card } }

    // Disasters.

    func backUpHub() async throws {
        hubBackup = (try await hub.backUp(), granted)
        enteredSince = []
    }

    /// Puts the hub's backup back. Staff enter again what they have on paper: cards and blocks, not the till's grants.
    func restoreHub() async throws -> Bool {
        guard let (backup, granted) = hubBackup else { return false }
        try await hub.restore(backup)
        self.granted = granted
        let again = enteredSince
        enteredSince = []
        for entry in again { try await enter(entry) }
        try await forgetWhatIsLost()
        return true
    }

    private func enter(_ entry: Entered) async throws {
        enteredSince.append(entry)
        let database = try hub.database()
        switch entry {
        case .block(let card): _ = try await database.block(card, CardChange(reason: "lost"))
        case .card(let pocket), .replacement(let pocket, _):
            var old: CardID?
            if case .replacement(_, let replaced) = entry { old = replaced }
            let request = IssueRequest(uid: pocket.id.uid, member: pocket.member, memberNumber: nil, replaces: old)
            _ = try await database.markIssued(try await database.issue(request).id)
        }
    }

    func backUp(kiosk index: Int) { kioskBackups[index] = FileCopy(of: kiosks[index].path) }

    func restore(kiosk index: Int) async throws -> Bool {
        guard let copy = kioskBackups[index] else { return false }
        try kiosks[index].restore(copy)
        hasRestoredKiosk = true
        try await forgetWhatIsLost()
        return true
    }

    /// Lines that stand on no disk any more. What a card knows comes back from the card; an arrival cannot.
    private func forgetWhatIsLost() async throws {
        var known = Set(try await HubLook(hub).journal().map(\.id))
        for kiosk in kiosks { known.formUnion(try kiosk.store.entries(above: -1_000_000, limit: .max).map(\.id)) }
        witness.forget(witness.checkInsShown.union(witness.claimsShown).subtracting(known))
    }
}

enum WorldError: Error { case noPlastic, noWelcome }
