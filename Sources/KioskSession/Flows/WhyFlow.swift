internal import Loyalty
internal import Vocabulary

/// "Why?": pages of reasons, and back to where the question was asked.
extension Session {
    mutating func whyTouched(_ touch: Touch, _ page: Int, _ back: Visit.Page, _ visit: Visit) -> [Effect] {
        let last = max(0, visit.whyPages.count - 1)
        switch touch {
        case .back: return turn(visit, to: back)
        case .nextPage: return turn(visit, to: .why(page: min(page + 1, last), back: back))
        case .previousPage: return turn(visit, to: .why(page: max(0, min(page, last) - 1), back: back))
        default: return []
        }
    }

    /// Shows the page of reasons that explains this reward, or else the first one about rewards.
    mutating func explain(reward id: String, onPage page: Int, _ visit: Visit) -> [Effect] {
        let pages = visit.whyPages
        let rewards = pages.indices.filter { pages[$0].section == .rewards }
        let spoken = rewards.first { index in pages[index].lines.contains { $0.rule == id } }
        guard let found = spoken ?? rewards.first else { return [] }
        return turn(visit, to: .why(page: found, back: .rewards(page: page)))
    }

    func why(_ visit: Visit, _ page: Int) -> Screen.Body {
        let pages = visit.whyPages
        // The stored value hides by itself, and then its pages are gone.
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
}
