package import KioskSession

/// Everything our screens can say. The words are in `Chinese.swift` and `English.swift`; placeholders stand in braces.
package enum Phrase: String, CaseIterable, Sendable {
    // Header
    case online, offline, otherLanguage
    // Attract and short screens
    case attractTitle, attractHint, holdStillTitle, holdStillHint, goodbyeTitle, goodbyeHint
    case outOfServiceTitle, outOfServiceHint
    // Names
    case nameMs, nameMr, nameNone
    // Welcome
    case welcome, welcomeShort, memberNumber, memberNumberShort, points, pointsAsOf, storedValue, storedValueAsOf,
        touchToShow
    case about, aboutShort
    case nextBooking, bookingLength, bookingStaff, noBooking, noBookingHint, nextAndMore, nextAndMoreShort, moreToday
    case statusWaiting, statusCheckedIn, actionCheckIn, actionRedeem, actionFinish
    case remarkOffline, remarkSettledDone, remarkSettledNotDone, remarkIncident, remarkTooEarly, remarkTooLate
    // Rewards
    case rewardsTitle, available, availableAsOf, rewardPoints, rewardPointsShort, rewardPrice, back, nextPage,
        previousPage, page
    case blockedNotEnough, blockedNeedsHub, blockedNeedsDesk, blockedByRule, noRewards, noRewardsHint
    // Why
    case why, whyPoints, whyTier, whyRewards, whyStoredValue, asOf
    // Spending
    case askingTitle, askingHint, waitingForCardTitle, waitingForCardHint, writingTitle, writingHint
    case tapAgainTitle, tapAgainHint
    case claimTitle, claimHint, claimBalance, claimBalanceAsOf
    // Checked in
    case checkedInTitle, checkedInHint, checkedInWalkIn, checkedInOffline
    // Another card
    case personChangedTitle, personChangedHint, samePerson, newPerson
    // Warning
    case warningTitle, warningHint
    // Notices
    case again, understood, staffCode
    case notReadTitle, notReadAdvice, pulledEarlyTitle, pulledEarlyAdvice, severalCardsTitle, severalCardsAdvice
    case unknownCardTitle, unknownCardAdvice, foreignCardTitle, foreignCardAdvice, blockedCardTitle, blockedCardAdvice
    case unsafeCardTitle, unsafeCardAdvice, suspectCardTitle, suspectCardAdvice, wrongCardTitle, wrongCardAdvice
    case offlineNoSpendTitle, offlineNoSpendAdvice, hubRejectedTitle, hubRejectedAdvice
    case insufficientTitle, insufficientAdvice, needsDeskTitle, needsDeskAdvice
    case journalFullTitle, journalFullAdvice, spendNotDoneTitle, spendNotDoneAdvice

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
