import KioskSession
import Loyalty

extension Painter {
    /// Who is greeted, what they have, what is next, and at most three keys.
    mutating func welcome(_ welcome: Welcome) {
        // A remark takes the foot of the screen; without one the rest spreads down to it.
        let foot = welcome.remark == nil ? 584 : 512
        greeting(welcome)
        points(welcome.points, explains: welcome.explains, in: box(32, 220, 284, 112))
        storedValue(welcome.storedValue, in: box(332, 220, 316, 112))
        let place = box(32, 348, 616, foot - 348)
        card(place)
        if let booking = welcome.booking {
            self.booking(booking, more: welcome.moreToday, in: place)
        } else {
            noBooking(in: place)
        }
        actions(welcome.actions, foot: foot)
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
            [.memberNumber, .memberNumberShort].map { phrase($0, [.number: welcome.numberTail]) },
            in: PixelRect(x: start, y: row.y, width: row.maxX - start, height: row.height),
            TextLook(size: 32, colour: palette.muted, isPersonal: true))
    }

    /// A touch says where they come from.
    private mutating func points(_ balance: ShownBalance<Points>, explains: Bool, in rect: PixelRect) {
        let label = balance.asOf.map { phrase(.pointsAsOf, [.time: NumberText.time($0)]) } ?? phrase(.points)
        if explains {
            touchableCard(rect, .why)
            question(besides: label, in: labelBox(rect))
        } else {
            card(rect)
        }
        self.balance(label: label, value: NumberText.points(balance.amount), about: balance.about, in: rect)
    }

    /// At the end of the label's line, as far as there is room beside it.
    private mutating func question(besides label: String, in rect: PixelRect) {
        let look = TextLook(size: 32, colour: palette.accent, align: .right)
        let room = rect.width - width(label, look) - geometry.length(12)
        let words = [phrase(.why), "?"]
        guard let word = words.first(where: { width($0, look) <= room }) else { return }
        text(word, in: rect, look)
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
        let inner = rect.inset(x: geometry.length(16), y: geometry.length(8))
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
        let isIn = booking.status == .checkedIn
        let word = phrase(isIn ? .statusCheckedIn : .statusWaiting)
        let row = box(52, 356, 576, 44)
        status(isIn ? .tick : .clock, word, isIn ? palette.good : palette.warn, in: row, align: .right)
        let used = width(word, TextLook(size: 32, weight: .bold)) + geometry.length(30 + 16)
        let isTall = rect.maxY > box(0, 560, 0, 0).y
        text(
            more > 0 && !isTall ? nextAndMore(more) : [phrase(.nextBooking)],
            in: PixelRect(x: row.x, y: row.y, width: row.width - used, height: row.height),
            TextLook(size: 32, colour: palette.muted, isPersonal: more > 0 && !isTall))
        let y = isTall && more == 0 ? 440 : 408
        text(
            NumberText.time(booking.time), in: box(52, y, 144, 92),
            TextLook(size: 56, weight: .bold, colour: palette.accent, isPersonal: true))
        bookingDetails(booking, x: 208, y: y - 4, width: 428)
        guard isTall, more > 0 else { return }
        hairline(52, 512, 576)
        text(
            phrase(.moreToday, [.count: "\(more)"]), in: box(52, 520, 576, 52),
            TextLook(size: 32, colour: palette.muted, isPersonal: true))
    }

    private func nextAndMore(_ more: Int) -> [String] {
        let count = [Phrase.Placeholder.count: "\(more)"]
        return [phrase(.nextAndMore, count), phrase(.nextAndMoreShort, count)]
    }

    /// Service above, length and person below, in 100 reference pixels; a long service takes two lines.
    mutating func bookingDetails(_ booking: BookingLine, x: Int, y: Int, width: Int) {
        let service = booking.service[language]
        var look = TextLook(size: 38, isPersonal: true)
        var place = box(x, y, width, 52)
        if !redacting, fit([service], in: place, look).isCut {
            look.lines = 2
            look.leading = 104
            place = box(x, y - 6, width, 68)
        }
        text(service, in: place, look)
        let length = phrase(.bookingLength, [.count: "\(booking.minutes)"])
        let staff = phrase(.bookingStaff, [.name: booking.staff[language]])
        let below = box(x, y + (look.lines == 1 ? 52 : 61), width, 40)
        text(
            [length + "  " + staff, length + "  " + booking.staff[language]], in: below,
            TextLook(size: 32, colour: palette.muted, isPersonal: true))
    }

    private mutating func noBooking(in rect: PixelRect) {
        let inner = rect.inset(x: geometry.length(20), y: 0)
        let line = geometry.length(60)
        text(
            phrase(.noBooking), in: PixelRect(x: inner.x, y: inner.midY - line, width: inner.width, height: line),
            TextLook(size: 42, weight: .bold))
        text(
            phrase(.noBookingHint), in: PixelRect(x: inner.x, y: inner.midY, width: inner.width, height: line),
            TextLook(size: 34, colour: palette.muted))
    }

    /// The first action is the one most people came for; finishing stands at the foot whatever else there is.
    private mutating func actions(_ actions: [Welcome.Action], foot: Int) {
        let gap = 20
        let room = foot - 84
        let primary = (room - 2 * gap) * 40 / 100
        let other = (room - 2 * gap - primary) / 2
        var y = 84
        for (index, action) in actions.prefix(3).enumerated() {
            let isPrimary = index == 0 && action != .finish
            let height = isPrimary ? primary : other
            switch action {
            case .checkIn: key(.actionCheckIn, in: box(680, y, 312, height), .checkIn, isPrimary: isPrimary)
            case .redeem: key(.actionRedeem, in: box(680, y, 312, height), .redeem, isPrimary: isPrimary)
            case .finish: key(.actionFinish, in: box(680, foot - other, 312, other), .finish)
            }
            y += height + gap
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
