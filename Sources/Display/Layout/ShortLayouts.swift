import KioskSession
internal import Vocabulary

/// Screens of one sentence and a picture.
extension Painter {
    /// Both languages, the chosen one large; where to put the card as a picture.
    mutating func attract() {
        cardAndReader(centre: centre(800, 336), radius: geometry.length(212), pose: .approaching)
        let other = language.other
        text(
            phrase(.attractTitle), in: box(48, 96, 528, 208),
            TextLook(size: language == .zh ? 80 : 56, weight: .bold, vertical: .bottom, lines: 2, leading: 125))
        var look = TextLook(size: 40, colour: palette.accent, vertical: .centre, lines: 2, leading: 130)
        look.language = other
        text(Phrase.attractTitle.text(other), in: box(48, 324, 520, 112), look)
        hairline(48, 464, 480)
        look = TextLook(size: 32, colour: palette.muted)
        text(phrase(.attractHint), in: box(48, 480, 560, 48), look)
        look.language = other
        text(Phrase.attractHint.text(other), in: box(48, 528, 560, 48), look)
    }

    func centre(_ x: Int, _ y: Int) -> (x: Int, y: Int) {
        let point = box(x, y, 0, 0)
        return (point.x, point.y)
    }

    /// Picture on the right, one large sentence and one small on the left.
    mutating func cardScreen(_ title: Phrase, _ hint: Phrase, pose: CardPose) {
        cardAndReader(centre: centre(800, 336), radius: geometry.length(212), pose: pose)
        statement(title, hint)
    }

    mutating func statement(_ title: Phrase, _ hint: Phrase) {
        text(
            phrase(title), in: box(48, 144, 528, 160),
            TextLook(size: 60, weight: .bold, vertical: .bottom, lines: 2, leading: 120))
        let bar = box(48, 332, 72, 6)
        canvas.round(bar, radius: bar.height / 2, palette.accent)
        text(
            phrase(hint), in: box(48, 360, 528, 144),
            TextLook(size: 38, colour: palette.muted, vertical: .top, lines: 3, leading: 135))
    }

    /// Nobody is there to choose a language, and the card on the reader may be anybody's, so both languages are shown.
    mutating func takeCard() {
        cardAndReader(centre: centre(800, 336), radius: geometry.length(212), pose: .approaching)
        let other = language.other
        text(
            phrase(.takeCardTitle), in: box(48, 96, 528, 160),
            TextLook(size: 60, weight: .bold, vertical: .bottom, lines: 2, leading: 120))
        var look = TextLook(size: 40, colour: palette.accent, lines: 2, leading: 130)
        look.language = other
        text(Phrase.takeCardTitle.text(other), in: box(48, 272, 528, 64), look)
        text(phrase(.takeCardHint), in: box(48, 352, 528, 96), TextLook(size: 36, colour: palette.muted, lines: 2))
        key(.useCardAgain, in: box(48, 476, 480, 104), .again)
    }

    mutating func goodbye(_ goodbye: Goodbye) {
        let flower = centre(800, 336)
        let radius = geometry.length(212)
        let ground = PixelRect(x: flower.x - radius, y: flower.y - radius, width: 2 * radius, height: 2 * radius)
        picture("peony", in: ground) { painter in
            painter.canvas.round(ground, radius: radius, painter.palette.blush)
            painter.peony(centre: flower, radius: radius * 88 / 100, petals: 11, opacity: 46, rings: 3)
        }
        let (title, hint) = goodbye.after.words
        statement(title, hint)
        if goodbye.takesCard {
            sign(.exclamation, phrase(.goodbyeTakeCard), palette.warn, in: box(48, 516, 528, 64))
        }
    }

    /// Both languages: nobody is there to choose one.
    mutating func outOfService(_ outOfService: OutOfService) {
        let hint: Phrase = outOfService.isUndecided ? .outOfServiceUndecided : .outOfServiceHint
        seal(.exclamation, centre: centre(160, 216), radius: geometry.length(56), palette.warn)
        let other = language.other
        text(phrase(.outOfServiceTitle), in: box(272, 128, 720, 88), TextLook(size: 60, weight: .bold))
        text(
            phrase(hint), in: box(272, 220, 720, 88),
            TextLook(size: 38, colour: palette.muted, lines: 2, leading: 118))
        hairline(272, 328, 688)
        var look = TextLook(size: 42, weight: .bold)
        look.language = other
        text(Phrase.outOfServiceTitle.text(other), in: box(272, 352, 720, 64), look)
        look = TextLook(size: 34, colour: palette.muted, lines: 2, leading: 118)
        look.language = other
        text(hint.text(other), in: box(272, 412, 720, 92), look)
        staffCode(outOfService.code)
    }

    mutating func staffCode(_ code: String) {
        text(
            phrase(.staffCode, [.code: code]), in: box(272, 536, 720, 48), TextLook(size: 32, colour: palette.muted))
    }

    /// Asks whether the person has changed. The safe answer is the less prominent key.
    mutating func personChanged() {
        text(
            phrase(.personChangedTitle), in: box(96, 136, 832, 88),
            TextLook(size: 56, weight: .bold, align: .centre))
        text(
            phrase(.personChangedHint), in: box(96, 232, 832, 64),
            TextLook(size: 40, colour: palette.muted, align: .centre))
        key(.samePerson, in: box(96, 352, 400, 128), .samePerson)
        key(.newPerson, in: box(528, 352, 400, 128), .newPerson, isPrimary: true)
    }
}

extension Goodbye.Occasion {
    fileprivate var words: (title: Phrase, hint: Phrase) {
        switch self {
        case .looking: (.goodbyeLookingTitle, .goodbyeLookingHint)
        case .arrived: (.goodbyeArrivedTitle, .checkedInHint)
        case .expected: (.goodbyeExpectedTitle, .goodbyeExpectedHint)
        case .claiming: (.goodbyeClaimingTitle, .goodbyeClaimingHint)
        case .undecided: (.goodbyeUndecidedTitle, .goodbyeUndecidedHint)
        }
    }
}
