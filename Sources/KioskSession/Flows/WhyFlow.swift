internal import Identity
internal import Loyalty

/// "Why?": pages of reasons, and back to where the question was asked.
extension Session {
    /// - Parameter visit: on the page where somebody touched "why?", "next" or "previous".
    mutating func explain(_ touch: Touch, _ visit: Visit) -> [Effect] {
        let pages = visit.whyPages
        let last = max(0, pages.count - 1)
        switch (touch, visit.page) {
        case (.why, .welcome):
            guard !pages.isEmpty else { return [] }
            return turn(visit, to: .why(page: 0, back: .welcome))
        case (.whyReward(let id), .rewards):
            // Where this reward is spoken of, or rewards at all.
            let name = visit.visitor.rewards.first { $0.id == id }?.name
            let rewards = pages.indices.filter { pages[$0].section == .rewards }
            let spoken = rewards.first { index in
                pages[index].lines.contains { line in name.map { line.words.zh.contains($0.zh) } ?? false }
            }
            guard let page = spoken ?? rewards.first else { return [] }
            return turn(visit, to: .why(page: page, back: .rewards))
        case (.nextPage, .why(let page, let back)):
            return turn(visit, to: .why(page: min(page + 1, last), back: back))
        case (.previousPage, .why(let page, let back)):
            return turn(visit, to: .why(page: max(0, min(page, last) - 1), back: back))
        default:
            return []
        }
    }

    /// Something was spent, or the card lies there again: what it says now, and what the rules say to that.
    mutating func lookedAgain(_ visitor: Visitor, _ visit: Visit) -> [Effect] {
        guard visitor.member == visit.visitor.member, visitor.card == visit.visitor.card else { return [] }
        var visit = visit
        visit.renew(visitor)
        state = .visit(visit)
        return [show()]
    }

    func why(_ visit: Visit, _ page: Int) -> Screen.Body {
        let pages = visit.whyPages
        // The stored value hides by itself, and its pages with it.
        let shown = min(page, pages.count - 1)
        guard pages.indices.contains(shown) else { return .welcome(welcome(visit)) }
        return .why(
            Why(
                section: pages[shown].section, lines: pages[shown].lines,
                asOf: header.online ? nil : visit.visitor.asOf, page: shown, pages: pages.count))
    }
}

extension Visit {
    var whyPages: [(section: Why.Section, lines: [Reason])] {
        visitor.reasons.pages(storedValueShown: storedValueShown)
    }

    /// What the card and the rules say of the same person now; the rest of the visit goes on.
    mutating func renew(_ fresh: Visitor) {
        visitor.funds = fresh.funds
        visitor.about = fresh.about
        visitor.tier = fresh.tier
        visitor.tierID = fresh.tierID
        visitor.rewards = fresh.rewards
        visitor.refusals = fresh.refusals
        visitor.reasons = fresh.reasons
    }
}
