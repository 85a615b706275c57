internal import Loyalty

/// From the state to what is shown.
extension Session {
    package var screen: Screen {
        switch state {
        case .outOfService(let code): house(.outOfService(code: code))
        case .attract: house(.attract)
        case .reading: house(.holdStill)
        case .refused(let notice): house(.notice(notice))
        case .goodbye(let language): Screen(header: header, language: language, body: .goodbye)
        case .visit(let visit):
            Screen(header: header, language: visit.language, body: body(visit), warningSeconds: visit.warning)
        }
    }

    private func house(_ body: Screen.Body) -> Screen {
        Screen(header: header, language: houseLanguage, body: body)
    }

    private func body(_ visit: Visit) -> Screen.Body {
        switch visit.page {
        case .welcome, .checkingIn: .welcome(welcome(visit))
        case .checkedIn(let line):
            .checkedIn(CheckedIn(greeting: visit.visitor.greeting, booking: line, offline: !header.online))
        case .rewards(let page): .rewards(choice(visit, page))
        case .why(let page, _): why(visit, page)
        case .asking(let order): .presentCard(PresentCard(reward: order.reward, stage: .asking))
        case .waiting(let order, _): .presentCard(PresentCard(reward: order.reward, stage: .waitingForCard))
        case .writing(let order, _), .settling(let order):
            .presentCard(PresentCard(reward: order.reward, stage: .writing))
        case .uncertain(let order): .presentCard(PresentCard(reward: order.reward, stage: .tapAgain))
        case .claim(let reward, let code):
            .claim(Claim(reward: reward, code: code, balanceAfter: points(visit)))
        case .notice(let notice, _): .notice(notice)
        case .personChanged: .personChanged
        }
    }

    func welcome(_ visit: Visit) -> Welcome {
        let visitor = visit.visitor
        let next = visit.nextAppointment
        var actions: [Welcome.Action] = visit.mayCheckIn ? [.checkIn] : []
        if visitor.maySpend, !visitor.rewards.isEmpty { actions.append(.redeem) }
        return Welcome(
            greeting: visitor.greeting, tier: visitor.tier, tierID: visitor.tierID, numberTail: visitor.numberTail,
            points: points(visit), explains: !visit.whyPages.isEmpty,
            storedValue: visit.storedValueShown ? .shown(money(visit)) : .hidden, booking: next?.line,
            moreToday: max(0, visitor.bookings.count - 1), actions: actions + [.finish], remark: remark(visit, next))
    }

    private func remark(_ visit: Visit, _ next: Appointment?) -> Welcome.Remark? {
        if let remark = visit.visitor.remark { return remark }
        if let next, next.line.status == .waiting, !visit.mayCheckIn {
            switch next.window {
            case .tooEarly(let from): return .tooEarly(from: from)
            case .tooLate: return .tooLate
            case .open: break
            }
        }
        return header.online ? nil : .offline
    }

    private func points(_ visit: Visit) -> ShownBalance<Points> { shown(visit.visitor.funds.available.points, visit) }

    private func money(_ visit: Visit) -> ShownBalance<Money> { shown(visit.visitor.funds.available.money, visit) }

    private func shown<Quantity>(_ amount: Quantity, _ visit: Visit) -> ShownBalance<Quantity> {
        ShownBalance(amount: amount, asOf: header.online ? nil : visit.visitor.asOf, about: visit.visitor.about)
    }

    private func choice(_ visit: Visit, _ page: Int) -> RewardChoice {
        let first = page * Self.rewardsPerPage
        let offers = visit.visitor.rewards.dropFirst(first).prefix(Self.rewardsPerPage).map { reward in
            RewardChoice.Offer(reward: reward, blocked: blocked(reward, visit))
        }
        return RewardChoice(available: points(visit), offers: Array(offers), page: page, pages: visit.rewardPages)
    }

    private func blocked(_ reward: Reward, _ visit: Visit) -> RewardChoice.Blocked? {
        if let words = visit.visitor.refusals[reward.id] { return .rule(words) }
        return switch visit.visitor.funds.verdict(for: Amount(points: reward.points, money: reward.price)) {
        case .allowed: nil
        case .insufficient, .suspect: .notEnough
        case .needsProof: .needsDesk
        case .needsHub: header.online ? nil : .needsHub
        }
    }
}
