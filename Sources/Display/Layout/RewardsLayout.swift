import KioskSession
import Loyalty
import Vocabulary

extension Painter {
    /// At most four offers, each one key; what cannot be taken says why.
    mutating func rewards(_ choice: RewardChoice) {
        text(phrase(.rewardsTitle), in: box(32, 80, 440, 64), TextLook(size: 46, weight: .bold))
        available(choice.available)
        if choice.offers.isEmpty { noRewards() }
        for (index, offer) in choice.offers.prefix(4).enumerated() {
            self.offer(offer, in: box(32 + 488 * (index % 2), 152 + 168 * (index / 2), 472, 156))
        }
        key(.back, in: box(32, 492, 220, 100), .back)
        pageKeys(choice.page, of: choice.pages)
    }

    private mutating func available(_ balance: ShownBalance<Points>) {
        func about(_ amount: String) -> String { balance.about ? phrase(.about, [.amount: amount]) : amount }
        let (long, short) = (about(figures.points(balance.amount)), about(figures.shortPoints(balance.amount)))
        let wordings =
            balance.asOf.map { Figures.time($0) }.map { time in
                [
                    phrase(.availableAsOf, [.amount: long, .time: time]),
                    phrase(.availableAsOfShort, [.amount: short, .time: time]),
                ]
            } ?? [phrase(.available, [.amount: long])]
        text(
            wordings, in: box(440, 80, 552, 64),
            TextLook(size: 38, colour: palette.accent, align: .right, isPersonal: true))
    }

    private mutating func noRewards() {
        card(box(32, 152, 960, 324))
        text(
            phrase(.noRewards), in: box(64, 224, 896, 80), TextLook(size: 46, weight: .bold, align: .centre))
        text(
            phrase(.noRewardsHint), in: box(64, 312, 896, 64),
            TextLook(size: 36, colour: palette.muted, align: .centre))
    }

    private mutating func offer(_ offer: RewardChoice.Offer, in rect: PixelRect) {
        let inner = rect.inset(x: geometry.length(22), y: geometry.length(10))
        let upper = PixelRect(x: inner.x, y: inner.y, width: inner.width, height: inner.height * 66 / 100)
        let lower = PixelRect(x: inner.x, y: upper.maxY, width: inner.width, height: inner.maxY - upper.maxY)
        let blocked = offer.blocked
        if blocked == nil {
            touchableCard(rect, .reward(offer.reward.id))
        } else {
            canvas.round(rect, radius: geometry.length(18), palette.blush)
        }
        if offer.blocked.isExplained { touchable(rect, .whyReward(offer.reward.id)) }
        if case .rule(let words) = blocked, sentence(words[language], in: inner) { return }
        text(
            offer.reward.name[language], in: upper,
            TextLook(
                size: 38, weight: .bold, colour: blocked == nil ? palette.ink : palette.muted, vertical: .centre,
                lines: 2, leading: 122))
        let used = price(offer, in: lower)
        let points = offer.reward.price.points
        text(
            [figures.points(points), figures.shortPoints(points), Figures.count(points.count)],
            in: PixelRect(x: lower.x, y: lower.y, width: lower.width - used, height: lower.height),
            TextLook(size: 36, weight: .bold, colour: blocked == nil ? palette.accent : palette.muted))
    }

    /// Draws a rule's sentence, which names the reward; `false` if it does not fit, and the short sign is drawn
    /// instead.
    private mutating func sentence(_ words: String, in rect: PixelRect) -> Bool {
        let look = TextLook(size: 34, colour: palette.muted, lines: 4, leading: 104, isPersonal: true)
        guard !fit([words], in: rect, look).isCut else { return false }
        text(words, in: rect, look)
        return true
    }

    /// Set from the right: what it takes of the stored value beside the points, or why it cannot be taken.
    /// - Returns: the width it took.
    private mutating func price(_ offer: RewardChoice.Offer, in rect: PixelRect) -> Int {
        let gap = geometry.length(16)
        if let blocked = offer.blocked {
            let look = TextLook(size: 32, weight: .bold)
            let sign = geometry.length(30) + gap
            let room = rect.width - sign - width(Figures.count(offer.reward.price.points.count), look)
            let words = words(blocked)
            let word = words.first { width($0, look) <= room } ?? words[words.count - 1]
            status(.ring, word, palette.warn, in: rect, align: .right)
            return width(word, look) + sign
        }
        guard offer.reward.price.money > .zero else { return 0 }
        let price = Figures.money(offer.reward.price.money)
        let share = rect.width * 58 / 100
        let place = PixelRect(x: rect.maxX - share, y: rect.y, width: share, height: rect.height)
        let look = TextLook(size: 32, colour: palette.muted, align: .right)
        let wordings = [Phrase.rewardPrice, .rewardPriceShort, .rewardPriceShortest].map {
            phrase($0, [.amount: price])
        }
        return text(wordings, in: place, look).width + gap
    }

    /// The fuller wording first.
    private func words(_ blocked: RewardChoice.Blocked) -> [String] {
        switch blocked {
        case .notEnough(let missing) where missing > .zero:
            [
                phrase(.blockedNotEnough, [.amount: figures.points(missing)]),
                phrase(.blockedNotEnoughShort, [.amount: figures.shortPoints(missing)]),
                phrase(.blockedNotEnoughShort, [.amount: Figures.count(missing.count)]),
            ]
        case .notEnough: [phrase(.blockedNotEnoughMoney)]
        case .needsHub: [phrase(.blockedNeedsHub), phrase(.blockedNeedsHubShort)]
        case .needsDesk: [phrase(.blockedNeedsDesk)]
        case .rule: [phrase(.blockedByRule)]
        }
    }
}

extension RewardChoice.Blocked? {
    /// Whether a touch on it says more.
    fileprivate var isExplained: Bool {
        switch self {
        case .notEnough, .rule: true
        case .needsHub, .needsDesk, nil: false
        }
    }
}
