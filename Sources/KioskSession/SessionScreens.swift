internal import Loyalty
internal import Vocabulary

/// The screen that shows a state.
extension Session {
    package var screen: Screen {
        switch state {
        case .idle: house(idleBody)
        case .reading: house(.holdStill)
        case .refused(let notice):
            // It is not known whose card could not be read: it may be the one whose spend is undecided.
            house(.notice(notice, submittedSpend?.isUndecided == true ? .undecided : .card))
        case .farewell(let farewell):
            Screen(header: header, language: farewell.language, body: body(farewell))
        case .visit(let visit):
            Screen(header: header, language: visit.language, body: body(visit), warning: warning(visit))
        }
    }

    private func house(_ body: Screen.Body) -> Screen {
        Screen(header: header, language: chosenLanguage ?? houseLanguage, body: body)
    }

    private var idleBody: Screen.Body {
        if case .lost(let code) = reader {
            return .outOfService(OutOfService(code: code, isUndecided: submittedSpend?.isUndecided ?? false))
        }
        return lying == .nothing ? .attract : .takeCard
    }

    private func body(_ farewell: Farewell) -> Screen.Body {
        let takesCard = lying != .nothing
        return switch farewell.kind {
        case .checkedIn(let greeting, let line):
            .checkedIn(CheckedIn(greeting: greeting, booking: line, takesCard: takesCard))
        case .goodbye(let occasion): .goodbye(Goodbye(after: occasion, takesCard: takesCard))
        }
    }

    private func warning(_ visit: Visit) -> Screen.Warning? {
        visit.warning.map {
            Screen.Warning(secondsLeft: $0, ofSeconds: timings.warning, isCovering: $0 <= timings.covered)
        }
    }

    private func body(_ visit: Visit) -> Screen.Body {
        switch visit.page {
        case .welcome, .checkingIn: .welcome(welcome(visit))
        case .bookings(let page): .bookings(bookings(visit, page))
        case .rewards(let page): .rewards(choice(visit, page))
        case .why(let page, _): why(visit, page)
        case .claims(let page): claim(visit, page)
        case .paid(let claim, let amount): paid(visit, claim, amount)
        case .confirm(let reward): .confirm(confirm(reward, visit))
        case .spend(let spend): .presentCard(PresentCard(reward: spend.order.reward, stage: stage(spend)))
        case .notice(let notice, let subject, _): .notice(notice, subject)
        case .otherCard: .personChanged
        }
    }

    private func stage(_ spend: Spend) -> PresentCard.Stage {
        switch spend.stage {
        case .asking: .asking
        case .waiting: .waitingForCard
        case .writing where isReaderLost, .settling where isReaderLost, .uncertain where isReaderLost: .readerAway
        case .writing, .settling: .writing
        case .uncertain: .tapAgain
        }
    }

    func welcome(_ visit: Visit) -> Welcome {
        let visitor = visit.visitor
        let next = visit.nextAppointment
        return Welcome(
            greeting: visitor.greeting, tier: visitor.tier, tierRank: visitor.tierRank, numberTail: visitor.numberTail,
            points: points(visit), explains: !visit.whyPages.isEmpty,
            storedValue: visit.storedValueShown ? .shown(money(visit)) : .hidden, booking: next?.line,
            bookingsToday: visitor.bookings.count, actions: actions(visit, next), cardMayGo: mayGo(visit),
            remark: remark(visit, next))
    }

    /// The actions of the welcome page, the sensible one first. For a visitor who is too early or too late that is
    /// finishing.
    private func actions(_ visit: Visit, _ next: Appointment?) -> [Welcome.Action] {
        var others: [Welcome.Action] = []
        if visit.visitor.maySpend, !visit.visitor.rewards.isEmpty { others.append(.redeem) }
        if !visit.visitor.claims.isEmpty { others.append(.claims(visit.visitor.claims.count)) }
        if visit.dueAppointment != nil { return [.checkIn] + others + [.finish] }
        if visit.mayCheckInWithoutBooking { return [.announce] + others + [.finish] }
        let mustWait = next.map { $0.isHere && $0.line.status != .checkedIn } ?? false
        return mustWait ? [.finish] + others : others + [.finish]
    }

    private func remark(_ visit: Visit, _ next: Appointment?) -> Welcome.Remark? {
        if let remark = visit.visitor.remark { return remark }
        if let next, next.isHere, next.line.status != .checkedIn, visit.dueAppointment == nil {
            switch next.window {
            case .tooEarly(let from): return .tooEarly(from: from)
            case .tooLate: return .tooLate
            case .open: break
            }
        }
        return header.online ? nil : .offline(checksIn: visit.mayCheckIn)
    }

    /// Whether the visitor may take the card away: it lies there, and nothing needs it any more.
    private func mayGo(_ visit: Visit) -> Bool { lying == .card(visit.visitor.card) && visit.reading == nil }

    private func bookings(_ visit: Visit, _ page: Int) -> BookingList {
        let shown = min(page, visit.bookingPages - 1)
        let lines = visit.visitor.bookings.dropFirst(shown * Self.bookingsPerPage).prefix(Self.bookingsPerPage)
        return BookingList(lines: lines.map(\.line), page: shown, pages: visit.bookingPages)
    }

    private func claim(_ visit: Visit, _ page: Int) -> Screen.Body {
        let claims = visit.visitor.claims
        let shown = min(page, claims.count - 1)
        // The claim was handed over meanwhile.
        guard claims.indices.contains(shown) else { return .welcome(welcome(visit)) }
        return .claim(
            Claim(
                reward: claims[shown].reward, code: claims[shown].code, lastDay: claims[shown].lastDay, paid: nil,
                page: shown, pages: claims.count, cardMayGo: mayGo(visit)))
    }

    private func paid(_ visit: Visit, _ claim: OpenClaim, _ amount: Amount) -> Screen.Body {
        // The looked-up visitor has the claim's last day, which the rules compute.
        let known = visit.visitor.claims.first { $0.code == claim.code } ?? claim
        return .claim(
            Claim(
                reward: known.reward, code: known.code, lastDay: known.lastDay,
                paid: Claim.Paid(amount: amount, pointsLeft: points(visit)),
                cardMayGo: lying != .nothing && visit.reading == nil))
    }

    private func confirm(_ reward: Reward, _ visit: Visit) -> Confirm {
        let after = visit.visitor.funds.available - reward.price
        return Confirm(
            reward: reward, pointsAfter: shown(after.points, visit),
            moneyAfter: reward.price.money > .zero ? shown(after.money, visit) : nil)
    }

    private func points(_ visit: Visit) -> ShownBalance<Points> { shown(visit.visitor.funds.available.points, visit) }

    private func money(_ visit: Visit) -> ShownBalance<Money> { shown(visit.visitor.funds.available.money, visit) }

    private func shown<Quantity>(_ amount: Quantity, _ visit: Visit) -> ShownBalance<Quantity> {
        ShownBalance(amount: amount, asOf: header.online ? nil : visit.visitor.asOf, about: visit.visitor.about)
    }

    private func choice(_ visit: Visit, _ page: Int) -> RewardChoice {
        let shown = min(page, visit.rewardPages - 1)
        let offers = visit.visitor.rewards.dropFirst(shown * Self.rewardsPerPage).prefix(Self.rewardsPerPage)
        return RewardChoice(
            available: points(visit),
            offers: offers.map { RewardChoice.Offer(reward: $0, blocked: blocked($0, visit)) }, page: shown,
            pages: visit.rewardPages)
    }

    private func blocked(_ reward: Reward, _ visit: Visit) -> RewardChoice.Blocked? {
        if let words = visit.visitor.refusals[reward.id] { return .rule(words) }
        let available = visit.visitor.funds.available
        return switch visit.visitor.funds.verdict(for: reward.price) {
        case .allowed: nil
        case .insufficient: .notEnough(missing: max(.zero, reward.price.points - available.points))
        case .suspect: .notEnough(missing: .zero)
        case .needsProof: .needsDesk
        case .needsHub: header.online ? nil : .needsHub
        }
    }
}
