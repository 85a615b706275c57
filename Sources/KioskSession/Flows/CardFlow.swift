internal import Vocabulary

/// Events of the reader during a visit. If the card is lifted, the visit goes on. Another card leads to the question
/// whether the person has changed, and no account can be opened without its card on the reader.
extension Session {
    mutating func cardPresented(_ tap: Tap, _ visit: Visit) -> [Effect] {
        if let spend = visit.page.waiting {
            switch spend.stage {
            case .waiting, .uncertain: return resume(spend, visit)
            case .writing, .settling: return []
            // Whose card it is will be checked when the hub has answered.
            case .asking: return []
            }
        }
        if case .checkingIn = visit.page { return [] }
        var visit = visit
        visit.reading = tap
        if case .otherCard(_, _, let back) = visit.page { return turn(visit, to: back) + [.readCard(tap)] }
        state = .visit(visit)
        return [.readCard(tap)]
    }

    mutating func cardRemoved(_ visit: Visit) -> [Effect] {
        // The other card is gone, so its account can no longer be opened.
        if case .otherCard(_, _, let back) = visit.page { return turn(visit, to: back) }
        return [show()]
    }

    mutating func cardRead(_ tap: Tap, _ finding: CardFinding, _ visit: Visit) -> [Effect] {
        var visit = visit
        visit.reading = nil
        // This read began before the spend, so its result is out of date.
        guard visit.page.waiting == nil, !visit.page.isBusy else {
            state = .visit(visit)
            return []
        }
        switch finding {
        case .visitor(let visitor) where visitor.card == visit.visitor.card:
            // The same card was lifted and put back: the visit goes on with what was read now.
            visit.renew(visitor)
            return turn(visit, to: visit.page)
        case .visitor(let visitor):
            guard case .card(visitor.card) = lying else { return turn(visit, to: visit.page) }
            return turn(visit, to: .otherCard(tap, visitor, back: visit.page.behindQuestion))
        case .refused(let notice):
            guard lying == .unread(tap) else { return turn(visit, to: visit.page) }
            return turn(visit, to: .notice(notice, .card, back: visit.page.behindQuestion))
        }
    }

    mutating func otherCardTouched(
        _ touch: Touch, _ tap: Tap, _ visitor: Visitor, _ back: Visit.Page, _ visit: Visit
    ) -> [Effect] {
        switch touch {
        case .newPerson where lying == .card(visitor.card):
            timers = [:]
            return [.endVisit] + begin(visitor, tap)
        case .samePerson, .newPerson, .back:
            return turn(visit, to: back)
        default:
            return []
        }
    }

    /// The reader is lost. Pages that only show something stay. A spend that was not written yet ends; one that may
    /// have been written waits for its card.
    mutating func readerLost(_ visit: Visit) -> [Effect] {
        var visit = visit
        visit.reading = nil
        switch visit.page {
        case .confirm: return turn(visit, to: .notice(.readerAway, .spend, back: .welcome))
        case .otherCard(_, _, let back): return turn(visit, to: back)
        default: break
        }
        if let spend = visit.page.waiting {
            switch spend.stage {
            case .asking, .waiting: return turn(visit, to: .notice(.readerAway, .spend, back: .welcome))
            case .writing, .uncertain, .settling: return turn(visit, to: .spend(spend))
            }
        }
        state = .visit(visit)
        return [show()]
    }

    mutating func readerReady(_ visit: Visit) -> [Effect] {
        guard visit.page.waiting != nil else { return [show()] }
        return turn(visit, to: visit.page)
    }
}

extension Visit.Page {
    /// The page that a question or a notice stands before.
    fileprivate var behindQuestion: Visit.Page {
        switch self {
        case .otherCard(_, _, let back), .notice(_, _, let back): back
        default: self
        }
    }
}
