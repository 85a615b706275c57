import KioskSession

extension Painter {
    /// What happened, what to do, and what is true of the money; a small code for staff.
    mutating func notice(_ notice: Notice, _ subject: Notice.Subject) {
        seal(
            .exclamation, centre: centre(160, 176), radius: geometry.length(56),
            notice.isGrave ? palette.bad : palette.warn)
        text(
            phrase(notice.words.title), in: box(272, 128, 720, 96), TextLook(size: 56, weight: .bold))
        text(
            phrase(notice.words.advice) + "\n" + phrase(subject.truth), in: box(272, 230, 720, 186),
            TextLook(size: 38, vertical: .top, lines: 4, leading: 140))
        for (index, key) in notice.keys.enumerated() {
            self.key(key.word, in: box(272 + 360 * index, 420, 336, 104), key.touch, isPrimary: index == 0)
        }
        staffCode(notice.code)
    }
}

extension Notice.Subject {
    /// What is true of the money, or of the arrival.
    var truth: Phrase {
        switch self {
        case .card: .nothingChanged
        case .checkIn: .notCheckedIn
        case .spend: .nothingTaken
        case .undecided: .stillUndecided
        }
    }
}

extension Notice {
    /// Whether somebody at the desk must look at the card or the kiosk.
    var isGrave: Bool {
        switch self {
        case .blockedCard, .unsafeCard, .suspectCard: true
        case .notRead, .pulledEarly, .severalCards, .unknownCard, .foreignCard, .offlineNoSpend, .hubRejected,
            .insufficient, .needsDesk, .wrongCard, .cannotRecord, .spendNotDone, .readerAway:
            false
        }
    }

    /// The keys, the likeliest first.
    var keys: [(word: Phrase, touch: Touch)] {
        switch self {
        case .notRead, .pulledEarly, .severalCards, .unknownCard, .foreignCard, .wrongCard, .spendNotDone:
            [(.again, .again), (.actionFinish, .finish)]
        case .blockedCard, .unsafeCard, .suspectCard:
            [(.understood, .back)]
        case .offlineNoSpend, .hubRejected, .insufficient, .needsDesk, .cannotRecord, .readerAway:
            [(.back, .back), (.actionFinish, .finish)]
        }
    }

    var words: (title: Phrase, advice: Phrase) {
        switch self {
        case .notRead: (.notReadTitle, .notReadAdvice)
        case .pulledEarly: (.pulledEarlyTitle, .pulledEarlyAdvice)
        case .severalCards: (.severalCardsTitle, .severalCardsAdvice)
        case .unknownCard: (.unknownCardTitle, .unknownCardAdvice)
        case .foreignCard: (.foreignCardTitle, .foreignCardAdvice)
        case .blockedCard: (.blockedCardTitle, .blockedCardAdvice)
        case .unsafeCard: (.unsafeCardTitle, .unsafeCardAdvice)
        case .suspectCard: (.suspectCardTitle, .suspectCardAdvice)
        case .offlineNoSpend: (.offlineNoSpendTitle, .offlineNoSpendAdvice)
        case .hubRejected: (.hubRejectedTitle, .hubRejectedAdvice)
        case .insufficient: (.insufficientTitle, .insufficientAdvice)
        case .needsDesk: (.needsDeskTitle, .needsDeskAdvice)
        case .wrongCard: (.wrongCardTitle, .wrongCardAdvice)
        case .cannotRecord: (.cannotRecordTitle, .cannotRecordAdvice)
        case .spendNotDone: (.spendNotDoneTitle, .spendNotDoneAdvice)
        case .readerAway: (.readerAwayNoticeTitle, .readerAwayNoticeAdvice)
        }
    }
}
