internal import Loyalty
package import Vocabulary

/// One person's visit, from the complete read of a card to the goodbye.
package struct Visit: Hashable, Sendable {
    package var visitor: Visitor
    package var tap: Tap
    package var language: Language
    package var page: Page = .welcome
    package var storedValueShown = false
    /// Seconds left before the visit ends by itself, while the bar runs.
    package var warning: Int?
    /// A card put on the reader during the visit, still being read.
    package var reading: Tap?
    /// A reward was paid for in this visit.
    var hasClaimed = false

    package init(visitor: Visitor, tap: Tap) {
        self.visitor = visitor
        self.tap = tap
        language = visitor.language
    }

    package indirect enum Page: Hashable, Sendable {
        case welcome
        case bookings(page: Int)
        case why(page: Int, back: Page)
        case rewards(page: Int)
        case claims(page: Int)
        /// A reward paid for just now, with what was taken for it.
        case paid(OpenClaim, Amount)
        case checkingIn(CheckInOrder)
        /// Asks the visitor to confirm what the reward takes.
        case confirm(Reward)
        case spend(Spend)
        case notice(Notice, Notice.Subject, back: Page)
        case otherCard(Tap, Visitor, back: Page)
    }
}

extension Visit.Page {
    /// Whether the page is for reading, or shows a code to note, and gets more time before the visit ends.
    var isForReading: Bool {
        switch self {
        case .bookings, .why, .claims, .paid, .notice: true
        case .welcome, .rewards, .checkingIn, .confirm, .spend, .otherCard: false
        }
    }

    /// Whether something was begun that ends by itself. The visit does not end meanwhile, neither by the timer nor by a
    /// touch.
    var isBusy: Bool {
        switch self {
        case .checkingIn: true
        case .spend(let spend): spend.isBusy
        case .welcome, .bookings, .why, .rewards, .claims, .paid, .confirm, .notice, .otherCard: false
        }
    }

    /// The spend that goes on when a card is put on the reader.
    var waiting: Spend? {
        switch self {
        case .spend(let spend): spend
        case .notice(_, _, back: .spend(let spend)): spend
        default: nil
        }
    }
}

extension Session {
    mutating func whileVisiting(_ visit: Visit, _ event: Event) -> [Effect] {
        switch event {
        case .timerFired(let id): return timePassed(id, visit)
        case .touched(let touch, let fresh): return touched(touch, fresh, visit)
        case .lookedAgain(let visitor): return lookedAgain(visitor, visit)
        case .checkInRecorded(let id, let recorded): return checkInRecorded(id, recorded, visit)
        case .holdAnswered(let id, let verdict): return holdAnswered(id, verdict, visit)
        case .spendFinished(let id, let result): return spendFinished(id, result, visit)
        case .readerLost: return readerLost(visit)
        case .readerReady: return readerReady(visit)
        case .cardPresented(let tap): return cardPresented(tap, visit)
        case .cardRemoved: return cardRemoved(visit)
        case .cardRead(let tap, let finding) where tap == visit.reading: return cardRead(tap, finding, visit)
        case .cardRead, .headerChanged: return []
        }
    }

    /// Shows a page of the visit; somebody is there, so the idle time starts again.
    mutating func turn(_ visit: Visit, to page: Visit.Page) -> [Effect] {
        var visit = visit
        visit.page = page
        visit.warning = nil
        state = .visit(visit)
        return [show(), startIdle(page)]
    }

    private mutating func touched(_ touch: Touch, _ fresh: Tap, _ visit: Visit) -> [Effect] {
        switch touch {
        case .switchLanguage:
            var visit = visit
            visit.language = visit.language.other
            return turn(visit, to: visit.page) + [.rememberLanguage(visit.visitor.member, visit.language)]
        case .finish:
            guard !visit.page.isBusy else { return [] }
            return part(.goodbye(occasion(visit)), visit)
        case .elsewhere:
            return turn(visit, to: visit.page)
        case .checkIn, .redeem, .revealStoredValue, .hideStoredValue, .back, .again, .samePerson, .newPerson, .nextPage,
            .previousPage, .why, .bookings, .claims, .confirm, .reward, .whyReward:
            return keyTouched(touch, fresh, visit)
        }
    }

    /// Handles a key of the page that is shown; other keys do nothing.
    private mutating func keyTouched(_ touch: Touch, _ fresh: Tap, _ visit: Visit) -> [Effect] {
        return switch visit.page {
        case .welcome: welcomeTouched(touch, fresh, visit)
        case .bookings(let page): bookingsTouched(touch, page, visit)
        case .why(let page, let back): whyTouched(touch, page, back, visit)
        case .rewards(let page): rewardsTouched(touch, page, visit)
        case .claims(let page): claimsTouched(touch, page, visit)
        case .paid: touch == .back ? turn(visit, to: .welcome) : []
        case .confirm(let reward): confirmTouched(touch, reward, fresh, visit)
        case .spend(let spend): spendTouched(touch, spend, visit)
        case .notice(_, _, let back): noticeTouched(touch, back, fresh, visit)
        case .otherCard(let tap, let visitor, let back): otherCardTouched(touch, tap, visitor, back, visit)
        case .checkingIn: []
        }
    }

    private func occasion(_ visit: Visit) -> Goodbye.Occasion {
        if submittedSpend?.isUndecided == true { return .undecided }
        if visit.hasClaimed { return .claiming }
        let here = visit.visitor.bookings.filter(\.isHere).map(\.line.status)
        if visit.visitor.hasArrived || here.contains(.checkedIn) { return .arrived }
        return here.contains(.waiting) ? .expected : .looking
    }

    /// Both "back" and "again" lead to where the notice came from; "again" also reads a card that lies there once more.
    private mutating func noticeTouched(
        _ touch: Touch, _ back: Visit.Page, _ fresh: Tap, _ visit: Visit
    ) -> [Effect] {
        guard touch == .back || touch == .again else { return [] }
        if case .spend(let spend) = back { return resume(spend, visit) }
        guard touch == .again, lying != .nothing else { return turn(visit, to: back) }
        var visit = visit
        visit.reading = fresh
        lying = .unread(fresh)
        return turn(visit, to: back) + [.readCard(fresh)]
    }

    /// Takes over the visitor that was looked up again after a spend or a new read of the card.
    private mutating func lookedAgain(_ visitor: Visitor, _ visit: Visit) -> [Effect] {
        guard visitor.member == visit.visitor.member, visitor.card == visit.visitor.card else { return [] }
        var visit = visit
        visit.renew(visitor)
        state = .visit(visit)
        return [show()]
    }

    /// Ends an idle visit in steps: first a bar, then a cover over everything personal, then the goodbye.
    private mutating func timePassed(_ id: TimerID, _ visit: Visit) -> [Effect] {
        var visit = visit
        switch id.purpose {
        case .idle where visit.page.isBusy:
            return [startIdle(visit.page)]
        case .idle:
            visit.warning = timings.warning
        case .countdown:
            let left = (visit.warning ?? 1) - 1
            guard left > 0 else { return part(.goodbye(occasion(visit)), visit) }
            visit.warning = left
        case .hide:
            visit.storedValueShown = false
        case .linger:
            return []
        }
        state = .visit(visit)
        return id.purpose == .hide ? [show()] : [show(), start(.countdown, 1)]
    }

    mutating func startIdle(_ page: Visit.Page) -> Effect {
        timers[.countdown] = nil
        return start(.idle, page.isForReading ? timings.reading : timings.idle)
    }
}

extension Visit {
    /// Replaces the visitor by the one looked up again; language and remark of the visit stay.
    mutating func renew(_ fresh: Visitor) {
        let known = visitor
        visitor = fresh
        visitor.language = known.language
        visitor.remark = fresh.remark ?? known.remark
    }
}
