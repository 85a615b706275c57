import KioskSession
import Vocabulary

extension Painter {
    /// Done, and what happens next; the visit is over.
    mutating func checkedIn(_ checkedIn: CheckedIn) {
        seal(.tick, centre: centre(128, 176), radius: geometry.length(60), palette.good)
        text(phrase(.checkedInTitle), in: box(232, 96, 760, 88), TextLook(size: 60, weight: .bold))
        text(
            name(checkedIn.greeting), in: box(232, 184, 760, 64),
            TextLook(size: 40, colour: palette.muted, isPersonal: true))
        let hint: Phrase
        if let booking = checkedIn.booking {
            card(box(48, 280, 944, 128))
            text(
                Figures.time(booking.time), in: box(80, 288, 168, 112),
                TextLook(size: 60, weight: .bold, colour: palette.accent, isPersonal: true))
            bookingDetails(booking, x: 264, y: 294, width: 688)
            hint = .checkedInHint
        } else {
            hint = .checkedInWalkIn
        }
        let y = checkedIn.booking == nil ? 296 : 420
        text(phrase(hint), in: box(48, y, 928, 56), TextLook(size: 38))
        if checkedIn.takesCard {
            sign(.tick, phrase(.checkedInTakeCard), palette.good, in: box(48, 484, 616, 104))
        }
        key(.actionFinish, in: box(680, 484, 312, 104), .finish, isPrimary: true)
    }
}
