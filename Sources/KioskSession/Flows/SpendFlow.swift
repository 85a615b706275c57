internal import Loyalty
internal import Vocabulary

/// A spend from the choice of a reward to its claim: choose, confirm, ask the hub (or use the offline limit), write the
/// card.
package struct Spend: Hashable, Sendable {
    package var order: SpendOrder
    package var stage: Stage

    package enum Stage: Hashable, Sendable {
        /// The hub is being asked.
        case asking
        /// Allowed; the card is not on the reader.
        case waiting(Authority)
        case writing(Authority)
        /// The commit's answer never came; the same card is needed again.
        case uncertain
        case settling
    }

    var isBusy: Bool {
        switch stage {
        case .asking, .writing, .settling: true
        case .waiting, .uncertain: false
        }
    }

    func at(_ stage: Stage) -> Visit.Page { .spend(Spend(order: order, stage: stage)) }
}

extension Session {
    /// How many rewards one page shows.
    static let rewardsPerPage = 4

    mutating func rewardsTouched(_ touch: Touch, _ page: Int, _ visit: Visit) -> [Effect] {
        switch touch {
        case .back: return turn(visit, to: .welcome)
        case .nextPage: return turn(visit, to: .rewards(page: min(page + 1, visit.rewardPages - 1)))
        case .previousPage: return turn(visit, to: .rewards(page: max(0, page - 1)))
        case .whyReward(let id): return explain(reward: id, onPage: page, visit)
        case .reward(let id):
            guard let reward = visit.visitor.rewards.first(where: { $0.id == id }) else { return [] }
            guard visit.visitor.refusals[id] == nil else { return explain(reward: id, onPage: page, visit) }
            let back = Visit.Page.rewards(page: page)
            if let notice = obstacle(reward, visit) { return turn(visit, to: .notice(notice, .spend, back: back)) }
            return turn(visit, to: .confirm(reward))
        default: return []
        }
    }

    /// Why a reward cannot be paid for, so that neither hub nor card is asked; `nil` if it can.
    private func obstacle(_ reward: Reward, _ visit: Visit) -> Notice? {
        switch visit.visitor.funds.verdict(for: reward.price) {
        case .suspect: .suspectCard
        case .insufficient: .insufficient
        case .needsProof: .needsDesk
        case .needsHub, .allowed: nil
        }
    }

    mutating func confirmTouched(_ touch: Touch, _ reward: Reward, _ fresh: Tap, _ visit: Visit) -> [Effect] {
        switch touch {
        case .back: return turn(visit, to: .rewards(page: 0))
        case .confirm:
            // The card may have been read again meanwhile, with another result.
            guard visit.visitor.rewards.contains(reward), visit.visitor.refusals[reward.id] == nil else {
                return turn(visit, to: .rewards(page: 0))
            }
            if let notice = obstacle(reward, visit) {
                return turn(visit, to: .notice(notice, .spend, back: .rewards(page: 0)))
            }
            let order = SpendOrder(
                id: fresh.id, tap: visit.tap, member: visit.visitor.member, card: visit.visitor.card, reward: reward,
                odometer: visit.visitor.funds.odometer)
            return ask(order, visit)
        default: return []
        }
    }

    private mutating func ask(_ order: SpendOrder, _ visit: Visit) -> [Effect] {
        turn(visit, to: .spend(Spend(order: order, stage: .asking))) + [.askHold(order)]
    }

    /// "Back" leaves a spend only while its card is awaited.
    mutating func spendTouched(_ touch: Touch, _ spend: Spend, _ visit: Visit) -> [Effect] {
        guard touch == .back, case .waiting = spend.stage else { return [] }
        return turn(visit, to: .welcome)
    }

    mutating func holdAnswered(_ id: OperationID, _ verdict: HoldVerdict, _ visit: Visit) -> [Effect] {
        guard case .spend(let spend) = visit.page, spend.stage == .asking, spend.order.id == id else { return [] }
        switch verdict {
        case .granted(let untilMs):
            return write(spend, .hold(untilMs: untilMs), visit)
        case .refused(let notice):
            return turn(visit, to: .notice(notice, .spend, back: .rewards(page: 0)))
        case .noAnswer:
            guard visit.visitor.funds.verdict(for: spend.order.amount) == .allowed else {
                return turn(visit, to: .notice(.offlineNoSpend, .spend, back: .welcome))
            }
            return write(spend, .offline, visit)
        }
    }

    /// Writes now if the card lies on the reader, else asks for it.
    private mutating func write(_ spend: Spend, _ authority: Authority, _ visit: Visit) -> [Effect] {
        let waiting = spend.at(.waiting(authority))
        switch lying {
        case .nothing:
            return turn(visit, to: waiting)
        case .card(let other) where other != spend.order.card:
            return turn(visit, to: .notice(.wrongCard, .spend, back: waiting))
        case .card, .unread:
            submittedSpend = SubmittedSpend(spend.order)
            return turn(visit, to: spend.at(.writing(authority))) + [.spend(spend.order, authority)]
        }
    }

    /// A card was put on the reader, or somebody wants to try again.
    mutating func resume(_ spend: Spend, _ visit: Visit) -> [Effect] {
        switch spend.stage {
        case .waiting(let authority):
            return write(spend, authority, visit)
        case .uncertain:
            guard lying != .nothing else { return turn(visit, to: .spend(spend)) }
            return turn(visit, to: spend.at(.settling)) + [.settle(spend.order)]
        case .asking, .writing, .settling:
            return []
        }
    }

    mutating func spendFinished(_ id: OperationID, _ result: SpendResult, _ visit: Visit) -> [Effect] {
        guard let spend = visit.page.waiting, spend.order.id == id else { return [] }
        switch spend.stage {
        case .writing(let authority): return written(spend, authority, result, visit)
        case .settling, .uncertain: return settled(spend, result, visit)
        case .asking, .waiting: return []
        }
    }

    private mutating func written(
        _ spend: Spend, _ authority: Authority, _ result: SpendResult, _ visit: Visit
    ) -> [Effect] {
        let waiting = spend.at(.waiting(authority))
        switch result {
        case .committed: return taken(spend.order, visit)
        case .unknown: return turn(visit, to: spend.at(.uncertain))
        case .holdRanOut:
            // Asks under the same id, so that the hub does not hold the amount twice if it still has the first hold.
            return ask(spend.order, visit)
        case .pulledEarly where isReaderLost:
            return turn(visit, to: .notice(.readerAway, .spend, back: .welcome))
        case .pulledEarly: return turn(visit, to: .notice(.pulledEarly, .spend, back: waiting))
        case .refused(.wrongCard): return turn(visit, to: .notice(.wrongCard, .spend, back: waiting))
        case .refused(.severalCards): return turn(visit, to: .notice(.severalCards, .spend, back: waiting))
        case .refused(let notice): return turn(visit, to: .notice(notice, .spend, back: .welcome))
        case .voided: return turn(visit, to: .notice(.spendNotDone, .spend, back: .rewards(page: 0)))
        }
    }

    /// Handles the result of looking at the card again. Whatever else lies on the reader, a pending spend stays
    /// pending, and the same card is asked for.
    private mutating func settled(_ spend: Spend, _ result: SpendResult, _ visit: Visit) -> [Effect] {
        let again = spend.at(.uncertain)
        switch result {
        case .committed: return taken(spend.order, visit)
        case .voided: return turn(visit, to: .notice(.spendNotDone, .spend, back: .rewards(page: 0)))
        case .refused(let notice): return turn(visit, to: .notice(notice, .undecided, back: again))
        case .unknown, .holdRanOut, .pulledEarly: return turn(visit, to: again)
        }
    }

    private mutating func taken(_ order: SpendOrder, _ visit: Visit) -> [Effect] {
        var visit = visit
        visit.hasClaimed = true
        visit.visitor.funds.odometer = visit.visitor.funds.odometer + order.amount
        let claim = OpenClaim(reward: order.reward.name, code: order.claimCode, lastDay: nil)
        visit.visitor.claims.insert(claim, at: 0)
        submittedSpend = nil
        return turn(visit, to: .paid(claim, order.amount))
            + [.lookAgain(card: order.card, odometer: visit.visitor.funds.odometer)]
    }
}

extension Visit {
    var rewardPages: Int {
        max(1, (visitor.rewards.count + Session.rewardsPerPage - 1) / Session.rewardsPerPage)
    }
}
