internal import Loyalty
package import Vocabulary

package struct Reward: Hashable, Sendable {
    package var id: String
    package var name: Bilingual
    package var price: Amount

    package init(id: String, name: Bilingual, price: Amount) {
        self.id = id
        self.name = name
        self.price = price
    }
}

package struct RewardChoice: Hashable, Sendable {
    package var available: ShownBalance<Points>
    /// At most four on a page; `page` counts from 0.
    package var offers: [Offer]
    package var page: Int
    package var pages: Int

    package struct Offer: Hashable, Sendable {
        package var reward: Reward
        /// `nil` when it can be taken now.
        package var blocked: Blocked?

        package init(reward: Reward, blocked: Blocked?) {
            self.reward = reward
            self.blocked = blocked
        }
    }

    package enum Blocked: Hashable, Sendable {
        /// So many points are missing; zero when it is money.
        case notEnough(missing: Points)
        case needsHub, needsDesk
        /// A rule keeps it back; its words.
        case rule(Bilingual)
    }

    package init(available: ShownBalance<Points>, offers: [Offer], page: Int, pages: Int) {
        self.available = available
        self.offers = offers
        self.page = page
        self.pages = pages
    }
}

/// What would be taken, from where, and what would remain: asked before anything happens.
package struct Confirm: Hashable, Sendable {
    package var reward: Reward
    package var pointsAfter: ShownBalance<Points>
    /// `nil` when no money is taken.
    package var moneyAfter: ShownBalance<Money>?

    package init(reward: Reward, pointsAfter: ShownBalance<Points>, moneyAfter: ShownBalance<Money>?) {
        self.reward = reward
        self.pointsAfter = pointsAfter
        self.moneyAfter = moneyAfter
    }
}

package struct PresentCard: Hashable, Sendable {
    package var reward: Reward
    package var stage: Stage

    package enum Stage: String, Hashable, Sendable, CaseIterable {
        /// The hub is being asked.
        case asking
        /// Put the card back on the reader.
        case waitingForCard
        /// Do not lift it now.
        case writing
        /// The outcome of the commit is unknown: the same card again, please.
        case tapAgain
        /// The outcome is unknown, and the reader does not answer.
        case readerAway
    }

    package init(reward: Reward, stage: Stage) {
        self.reward = reward
        self.stage = stage
    }
}

/// A reward that was paid for and waits at the desk.
package struct Claim: Hashable, Sendable {
    package var reward: Bilingual
    /// Six characters, shown large; the desk hands the reward over against it.
    package var code: String
    /// Until the end of which it can be fetched; `nil` when that is not known.
    package var lastDay: LocalTime?
    /// What was taken for it just now, and what is left; `nil` when it is looked at later.
    package var paid: Paid?
    /// `page` counts from 0: of several that wait.
    package var page: Int
    package var pages: Int
    /// Whether the card lies on the reader and is needed there no more.
    package var cardMayGo: Bool

    package struct Paid: Hashable, Sendable {
        package var amount: Amount
        package var pointsLeft: ShownBalance<Points>

        package init(amount: Amount, pointsLeft: ShownBalance<Points>) {
            self.amount = amount
            self.pointsLeft = pointsLeft
        }
    }

    package init(
        reward: Bilingual, code: String, lastDay: LocalTime?, paid: Paid?, page: Int = 0, pages: Int = 1,
        cardMayGo: Bool = false
    ) {
        self.reward = reward
        self.code = code
        self.lastDay = lastDay
        self.paid = paid
        self.page = page
        self.pages = pages
        self.cardMayGo = cardMayGo
    }
}
