import KioskSession
import Loyalty

extension Painter {
    /// Who is greeted, what they have, what is next, and at most three keys.
    mutating func welcome(_ welcome: Welcome) {
        greeting(welcome)
        points(welcome.points, in: box(32, 220, 300, 112))
        storedValue(welcome.storedValue, in: box(348, 220, 300, 112))
        if let booking = welcome.booking {
            self.booking(booking, more: welcome.moreToday, in: box(32, 348, 616, 164))
        } else {
            noBooking(in: box(32, 348, 616, 164))
        }
        actions(welcome.actions)
        if let remark = welcome.remark { self.remark(remark) }
    }

    func name(_ greeting: Greeting) -> String {
        let phrase: Phrase
        switch greeting.title {
        case .ms: phrase = .nameMs
        case .mr: phrase = .nameMr
        case .none: phrase = .nameNone
        }
        return self.phrase(phrase, [.name: greeting.surname[language]])
    }

    private mutating func greeting(_ welcome: Welcome) {
        let name = name(welcome.greeting)
        text(
            [phrase(.welcome, [.name: name]), phrase(.welcomeShort, [.name: name]), name], in: box(32, 80, 632, 76),
            TextLook(size: 56, weight: .bold, isPersonal: true))
        let pill = badge(welcome.tier[language], tierID: welcome.tierID, in: box(32, 160, 360, 44))
        let start = pill.maxX + geometry.length(16)
        let row = box(0, 160, 648, 44)
        text(
            phrase(.memberNumber, [.number: welcome.numberTail]),
            in: PixelRect(x: start, y: row.y, width: row.maxX - start, height: row.height),
            TextLook(size: 32, colour: palette.muted, isPersonal: true))
    }

    private mutating func points(_ balance: ShownBalance<Points>, in rect: PixelRect) {
        card(rect)
        self.balance(
            label: balance.asOf.map { phrase(.pointsAsOf, [.time: NumberText.time($0)]) } ?? phrase(.points),
            value: NumberText.points(balance.amount), about: balance.about, in: rect)
    }

    /// Hidden until touched; a touch on the amount hides it again.
    private mutating func storedValue(_ value: Welcome.StoredValue, in rect: PixelRect) {
        touchableCard(rect, .revealStoredValue)
        switch value {
        case .hidden:
            text(phrase(.storedValue), in: labelBox(rect), TextLook(size: 32, colour: palette.muted))
            let line = valueBox(rect)
            let side = geometry.length(36)
            mark(
                .eye, in: PixelRect(x: line.x, y: line.midY - side / 2, width: side, height: side), palette.accent)
            let start = line.x + side + geometry.length(12)
            text(
                phrase(.touchToShow),
                in: PixelRect(x: start, y: line.y, width: line.maxX - start, height: line.height),
                TextLook(size: 36, colour: palette.accent))
        case .shown(let balance):
            self.balance(
                label: balance.asOf.map { phrase(.storedValueAsOf, [.time: NumberText.time($0)]) }
                    ?? phrase(.storedValue),
                value: NumberText.money(balance.amount), about: balance.about, in: rect)
        }
    }

    private func labelBox(_ rect: PixelRect) -> PixelRect {
        let inner = rect.inset(x: geometry.length(18), y: geometry.length(8))
        return PixelRect(x: inner.x, y: inner.y, width: inner.width, height: rect.height * 40 / 100)
    }

    private func valueBox(_ rect: PixelRect) -> PixelRect {
        let label = labelBox(rect)
        return PixelRect(x: label.x, y: label.maxY, width: label.width, height: rect.height * 48 / 100)
    }

    private mutating func balance(label: String, value: String, about: Bool, in rect: PixelRect) {
        text(label, in: labelBox(rect), TextLook(size: 32, colour: palette.muted))
        let wordings =
            about ? [phrase(.about, [.amount: value]), phrase(.aboutShort, [.amount: value])] : [value]
        text(wordings, in: valueBox(rect), TextLook(size: 48, weight: .bold, isPersonal: true))
    }

    private mutating func booking(_ booking: BookingLine, more: Int, in rect: PixelRect) {
        card(rect)
        let isIn = booking.status == .checkedIn
        status(
            isIn ? .tick : .clock, phrase(isIn ? .statusCheckedIn : .statusWaiting),
            isIn ? palette.good : palette.warn, in: box(332, 356, 296, 44), align: .right)
        text(
            more > 0 ? moreToday(more) : [phrase(.nextBooking)], in: box(52, 356, 300, 44),
            TextLook(size: 32, colour: palette.muted))
        text(
            NumberText.time(booking.time), in: box(52, 408, 152, 92),
            TextLook(size: 56, weight: .bold, colour: palette.accent, isPersonal: true))
        bookingDetails(booking, x: 216, y: 404, width: 416)
    }

    private func moreToday(_ more: Int) -> [String] {
        let count = [Phrase.Placeholder.count: "\(more)"]
        return [phrase(.nextBooking) + (language == .zh ? "（" : " (") + phrase(.moreShort, count)
            + (language == .zh ? "）" : ")")]
    }

    /// Service above, length and person below.
    mutating func bookingDetails(_ booking: BookingLine, x: Int, y: Int, width: Int) {
        text(
            booking.service[language], in: box(x, y, width, 52), TextLook(size: 38, isPersonal: true))
        let length = phrase(.bookingLength, [.count: "\(booking.minutes)"])
        let staff = phrase(.bookingStaff, [.name: booking.staff[language]])
        text(
            [length + "  " + staff, length + "  " + booking.staff[language]], in: box(x, y + 52, width, 44),
            TextLook(size: 32, colour: palette.muted, isPersonal: true))
    }

    private mutating func noBooking(in rect: PixelRect) {
        card(rect)
        text(phrase(.noBooking), in: box(52, 364, 576, 64), TextLook(size: 42, weight: .bold))
        text(
            phrase(.noBookingHint), in: box(52, 432, 576, 64),
            TextLook(size: 34, colour: palette.muted))
    }

    /// The first action is the one most people came for.
    private mutating func actions(_ actions: [Welcome.Action]) {
        var y = 84
        for (index, action) in actions.prefix(3).enumerated() {
            let height = index == 0 && action != .finish ? 156 : 112
            let rect = box(680, y, 312, height)
            let (word, touch): (Phrase, Touch)
            switch action {
            case .checkIn: (word, touch) = (.actionCheckIn, .checkIn)
            case .redeem: (word, touch) = (.actionRedeem, .redeem)
            case .finish: (word, touch) = (.actionFinish, .finish)
            }
            key(word, in: rect, touch, isPrimary: index == 0 && action != .finish)
            y += height + 24
        }
    }

    /// One line across the foot of the screen.
    private mutating func remark(_ remark: Welcome.Remark) {
        let sentence: String
        let colour: UInt32
        let sign: Mark
        switch remark {
        case .offline: (sentence, colour, sign) = (phrase(.remarkOffline), palette.bad, .square)
        case .settled(true): (sentence, colour, sign) = (phrase(.remarkSettledDone), palette.good, .tick)
        case .settled(false): (sentence, colour, sign) = (phrase(.remarkSettledNotDone), palette.good, .tick)
        case .incident: (sentence, colour, sign) = (phrase(.remarkIncident), palette.warn, .exclamation)
        case .tooEarly(let from):
            (sentence, colour, sign) = (phrase(.remarkTooEarly, [.time: NumberText.time(from)]), palette.warn, .clock)
        case .tooLate: (sentence, colour, sign) = (phrase(.remarkTooLate), palette.warn, .clock)
        }
        let strip = box(32, 528, 960, 56)
        canvas.round(strip, radius: strip.height / 2, palette.blush)
        let side = geometry.length(24)
        mark(
            sign, in: PixelRect(x: strip.x + side, y: strip.midY - side / 2, width: side, height: side), colour)
        let start = strip.x + side * 2 + geometry.length(16)
        text(
            sentence,
            in: PixelRect(x: start, y: strip.y, width: strip.maxX - side - start, height: strip.height),
            TextLook(size: 34))
    }
}
