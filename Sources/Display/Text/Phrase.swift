package import Vocabulary

/// Everything our screens can say. The words are in `Chinese.swift` and `English.swift`; placeholders stand in braces.
package enum Phrase: String, CaseIterable, Sendable {
    // Header
    case online, offline, otherLanguage
    // Start and short screens
    case attractTitle, attractHint, holdStillTitle, holdStillHint, takeCardTitle, takeCardHint, useCardAgain,
        goodbyeLookingTitle, goodbyeLookingHint, goodbyeArrivedTitle, goodbyeExpectedTitle, goodbyeExpectedHint,
        goodbyeClaimingTitle, goodbyeClaimingHint, goodbyeUndecidedTitle, goodbyeUndecidedHint, goodbyeTakeCard,
        outOfServiceTitle, outOfServiceHint, outOfServiceUndecided
    // Names
    case nameMs, nameMr, nameNone
    // Welcome
    case welcome, welcomeShort, memberNumber, memberNumberShort, cardMayGo, cardMayGoShort, cardMayGoShortest, points,
        pointsAsOf, pointsAsOfShort, storedValue, storedValueAsOf, storedValueAsOfShort, touchToShow, about,
        aboutShort, todaysBooking, bookingLength, bookingStaff, bookingPlace, noBooking, noBookingHint, bookingsToday,
        bookingsTodayShort, bookingsTitle, statusWaiting, statusMissed, statusCheckedIn, actionCheckIn,
        actionAnnounce, actionRedeem, actionClaims, actionFinish, remarkOffline, remarkOfflineOnly, remarkSettledDone,
        remarkSettledNotDone, remarkIncident, remarkTooEarly, remarkTooLate
    // Rewards
    case rewardsTitle, available, availableAsOf, availableAsOfShort, rewardPrice, rewardPriceShort,
        rewardPriceShortest, back, nextPage, previousPage, page, blockedNotEnough, blockedNotEnoughShort,
        blockedNotEnoughMoney, blockedNeedsHub, blockedNeedsHubShort, blockedNeedsDesk, blockedByRule, noRewards,
        noRewardsHint
    // Why
    case why, whyShort, whyPoints, whyTier, whyRewards, whyStoredValue, asOf
    // Spending
    case confirmTitle, confirmHint, confirmPoints, confirmMoney, confirmLeft, confirmLeftAsOf, confirmYes, confirmNo,
        askingTitle, askingHint, waitingForCardTitle, waitingForCardHint, writingTitle, writingHint, tapAgainTitle,
        tapAgainHint, readerAwayTitle, readerAwayHint
    // Claims
    case claimTitle, claimWaitingTitle, claimHint, claimHintUntil, claimPaid, claimPaidAsOf, claimMoney, claimKept,
        claimCardMayGo
    // Checked in
    case checkedInTitle, checkedInHint, checkedInWalkIn, checkedInTakeCard
    // Another card
    case personChangedTitle, personChangedHint, samePerson, newPerson
    // The bar at the foot
    case warningTitle, warningHint
    // Notices
    case again, understood, staffCode, nothingChanged, nothingTaken, notCheckedIn, stillUndecided, notReadTitle,
        notReadAdvice, pulledEarlyTitle, pulledEarlyAdvice, severalCardsTitle, severalCardsAdvice, unknownCardTitle,
        unknownCardAdvice, foreignCardTitle, foreignCardAdvice, blockedCardTitle, blockedCardAdvice, unsafeCardTitle,
        unsafeCardAdvice, suspectCardTitle, suspectCardAdvice, wrongCardTitle, wrongCardAdvice, offlineNoSpendTitle,
        offlineNoSpendAdvice, hubRejectedTitle, hubRejectedAdvice, insufficientTitle, insufficientAdvice,
        needsDeskTitle, needsDeskAdvice, cannotRecordTitle, cannotRecordAdvice, spendNotDoneTitle, spendNotDoneAdvice,
        readerAwayNoticeTitle, readerAwayNoticeAdvice

    /// What may stand in braces.
    package enum Placeholder: String, CaseIterable, Sendable { case name, number, time, amount, count, pages, code }

    /// The words with their braces.
    package func template(_ language: Language) -> String { language == .zh ? chinese : english }

    /// The words with every placeholder filled. One left out stays visible in its braces; a test looks for those.
    package func text(_ language: Language, _ values: [Placeholder: String] = [:]) -> String {
        var text = ""
        var rest = Substring(template(language))
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            text += rest[..<open]
            let name = String(rest[rest.index(after: open)..<close])
            text += Placeholder(rawValue: name).flatMap { values[$0] } ?? "{\(name)}"
            rest = rest[rest.index(after: close)...]
        }
        return text + rest
    }
}
