import KioskSession
import Loyalty

extension Painter {
    /// One reward, one thing to do with the card.
    mutating func presentCard(_ present: PresentCard) {
        let pose: CardPose =
            present.stage == .writing || present.stage == .asking ? .resting : .approaching
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
        case .asking, .writing: break
        }
    }

    private func words(_ stage: PresentCard.Stage) -> (Phrase, Phrase) {
        switch stage {
        case .asking: (.askingTitle, .askingHint)
        case .waitingForCard: (.waitingForCardTitle, .waitingForCardHint)
        case .writing: (.writingTitle, .writingHint)
        case .tapAgain: (.tapAgainTitle, .tapAgainHint)
        }
    }

    /// Name and points of the chosen reward.
    private mutating func chosen(_ reward: Reward, in rect: PixelRect) {
        card(rect)
        let inner = rect.inset(x: geometry.length(20), y: geometry.length(8))
        let upper = PixelRect(x: inner.x, y: inner.y, width: inner.width, height: inner.height * 66 / 100)
        let lower = PixelRect(x: inner.x, y: upper.maxY, width: inner.width, height: inner.maxY - upper.maxY)
        text(reward.name[language], in: upper, TextLook(size: 36, lines: 2, leading: 106, isPersonal: true))
        let points = NumberText.points(reward.points)
        let price = NumberText.money(reward.price)
        var takes = [phrase(.rewardPoints, [.amount: points])]
        if reward.price > .zero {
            takes = [
                takes[0] + " · " + phrase(.rewardPrice, [.amount: price]),
                phrase(.rewardPointsShort, [.amount: points]) + " + " + price,
            ]
        }
        text(
            takes, in: lower,
            TextLook(size: 34, weight: .bold, colour: palette.accent, isPersonal: true))
    }

    /// The code as large as it goes: it is read aloud and typed by somebody else.
    mutating func claim(_ claim: Claim) {
        seal(.tick, centre: centre(96, 144), radius: geometry.length(38), palette.good)
        text(phrase(.claimTitle), in: box(164, 92, 828, 56), TextLook(size: 46, weight: .bold))
        text(
            claim.reward.name[language], in: box(164, 148, 828, 52),
            TextLook(size: 36, colour: palette.muted, isPersonal: true))
        let ticket = box(112, 220, 800, 232)
        self.ticket(ticket)
        text(
            phrase(.claimHint), in: box(144, 236, 736, 48),
            TextLook(size: 34, colour: palette.muted, align: .centre))
        code(claim.code, in: box(160, 288, 704, 148))
        let balance = claim.balanceAfter
        let shown = NumberText.points(balance.amount)
        let amount = balance.about ? phrase(.about, [.amount: shown]) : shown
        let left =
            balance.asOf.map { phrase(.claimBalanceAsOf, [.amount: amount, .time: NumberText.time($0)]) }
            ?? phrase(.claimBalance, [.amount: amount])
        text(left, in: box(48, 480, 592, 104), TextLook(size: 38, isPersonal: true))
        key(.actionFinish, in: box(680, 480, 312, 108), .finish, isPrimary: true)
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
