import KioskSession
import Loyalty
import Vocabulary

extension Painter {
    /// One reward, one thing to do with the card.
    mutating func presentCard(_ present: PresentCard) {
        let isResting = [.writing, .asking, .readerAway].contains(present.stage)
        let pose: CardPose = isResting ? .resting : .approaching
        cardAndReader(centre: centre(800, 336), radius: geometry.length(212), pose: pose)
        let (title, hint) = words(present.stage)
        text(
            phrase(title), in: box(48, 80, 528, 124),
            TextLook(size: 54, weight: .bold, vertical: .bottom, lines: 2, leading: 118))
        text(
            phrase(hint), in: box(48, 216, 528, 132),
            TextLook(size: 36, colour: palette.muted, vertical: .top, lines: 3, leading: 126))
        chosen(present.reward, in: box(48, 356, 512, 128))
        switch present.stage {
        case .waitingForCard: key(.back, in: box(48, 496, 264, 97), .back)
        case .tapAgain: key(.actionFinish, in: box(48, 496, 264, 97), .finish)
        case .asking, .writing, .readerAway: break
        }
    }

    private func words(_ stage: PresentCard.Stage) -> (Phrase, Phrase) {
        switch stage {
        case .asking: (.askingTitle, .askingHint)
        case .waitingForCard: (.waitingForCardTitle, .waitingForCardHint)
        case .writing: (.writingTitle, .writingHint)
        case .tapAgain: (.tapAgainTitle, .tapAgainHint)
        case .readerAway: (.readerAwayTitle, .readerAwayHint)
        }
    }

    /// Name and points of the chosen reward.
    private mutating func chosen(_ reward: Reward, in rect: PixelRect) {
        card(rect)
        let inner = rect.inset(x: geometry.length(20), y: geometry.length(8))
        let upper = PixelRect(x: inner.x, y: inner.y, width: inner.width, height: inner.height * 66 / 100)
        let lower = PixelRect(x: inner.x, y: upper.maxY, width: inner.width, height: inner.maxY - upper.maxY)
        text(reward.name[language], in: upper, TextLook(size: 36, lines: 2, leading: 106, isPersonal: true))
        text(
            takes(reward), in: lower, TextLook(size: 34, weight: .bold, colour: palette.accent, isPersonal: true))
    }

    /// What it takes, from where.
    private func takes(_ reward: Reward) -> [String] {
        guard reward.price.money > .zero else { return [figures.points(reward.price.points)] }
        let price = [Phrase.Placeholder.amount: Figures.money(reward.price.money)]
        let separator = language == .zh ? "，" : ", "
        return [
            figures.points(reward.price.points) + separator + phrase(.rewardPrice, price),
            figures.shortPoints(reward.price.points) + separator + phrase(.rewardPriceShort, price),
        ]
    }

    /// What would be taken, from where, and what would remain. The key that takes it lies where no key lay before.
    mutating func confirm(_ confirm: Confirm) {
        text(phrase(.confirmTitle), in: box(32, 80, 400, 72), TextLook(size: 54, weight: .bold))
        text(
            phrase(.confirmHint), in: box(448, 80, 544, 72),
            TextLook(size: 34, colour: palette.muted, align: .right, lines: 2, leading: 110))
        card(box(32, 164, 960, confirm.moneyAfter == nil ? 208 : 304))
        text(
            confirm.reward.name[language], in: box(64, 172, 896, 84),
            TextLook(size: 42, weight: .bold, lines: 2, leading: 104, isPersonal: true))
        hairline(64, 260, 896)
        taken(
            .confirmPoints, figures.shortPoints(confirm.reward.price.points),
            left(confirm.pointsAfter) { figures.points($0) }, y: 268)
        guard let money = confirm.moneyAfter else { return confirmKeys() }
        hairline(64, 364, 896)
        taken(
            .confirmMoney, Figures.money(confirm.reward.price.money), left(money) { Figures.money($0) }, y: 368)
        confirmKeys()
    }

    private mutating func confirmKeys() {
        key(.confirmNo, in: box(32, 484, 400, 108), .back)
        key(.confirmYes, in: box(592, 484, 400, 108), .confirm, isPrimary: true)
    }

    private mutating func taken(_ label: Phrase, _ amount: String, _ left: [String], y: Int) {
        text(phrase(label), in: box(64, y, 216, 92), TextLook(size: 36, colour: palette.muted, lines: 2, leading: 112))
        text(
            amount, in: box(288, y, 264, 92),
            TextLook(size: 52, weight: .bold, colour: palette.accent, isPersonal: true))
        text(
            left, in: box(560, y, 400, 92),
            TextLook(size: 36, align: .right, lines: 2, leading: 112, isPersonal: true))
    }

    private func left<Quantity>(
        _ balance: ShownBalance<Quantity>, _ number: (Quantity) -> String
    ) -> [String] {
        let amount = balance.about ? phrase(.about, [.amount: number(balance.amount)]) : number(balance.amount)
        guard let asOf = balance.asOf else { return [phrase(.confirmLeft, [.amount: amount])] }
        return [phrase(.confirmLeftAsOf, [.amount: amount, .time: Figures.time(asOf)])]
    }

    /// The code as large as it goes: it is read aloud and typed by somebody else.
    mutating func claim(_ claim: Claim) {
        let isFresh = claim.paid != nil
        seal(.tick, centre: centre(96, 144), radius: geometry.length(38), palette.good)
        text(
            phrase(isFresh ? .claimTitle : .claimWaitingTitle), in: box(164, 92, 828, 56),
            TextLook(size: 46, weight: .bold))
        text(
            claim.reward[language], in: box(164, 148, 828, 52),
            TextLook(size: 36, colour: palette.muted, isPersonal: true))
        let ticket = box(112, 212, 800, 196)
        self.ticket(ticket)
        text(
            claim.lastDay.map {
                [phrase(.claimHintUntil, [.time: figures.day($0, weekday: false)])]
            } ?? [phrase(.claimHint)], in: box(144, 222, 736, 44),
            TextLook(size: 34, colour: palette.muted, align: .centre))
        code(claim.code, in: box(160, 268, 704, 132))
        if let paid = claim.paid {
            text(
                taken(paid), in: box(48, 410, 928, 68),
                TextLook(size: 36, lines: 2, leading: 104, isPersonal: true))
        }
        claimKeys(claim)
    }

    private mutating func claimKeys(_ claim: Claim) {
        guard claim.paid != nil else {
            key(.back, in: box(32, 492, 220, 100), .back)
            return pageKeys(claim.page, of: claim.pages, isPersonal: true)
        }
        sign(
            claim.cardMayGo ? .tick : .clock, phrase(claim.cardMayGo ? .claimCardMayGo : .claimKept), palette.good,
            in: box(48, 480, 600, 108))
        key(.actionFinish, in: box(680, 480, 312, 108), .finish, isPrimary: true)
    }

    /// What was taken, from where, and what is left.
    private func taken(_ paid: Claim.Paid) -> [String] {
        let points = figures.shortPoints(paid.amount.points)
        let money = phrase(.claimMoney, [.amount: Figures.money(paid.amount.money)])
        let amount = paid.amount.money > .zero ? points + (language == .zh ? "、" : ", ") + money : points
        let shown = figures.points(paid.pointsLeft.amount)
        let left = paid.pointsLeft.about ? phrase(.about, [.amount: shown]) : shown
        guard let asOf = paid.pointsLeft.asOf else { return [phrase(.claimPaid, [.amount: amount, .count: left])] }
        return [phrase(.claimPaidAsOf, [.amount: amount, .count: left, .time: Figures.time(asOf)])]
    }

    /// A card with two notches, as a tear-off ticket has.
    private mutating func ticket(_ rect: PixelRect) {
        card(rect)
        let radius = geometry.length(18)
        for x in [rect.x, rect.maxX] {
            canvas.round(
                PixelRect(x: x - radius, y: rect.midY - radius, width: 2 * radius, height: 2 * radius),
                radius: radius, palette.ground)
        }
    }

    /// Six characters in six equal cells, so that each can be pointed at.
    private mutating func code(_ code: String, in rect: PixelRect) {
        let characters = code.map(String.init).prefix(Self.codeLength)
        guard !characters.isEmpty, !redacting else {
            text(code, in: rect, TextLook(size: 120, isPersonal: true))
            return
        }
        let cell = rect.width / Self.codeLength
        let start = rect.x + (rect.width - cell * characters.count) / 2
        for (index, character) in characters.enumerated() {
            let place = PixelRect(x: start + cell * index, y: rect.y, width: cell, height: rect.height)
            text(
                character, in: place,
                TextLook(size: 120, weight: .bold, colour: palette.accent, align: .centre, isPersonal: true))
        }
    }

    private static let codeLength = 6
}
