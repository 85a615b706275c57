import CardProtocol
import CardSimulator
import HubAPI
import HubStore
import KioskSession
import KioskStore
import KioskTesting
import Loyalty
import Vocabulary

@testable import Kiosk

/// The promises. Each check names what it found; none stops at the first.
extension World {
    /// A balance is never further below zero than what kiosks may grant off line.
    func checkFloors(after what: String) async throws {
        for (member, balance) in try await balances() where !(balance + SmallSalon.limit).isNonNegative {
            witness.complain("below the floor: \(member) has \(balance) after \(what)")
        }
    }

    /// Lots that count, less debts.
    private func balances() async throws -> [(MemberID, Amount)] {
        let lots = try await HubLook(hub).lots()
        return members.map { member in
            var sum = Amount.zero
            for lot in lots where lot.member == member && (lot.expiresAtMs ?? .max) > clock.nowMs {
                if lot.currency == "points" {
                    sum.points += Points(lot.remaining)
                } else {
                    sum.money += Money(fen: lot.remaining)
                }
            }
            return (member, sum)
        }
    }

    /// Everything on line again, every card once at some kiosk, everything up and down until nothing moves.
    func comeToRest() async throws {
        try await hub.start()
        for kiosk in kiosks {
            if kiosk.cut.happened { try kiosk.reboot() }
            kiosk.cut.disarm()
            kiosk.link.clear()
            kiosk.link.isUp = true
            kiosk.tear = nil
            await kiosk.idleOut()
            await kiosk.lift()
            await kiosk.idleOut()
        }
        try await exchange()
        // Holds that nobody used run out, once their kiosks have said that they have nothing more to tell.
        clock.advance(ms: 15 * 60_000)
        try await exchange()
        try await hub.database().tidy()
        try await exchange()
        for pocket in pockets {
            let kiosk = pick(kiosks)
            await tap(pocket, at: kiosk)
            await kiosk.lift()
            await kiosk.idleOut()
        }
        try await exchange()
    }

    private func exchange() async throws {
        for _ in 0..<6 {
            var moved = false
            for kiosk in kiosks {
                for _ in 0..<8 { if await kiosk.upload() { moved = true } else { break } }
                do { try await kiosk.feed() } catch {
                    witness.complain("\(kiosk.name) cannot fetch the feed: \(error)")
                }
            }
            if !moved { return }
        }
        witness.complain("the kiosks still have something to send after six rounds")
    }

    /// All promises that hold once everything has come to rest.
    ///
    /// - Parameter expected: how the details of incidents begin that chance has brought about by itself.
    func checkEverything(expecting expected: [String] = []) async throws {
        let look = HubLook(hub)
        let spends = try await look.spends()
        let journal = try await look.journal()
        checkShown(spends, journal, try await look.claims())
        checkCounts(spends, settled: try await look.settled())
        try checkJournals(journal)
        checkChains(journal, try await look.epochNames())
        try await checkSums(look)
        try await checkKiosksAgree()
        for incident in try await look.incidents()
        where incident.status == "open" && !incident.isByLoss && !expected.contains(where: incident.detail.hasPrefix) {
            witness.complain("incident \(incident.kind): \(incident.detail)")
        }
    }

    /// Nothing shown as done is lost.
    private func checkShown(
        _ spends: [HubLook.Spend], _ journal: [HubLook.Line], _ claims: [OperationID: String]
    ) {
        for id in witness.claimsShown {
            let posted = spends.filter { $0.id == id && $0.state == "posted" }.count
            if posted != 1 { witness.complain("lost: the claim of \(id) was shown, posted \(posted) times") }
            if claims[id] != "open" { witness.complain("lost: the claim \(id) stands as \(claims[id] ?? "nothing")") }
        }
        let held = Dictionary(grouping: journal.filter { $0.verdict == "held" }, by: \.id).mapValues(\.count)
        for id in witness.checkInsShown where held[id] != 1 {
            witness.complain("lost: the check-in \(id) was shown, held \(held[id] ?? 0) times")
        }
    }

    /// Nothing is counted twice, nothing that was not committed is counted, nothing stays pending.
    private func checkCounts(_ spends: [HubLook.Spend], settled: [CardID: Amount]) {
        let committed = Dictionary(grouping: witness.commits, by: \.operation)
        let posted = spends.filter { $0.state == "posted" }
        for spend in posted {
            guard let commit = committed[spend.id]?.first else {
                witness.complain("counted: \(spend.id) is posted, no card committed it")
                continue
            }
            if commit.amount != spend.amount || commit.card != spend.card {
                witness.complain("counted: \(spend.id) is posted as \(spend.amount), the card gave \(commit.amount)")
            }
        }
        let ids = Set(posted.map(\.id))
        for commit in witness.commits where !ids.contains(commit.operation) {
            witness.complain("not counted: card \(commit.card) committed \(commit.operation) of \(commit.amount)")
        }
        for spend in spends where spend.state == "pending" || spend.state == "waiting" {
            guard let card = spend.card else { continue }
            if pockets.contains(where: { $0.id == card }) {
                witness.complain("\(spend.state): \(spend.id) although card \(card) has returned")
            }
        }
        for pocket in pockets {
            let odometers = pocket.card.odometers
            if settled[pocket.id] != odometers {
                witness.complain(
                    "settled: card \(pocket.id) stands at \(odometers), the hub says \(settled[pocket.id] ?? .zero)")
            }
        }
    }

    /// Each line of each kiosk's journal is at the hub, once, and nothing else is there.
    private func checkJournals(_ journal: [HubLook.Line]) throws {
        let held = Dictionary(grouping: journal.filter { $0.verdict == "held" }, by: \.id)
        var written: Set<OperationID> = []
        for kiosk in kiosks {
            try kiosk.store.verify()
            for entry in try kiosk.store.entries(above: -1_000_000, limit: .max) {
                written.insert(entry.id)
                if held[entry.id]?.count != 1 {
                    witness.complain(
                        "journal: line \(entry.id) of \(kiosk.name) is held \(held[entry.id]?.count ?? 0) times")
                }
            }
            if let left = try kiosk.store.pendingUpload() {
                witness.complain("journal: \(kiosk.name) still has \(left.entries.count) lines to send")
            }
        }
        guard !hasRestoredKiosk else { return }
        for id in held.keys where !written.contains(id) { witness.complain("journal: nobody wrote the line \(id)") }
    }

    private func checkChains(_ journal: [HubLook.Line], _ names: [Int64: String]) {
        for (epoch, lines) in Dictionary(grouping: journal, by: \.epoch) {
            var previous = JournalChain.root(ofEpoch: names[epoch] ?? "")
            for (index, line) in lines.sorted(by: { $0.sequence < $1.sequence }).enumerated() {
                let hash = JournalChain.hash(previous: previous, sequence: Int64(index) + 1, body: line.body)
                if hash != line.hash {
                    witness.complain("chain: line \(line.sequence) of epoch \(epoch) does not hold")
                }
                previous = line.hash
            }
        }
    }

    /// Σ lots = balance = Σ ledger = granted − spent − expired.
    private func checkSums(_ look: HubLook) async throws {
        let lots = try await look.lots()
        for lot in lots where lot.remaining != lot.booked {
            witness.complain("sums: a lot of \(lot.member) has \(lot.remaining) left, its ledger says \(lot.booked)")
        }
        for member in members {
            var left = Amount.zero
            for lot in lots where lot.member == member {
                if lot.currency == "points" {
                    left.points += Points(lot.remaining)
                } else {
                    left.money += Money(fen: lot.remaining)
                }
            }
            let spent = witness.commits.filter { $0.member == member }.reduce(Amount.zero) { $0 + $1.amount }
            let wanted = (granted[member] ?? .zero) - spent - (try await look.expired(member))
            if left != wanted { witness.complain("sums: \(member) has \(left), granted − spent − expired = \(wanted)") }
        }
    }

    /// What a customer would be told at any kiosk is what the hub holds.
    private func checkKiosksAgree() async throws {
        let balances = Dictionary(try await balances()) { first, _ in first }
        for kiosk in kiosks {
            for pocket in pockets {
                guard case .visitor(let visitor) = kiosk.look(at: pocket.card) else { continue }
                if visitor.funds.available != balances[pocket.member] {
                    witness.complain(
                        "kiosk: \(kiosk.name) shows \(visitor.funds.available) to \(pocket.id), the hub has "
                            + "\(balances[pocket.member] ?? .zero)")
                }
                if visitor.about || visitor.remark != nil {
                    witness.complain(
                        "kiosk: \(kiosk.name) remarks \(visitor.remark.map { "\($0)" } ?? "about") to \(pocket.id)")
                }
            }
        }
    }
}
