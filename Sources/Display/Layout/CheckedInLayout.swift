import KioskSession

extension Painter {
    /// Done, and what happens next.
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
                NumberText.time(booking.time), in: box(80, 288, 168, 112),
                TextLook(size: 60, weight: .bold, colour: palette.accent, isPersonal: true))
            bookingDetails(booking, x: 264, y: 294, width: 688)
            hint = .checkedInHint
        } else {
            hint = .checkedInWalkIn
        }
        let y = checkedIn.booking == nil ? 296 : 420
        text(
            phrase(hint), in: box(48, y, 928, 56),
            TextLook(size: 38))
        if checkedIn.offline {
            let side = geometry.length(22)
            let row = box(336, 484, 328, 104)
            mark(.square, in: PixelRect(x: row.x, y: row.midY - side / 2, width: side, height: side), palette.bad)
            let start = row.x + side + geometry.length(16)
            text(
                phrase(.checkedInOffline),
                in: PixelRect(x: start, y: row.y, width: row.maxX - start, height: row.height),
                TextLook(size: 34, colour: palette.muted, lines: 3, leading: 125))
        }
        key(.back, in: box(48, 492, 264, 96), .back)
        key(.actionFinish, in: box(680, 484, 312, 104), .finish, isPrimary: true)
    }
}
