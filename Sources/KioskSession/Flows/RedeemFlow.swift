internal import Identity
internal import Loyalty

/// Redeeming: choose, ask the hub (or decide by the offline limit), write the card, show the claim.
extension Session {
    /// How many rewards one page shows.
    static let rewardsPerPage = 4

    mutating func chooseReward(_ touch: Touch, _ fresh: OperationID, _ visit: Visit) -> [Effect] {
        switch (touch, visit.page) {
        case (.redeem, .welcome), (.redeem, .claim):
            guard visit.visitor.maySpend else { return turn(visit, to: .notice(.needsDesk, back: .welcome)) }
            return turn(visit, to: .rewards(page: 0))
        case (.nextPage, .rewards(let page)):
            return turn(visit, to: .rewards(page: min(page + 1, visit.rewardPages - 1)))
        case (.previousPage, .rewards(let page)):
            return turn(visit, to: .rewards(page: max(0, page - 1)))
        case (.reward(let id), .rewards):
            guard let reward = visit.visitor.rewards.first(where: { $0.id == id }) else { return [] }
            return order(reward, fresh, visit)
        default:
            return []
        }
    }

    private mutating func order(_ reward: Reward, _ fresh: OperationID, _ visit: Visit) -> [Effect] {
        guard visit.visitor.refusals[reward.id] == nil else { return explain(.whyReward(reward.id), visit) }
        let order = SpendOrder(
            id: fresh, tap: visit.tap, member: visit.visitor.member, card: visit.visitor.card, reward: reward,
            odometer: visit.visitor.funds.odometer)
        switch visit.visitor.funds.verdict(for: order.amount) {
        case .suspect: return turn(visit, to: .notice(.suspectCard, back: .welcome))
        case .insufficient: return turn(visit, to: .notice(.insufficient, back: .rewards))
        case .needsProof: return turn(visit, to: .notice(.needsDesk, back: .rewards))
        case .needsHub, .allowed: return turn(visit, to: .asking(order)) + [.askHold(order)]
        }
    }

    mutating func holdAnswered(_ id: OperationID, _ verdict: HoldVerdict, _ visit: Visit) -> [Effect] {
        guard case .asking(let order) = visit.page, order.id == id else { return [] }
        switch verdict {
        case .granted(let untilMs):
            return write(order, .hold(untilMs: untilMs), visit)
        case .refused(let notice):
            return turn(visit, to: .notice(notice, back: .rewards))
        case .noAnswer:
            guard visit.visitor.funds.verdict(for: order.amount) == .allowed else {
                return turn(visit, to: .notice(.offlineNoSpend, back: .welcome))
            }
            return write(order, .offline, visit)
        }
    }

    /// Writes now if the card lies on the reader, else asks for it.
    mutating func write(_ order: SpendOrder, _ authority: Authority, _ visit: Visit) -> [Effect] {
        guard cardOnReader else { return turn(visit, to: .waiting(order, authority)) }
        return turn(visit, to: .writing(order, authority)) + [.spend(order, authority)]
    }

    mutating func spendFinished(_ id: OperationID, _ result: SpendResult, _ visit: Visit) -> [Effect] {
        switch visit.page {
        case .writing(let order, let authority) where order.id == id:
            return finished(order, result, visit, again: .waiting(order, authority))
        case .settling(let order) where order.id == id:
            return finished(order, result, visit, again: .uncertain(order))
        default:
            return []
        }
    }

    private mutating func finished(
        _ order: SpendOrder, _ result: SpendResult, _ visit: Visit, again: Visit.Back
    ) -> [Effect] {
        var visit = visit
        switch result {
        case .committed:
            visit.visitor.funds.odometer = visit.visitor.funds.odometer + order.amount
            return turn(visit, to: .claim(order.reward, code: order.claimCode))
                + [.lookAgain(card: order.card, odometer: visit.visitor.funds.odometer)]
        case .unknown:
            return turn(visit, to: .uncertain(order))
        case .pulledEarly:
            return turn(visit, to: .notice(.pulledEarly, back: again))
        case .holdRanOut:
            // Under the same id: should the hub still hold it, it is not held twice.
            return turn(visit, to: .asking(order)) + [.askHold(order)]
        case .refused(let notice):
            // A pending spend stays pending whatever else is on the reader: ask for the same card again.
            if case .uncertain = again { return turn(visit, to: .notice(notice, back: again)) }
            return turn(visit, to: .notice(notice, back: notice == .wrongCard ? again : .welcome))
        case .voided:
            return turn(visit, to: .notice(.spendNotDone, back: .rewards))
        }
    }
}
