internal import Identity

/// One person's visit, from the tap that was understood to the goodbye.
package struct Visit: Hashable, Sendable {
    package var visitor: Visitor
    package var tap: Tap
    package var language: Language
    package var page: Page = .welcome
    package var storedValueShown = false
    /// Seconds left before the visit ends by itself, while the warning is shown.
    package var warning: Int?
    /// A card put on the reader during the visit, still being read.
    package var reading: Tap?
    /// This person has checked in during this visit.
    package var arrived = false

    package init(visitor: Visitor, tap: Tap) {
        self.visitor = visitor
        self.tap = tap
        language = visitor.language
    }

    /// The first booking that can still be arrived at, or else the first of today.
    var nextAppointment: Appointment? {
        let ahead = visitor.bookings.first { $0.line.status == .waiting && $0.window != .tooLate }
        return ahead ?? visitor.bookings.last { $0.line.status == .checkedIn } ?? visitor.bookings.last
    }

    /// A walk-in may always say that he is here; somebody with bookings when one of them is due.
    var mayCheckIn: Bool {
        let waiting = visitor.bookings.filter { $0.line.status == .waiting }
        return waiting.contains { $0.window == .open } || (visitor.bookings.isEmpty && !arrived)
    }

    var rewardPages: Int {
        max(1, (visitor.rewards.count + Session.rewardsPerPage - 1) / Session.rewardsPerPage)
    }

    package enum Page: Hashable, Sendable {
        case welcome
        case checkingIn(CheckInOrder)
        case checkedIn(BookingLine?)
        case rewards(page: Int)
        case why(page: Int, back: Back)
        case asking(SpendOrder)
        /// Allowed; the card is not on the reader.
        case waiting(SpendOrder, Authority)
        case writing(SpendOrder, Authority)
        /// The commit's answer never came; the same card is needed again.
        case uncertain(SpendOrder)
        case settling(SpendOrder)
        case claim(Reward, code: String)
        case notice(Notice, back: Back)
        case personChanged(Tap, Visitor)
    }

    /// Where a notice, or the answer to "why?", leads back to.
    package enum Back: Hashable, Sendable {
        case welcome
        case rewards
        case waiting(SpendOrder, Authority)
        case uncertain(SpendOrder)
    }
}

extension Session {
    mutating func whileVisiting(_ visit: Visit, _ event: Event) -> [Effect] {
        switch event {
        case .timerFired(let id): return timerFired(id, visit)
        case .touched(let touch, let fresh): return touched(touch, fresh, visit)
        case .cardPresented(let tap): return cardPresented(tap, visit)
        case .cardRead(let tap, let finding) where tap == visit.reading: return cardRead(tap, finding, visit)
        case .checkInRecorded(let id, let recorded): return checkInRecorded(id, recorded, visit)
        case .holdAnswered(let id, let verdict): return holdAnswered(id, verdict, visit)
        case .spendFinished(let id, let result): return spendFinished(id, result, visit)
        case .lookedAgain(let visitor): return lookedAgain(visitor, visit)
        case .cardRemoved, .cardRead, .readerReady, .readerLost, .headerChanged: return []
        }
    }

    /// Shows a page of the visit; somebody is there, so the idle time starts again.
    mutating func turn(_ visit: Visit, to page: Visit.Page) -> [Effect] {
        var visit = visit
        visit.page = page
        visit.warning = nil
        state = .visit(visit)
        return [show(), startIdle()]
    }

    private mutating func timerFired(_ id: TimerID, _ visit: Visit) -> [Effect] {
        var visit = visit
        switch (id.purpose, visit.page) {
        case (.idle, .writing), (.idle, .settling), (.idle, .asking), (.idle, .checkingIn):
            // Work under way ends by itself; nobody is sent off in the middle of it.
            return [startIdle()]
        case (.idle, _):
            visit.warning = timings.warning
            state = .visit(visit)
            return [show(), start(.countdown, 1)]
        case (.countdown, _):
            let left = (visit.warning ?? 1) - 1
            guard left > 0 else { return leave(to: .attract) }
            visit.warning = left
            state = .visit(visit)
            return [show(), start(.countdown, 1)]
        case (.hide, _):
            visit.storedValueShown = false
            state = .visit(visit)
            return [show()]
        case (.linger, .checkedIn), (.linger, .notice(_, back: .welcome)):
            visit.page = .welcome
            state = .visit(visit)
            return [show()]
        case (.linger, _):
            return []
        }
    }

    private mutating func touched(_ touch: Touch, _ fresh: OperationID, _ visit: Visit) -> [Effect] {
        var visit = visit
        visit.warning = nil
        switch touch {
        case .switchLanguage:
            visit.language = visit.language == .zh ? .en : .zh
            return turn(visit, to: visit.page)
        case .finish:
            guard !isBusy(visit.page) else { return [] }
            return leave(to: .goodbye(visit.language))
        case .revealStoredValue:
            visit.storedValueShown.toggle()
            let effects = turn(visit, to: visit.page)
            return visit.storedValueShown ? effects + [start(.hide, timings.reveal)] : effects
        case .checkIn:
            return checkIn(fresh, visit)
        case .nextPage, .previousPage:
            if case .rewards = visit.page { return chooseReward(touch, fresh, visit) }
            return explain(touch, visit)
        case .why, .whyReward:
            return explain(touch, visit)
        case .redeem, .reward:
            return chooseReward(touch, fresh, visit)
        case .back, .again:
            return goBack(visit)
        case .samePerson, .newPerson:
            return answerPersonChanged(touch, visit)
        case .elsewhere, .confirm:
            return turn(visit, to: visit.page)
        }
    }

    private func isBusy(_ page: Visit.Page) -> Bool {
        switch page {
        case .writing, .settling, .checkingIn: true
        default: false
        }
    }

    private mutating func goBack(_ visit: Visit) -> [Effect] {
        switch visit.page {
        case .notice(_, back: .waiting(let order, let authority)): return write(order, authority, visit)
        case .notice(_, back: .uncertain(let order)): return turn(visit, to: .uncertain(order))
        case .notice(_, back: .rewards), .why(_, back: .rewards): return turn(visit, to: .rewards(page: 0))
        case .rewards, .why, .checkedIn, .claim, .waiting, .notice(_, back: .welcome):
            return turn(visit, to: .welcome)
        case .asking, .writing, .settling, .checkingIn, .uncertain, .welcome, .personChanged: return []
        }
    }

    private mutating func checkIn(_ fresh: OperationID, _ visit: Visit) -> [Effect] {
        guard case .welcome = visit.page, visit.mayCheckIn else { return [] }
        let order = CheckInOrder(
            id: fresh, tap: visit.tap, member: visit.visitor.member, card: visit.visitor.card,
            booking: visit.visitor.bookings.first { $0.window == .open && $0.line.status == .waiting }?.line.id)
        var visit = visit
        visit.page = .checkingIn(order)
        state = .visit(visit)
        return [.recordCheckIn(order)]
    }

    private mutating func checkInRecorded(_ id: OperationID, _ recorded: Recorded, _ visit: Visit) -> [Effect] {
        guard case .checkingIn(let order) = visit.page, order.id == id else { return [] }
        guard recorded == .done else { return turn(visit, to: .notice(.journalFull, back: .welcome)) }
        var visit = visit
        visit.arrived = true
        var line: BookingLine?
        for index in visit.visitor.bookings.indices where visit.visitor.bookings[index].line.id == order.booking {
            visit.visitor.bookings[index].line.status = .checkedIn
            line = visit.visitor.bookings[index].line
        }
        return turn(visit, to: .checkedIn(line)) + [start(.linger, timings.linger)]
    }

    private mutating func cardPresented(_ tap: Tap, _ visit: Visit) -> [Effect] {
        switch visit.page {
        case .waiting(let order, let authority), .notice(_, back: .waiting(let order, let authority)):
            return write(order, authority, visit)
        case .uncertain(let order), .notice(_, back: .uncertain(let order)):
            return turn(visit, to: .settling(order)) + [.settle(order)]
        case .writing, .settling:
            return []
        case .welcome, .checkingIn, .checkedIn, .rewards, .why, .asking, .claim, .notice, .personChanged:
            var visit = visit
            visit.reading = tap
            state = .visit(visit)
            return [.readCard(tap)]
        }
    }

    private mutating func cardRead(_ tap: Tap, _ finding: CardFinding, _ visit: Visit) -> [Effect] {
        var visit = visit
        visit.reading = nil
        switch finding {
        case .visitor(let visitor) where visitor.card == visit.visitor.card:
            // The same card lifted and put back: one visit goes on, with what the card says now.
            visit.renew(visitor)
            return turn(visit, to: visit.page)
        case .visitor(let visitor):
            guard !isBusy(visit.page) else { return [] }
            return turn(visit, to: .personChanged(tap, visitor))
        case .refused(let notice):
            guard case .welcome = visit.page else { return turn(visit, to: visit.page) }
            return turn(visit, to: .notice(notice, back: .welcome)) + [start(.linger, timings.linger)]
        }
    }

    private mutating func answerPersonChanged(_ touch: Touch, _ visit: Visit) -> [Effect] {
        guard case .personChanged(let tap, let visitor) = visit.page else { return [] }
        guard touch == .newPerson else { return turn(visit, to: .welcome) }
        timers = [:]
        return [.endVisit] + begin(visitor, tap)
    }
}
