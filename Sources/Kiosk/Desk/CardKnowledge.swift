internal import HubAPI
package import Identity
package import KioskSession
internal import KioskStore
package import Loyalty

/// What the kiosk expects of a card before it has read the odometers.
struct CardKnowledge {
    /// The snapshot's settled odometers and what this kiosk itself has spent with the card since.
    var expected: Amount
    /// Intents of this card without an outcome, this kiosk's and those that the hub tells of.
    var open: [OpenIntent]
}

extension CardDesk {
    func knowledge(of id: CardID) throws -> CardKnowledge {
        guard let member = try store.member(of: id), let card = member.cards.first(where: { $0.id == id }) else {
            return CardKnowledge(expected: .zero, open: [])
        }
        let posted = try store.ownSpends(of: member.id).filter { $0.card == id && $0.state == .posted }
        let expected = posted.reduce(Amount(card.settled)) { $0 + $1.amount }
        return CardKnowledge(expected: expected, open: try store.openIntents(of: id))
    }

    func visitor(
        _ facts: MemberFacts, _ card: CardFacts, _ odometer: Amount?, remark: Welcome.Remark?
    ) throws -> Visitor {
        guard let snapshot = try store.facts() else { throw StoreError.unusable(reason: "no snapshot yet") }
        let now = clock.nowMs()
        let policy = try policies.inForce(snapshot, atMs: now) ?? .none
        let view = VisitorView(
            facts: facts, card: card, odometer: odometer,
            own: try store.ownSpends(of: facts.id), arrived: try store.checkedInBookings(of: facts.id),
            policy: policy, store: snapshot.kiosk.storeID, asOfMs: snapshot.asOfMs, nowMs: now, clock: clock)
        var visitor = view.visitor(remark: remark)
        if let chosen = try store.language(of: facts.id).flatMap(Language.init) { visitor.language = chosen }
        visitor.hasArrived = try view.hasArrived(
            here: store.hasCheckedIn(facts.id, sinceMs: clock.localDay(now).lowerBound))
        visitor.recentClaim = try recentClaim(card.id, now)
        return visitor
    }

    /// The same person again, after something was journalled; `nil` when that cannot be told.
    package func visitor(_ id: CardID, _ odometer: Amount) -> Visitor? {
        do {
            guard let facts = try store.member(of: id), let card = facts.cards.first(where: { $0.id == id }) else {
                return nil
            }
            return try visitor(facts, card, odometer, remark: nil)
        } catch {
            log(.fault(code: Self.code(for: error)))
            return nil
        }
    }

    /// The code of the newest redemption of this card on this kiosk within the double-tap window.
    private func recentClaim(_ card: CardID, _ now: Int64) throws -> String? {
        let entries = try store.recentEntries(card: card, sinceMs: now - doubleTapMs)
        let posted = entries.compactMap { entry -> OperationID? in
            guard case .spendOutcome(let outcome) = entry.fact, outcome.outcome == .posted else { return nil }
            return outcome.settles
        }
        return posted.first.map { ClaimCode.text(for: $0) }
    }

    /// A member wants this language here, next time too.
    package func remember(_ language: Language, of member: MemberID) {
        do { try store.remember(language: language.rawValue, of: member) } catch {
            log(.fault(code: Self.code(for: error)))
        }
    }

    /// What stands on top of every screen.
    package func header(online: Bool, nowMs: Int64) -> Screen.Header {
        let kiosk = (try? store.facts())?.kiosk
        return Screen.Header(
            salon: kiosk.map { Bilingual($0.salon) } ?? Bilingual(zh: "", en: ""),
            store: kiosk.map { Bilingual($0.store) } ?? Bilingual(zh: "", en: ""), online: online,
            clock: clock.localTime(nowMs))
    }
}
