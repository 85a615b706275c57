package import Loyalty
package import Vocabulary

/// Why the figures of one visitor are what they are, in the rules' own words.
package struct Reasons: Hashable, Sendable {
    package var points: [Reason]
    /// Shown only while the stored value is shown.
    package var storedValue: [Reason]
    package var tier: [Reason]
    package var rewards: [Reason]

    package init(
        points: [Reason] = [], storedValue: [Reason] = [], tier: [Reason] = [], rewards: [Reason] = []
    ) {
        self.points = points
        self.storedValue = storedValue
        self.tier = tier
        self.rewards = rewards
    }
}

/// One sentence.
package struct Reason: Hashable, Sendable {
    /// The id, in the policy, of what it is about.
    package var rule: String
    package var words: Bilingual
    /// It nearly applies: "14 points to go for hand care".
    package var isNearly: Bool

    package init(rule: String, words: Bilingual, isNearly: Bool) {
        self.rule = rule
        self.words = words
        self.isNearly = isNearly
    }

    /// A derivation's sentences: what nearly applies comes last, and is marked.
    package static func lines(_ derivation: Derivation) -> [Reason] {
        derivation.steps.map { Reason(rule: $0.rule, words: $0.sentence, isNearly: false) }
            + derivation.nearly.map { Reason(rule: $0.rule, words: $0.sentence, isNearly: true) }
    }
}

/// A page of reasons.
package struct Why: Hashable, Sendable {
    package enum Section: String, Hashable, Sendable, CaseIterable {
        case points, tier, rewards, storedValue

        /// Sentences on a page: names of rewards are long.
        package var linesPerPage: Int { self == .rewards ? 3 : 4 }
    }

    package var section: Section
    package var lines: [Reason]
    /// When the figures were true; `nil` while the hub answers.
    package var asOf: LocalTime?
    /// `page` counts from 0.
    package var page: Int
    package var pages: Int

    package init(section: Section, lines: [Reason], asOf: LocalTime?, page: Int, pages: Int) {
        self.section = section
        self.lines = lines
        self.asOf = asOf
        self.page = page
        self.pages = pages
    }
}

extension Reasons {
    /// Page by page. Stored value comes last, so that hiding it moves no other page.
    package func pages(storedValueShown: Bool) -> [(section: Why.Section, lines: [Reason])] {
        Why.Section.allCases.flatMap { section in
            let lines = section == .storedValue && !storedValueShown ? [] : self[section]
            return stride(from: 0, to: lines.count, by: section.linesPerPage).map { first in
                (section, Array(lines.dropFirst(first).prefix(section.linesPerPage)))
            }
        }
    }

    private subscript(section: Why.Section) -> [Reason] {
        switch section {
        case .points: points
        case .tier: tier
        case .rewards: rewards
        case .storedValue: storedValue
        }
    }
}
