internal import HubAPI
package import KioskSession
internal import KioskStore
internal import Loyalty
package import Vocabulary

extension CardTransactions {
    /// - Parameter odometer: `nil` for a card that has none.
    func visitor(_ standing: CardStanding, _ odometer: Amount?, remark: Welcome.Remark? = nil) throws -> Visitor {
        let now = clock.nowMs()
        let policy = try policies.inForce(standing.snapshot, atMs: now) ?? .none
        var visitor = VisitorView(standing, odometer: odometer, policy: policy, atMs: now).visitor
        visitor.remark = remark
        visitor.recentClaim = standing.claim(sinceMs: now - Int64(configuration.doubleTapSeconds) * 1000)
        return visitor
    }

    /// The visitor looked up again after something was journalled; `nil` if the store fails or no longer knows the
    /// card.
    package func visitor(_ id: CardID, _ odometer: Amount) -> Visitor? {
        do {
            return try store.standing(of: id).map { try visitor($0, odometer) }
        } catch {
            log(.fault(code: storeFailureCode(error)))
            return nil
        }
    }

    /// Remembers the language that a member chose at this kiosk.
    package func remember(_ language: Language, of member: MemberID) {
        do { try store.remember(language: language.rawValue, of: member) } catch {
            log(.fault(code: storeFailureCode(error)))
        }
    }

    /// The header of every screen.
    package func header(online: Bool, nowMs: Int64) -> Screen.Header {
        let kiosk = (try? store.facts())?.kiosk
        return Screen.Header(
            salon: kiosk?.salon ?? Bilingual(both: ""),
            store: kiosk?.store ?? Bilingual(both: ""), online: online,
            clock: StoreCalendar(of: kiosk).time(nowMs))
    }
}
