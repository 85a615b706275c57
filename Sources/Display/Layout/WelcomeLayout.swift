import KioskSession
import Loyalty
import Vocabulary

extension Painter {
    /// Who is greeted, what they have, what is next, and at most three keys.
    mutating func welcome(_ welcome: Welcome) {
        // A remark takes the foot of the screen; without one, the other parts use that space.
        let foot = welcome.remark == nil ? 584 : 512
        greeting(welcome)
        points(welcome.points, explains: welcome.explains, in: box(32, 220, 284, 112))
        storedValue(welcome.storedValue, in: box(332, 220, 316, 112))
        let place = box(32, 348, 616, foot - 348)
        if welcome.bookingsToday > 1 { touchableCard(place, .bookings) } else { card(place) }
        if let booking = welcome.booking {
            self.booking(booking, of: welcome.bookingsToday, in: place)
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
        let pill = badge(welcome.tier[language], welcome.tierRank, in: box(32, 160, 360, 44))
        let start = pill.maxX + geometry.length(16)
        let row = box(0, 160, 648, 44)
        let rest = PixelRect(x: start, y: row.y, width: row.maxX - start, height: row.height)
        if welcome.cardMayGo { return cardMayGo(in: rest) }
        text(
            [.memberNumber, .memberNumberShort].map { phrase($0, [.number: welcome.numberTail]) }, in: rest,
            TextLook(size: 32, colour: palette.muted, isPersonal: true))
    }

    /// Drawn in the place of the member number, so that nothing else moves when the card is lifted.
    private mutating func cardMayGo(in rect: PixelRect) {
        let look = TextLook(size: 32, weight: .bold)
        let room = rect.width - geometry.length(30)
        let words = [Phrase.cardMayGo, .cardMayGoShort, .cardMayGoShortest].map { phrase($0) }
        status(.tick, words.first { width($0, look) <= room } ?? words[2], palette.good, in: rect, align: .left)
    }

    /// The points; a touch on them explains where they come from.
    private mutating func points(_ balance: ShownBalance<Points>, explains: Bool, in rect: PixelRect) {
        let label = label(.points, [.pointsAsOf, .pointsAsOfShort], balance.asOf, in: rect)
        if explains { touchableCard(rect, .why) } else { card(rect) }
        self.balance(label: label, value: Figures.count(balance.amount.count), about: balance.about, in: rect)
        if explains { question(besides: label, in: labelBox(rect)) }
    }

    /// Draws "why?" at the end of the label's line, if there is room.
    private mutating func question(besides label: String, in rect: PixelRect) {
        let look = TextLook(size: 32, colour: palette.accent, align: .right)
        let room = rect.width - width(label, look) - geometry.length(12)
        let words = [phrase(.why), phrase(.whyShort)]
        guard let word = words.first(where: { width($0, look) <= room }) else { return }
        text(word, in: rect, look)
    }

    /// Hidden until touched; a touch on the amount hides it again.
    private mutating func storedValue(_ value: Welcome.StoredValue, in rect: PixelRect) {
        touchableCard(rect, value == .hidden ? .revealStoredValue : .hideStoredValue)
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
                label: label(.storedValue, [.storedValueAsOf, .storedValueAsOfShort], balance.asOf, in: rect),
                value: Figures.money(balance.amount), about: balance.about, in: rect)
        }
    }

    private func label(_ now: Phrase, _ then: [Phrase], _ asOf: LocalTime?, in rect: PixelRect) -> String {
        guard let asOf else { return phrase(now) }
        let words = then.map { phrase($0, [.time: Figures.time(asOf)]) }
        return words.first { width($0, TextLook(size: 32)) <= labelBox(rect).width } ?? words[words.count - 1]
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

    private mutating func booking(_ booking: BookingLine, of count: Int, in rect: PixelRect) {
        let row = box(52, 356, 576, 44)
        let (sign, word, colour) = status(booking)
        let used = width(word, TextLook(size: 32, weight: .bold)) + geometry.length(30 + 16)
        text(
            count > 1 ? several(count) : [phrase(.todaysBooking)],
            in: PixelRect(x: row.x, y: row.y, width: row.width - used, height: row.height),
            TextLook(size: 32, colour: count > 1 ? palette.accent : palette.muted, isPersonal: count > 1))
        let isTall = rect.maxY > box(0, 560, 0, 0).y
        let y = isTall ? 440 : 408
        text(
            Figures.time(booking.time), in: box(52, y, 144, 92),
            TextLook(size: 56, weight: .bold, colour: palette.accent, isPersonal: true))
        bookingDetails(booking, x: 208, y: y - 4, width: 428)
        status(sign, word, colour, in: row, align: .right)
    }

    private func status(_ booking: BookingLine) -> (Mark, String, UInt32) {
        switch booking.status {
        case .waiting: (.clock, phrase(.statusWaiting), palette.warn)
        case .missed: (.clock, phrase(.statusMissed), palette.bad)
        case .checkedIn: (.tick, phrase(.statusCheckedIn), palette.good)
        }
    }

    private func several(_ count: Int) -> [String] {
        [Phrase.bookingsToday, .bookingsTodayShort].map { phrase($0, [.count: "\(count)"]) }
    }

    /// All of today, three on a page, with where each is.
    mutating func bookings(_ list: BookingList) {
        text(phrase(.bookingsTitle), in: box(32, 80, 960, 64), TextLook(size: 46, weight: .bold))
        card(box(32, 152, 960, 324))
        for (index, line) in list.lines.prefix(3).enumerated() {
            let top = 152 + 108 * index
            if index > 0 { hairline(56, top, 912) }
            text(
                Figures.time(line.time), in: box(56, top + 8, 144, 92),
                TextLook(size: 52, weight: .bold, colour: palette.accent, isPersonal: true))
            bookingDetails(line, x: 216, y: top + 6, width: 468)
            let (sign, word, colour) = status(line)
            status(sign, word, colour, in: box(692, top + 8, 284, 92), align: .right)
        }
        key(.back, in: box(32, 492, 220, 100), .back)
        pageKeys(list.page, of: list.pages, isPersonal: true)
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
        let below = box(x, y + (look.lines == 1 ? 52 : 61), width, 40)
        text(
            details(booking).map { $0.joined(separator: "  ") }, in: below,
            TextLook(
                size: 32, colour: booking.place == nil ? palette.muted : palette.warn, isPersonal: true))
    }

    /// A booking's details, fuller wordings first; a place elsewhere comes before length and staff.
    private func details(_ booking: BookingLine) -> [[String]] {
        let length = phrase(.bookingLength, [.count: "\(booking.minutes)"])
        let staff = phrase(.bookingStaff, [.name: booking.staff[language]])
        guard let place = booking.place else { return [[length, staff], [length, booking.staff[language]]] }
        let there = phrase(.bookingPlace, [.name: place[language]])
        return [[there, length, staff], [there, staff], [there], [place[language]]]
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

    /// Draws the actions as keys: the first one large, finishing at the foot unless it is the large one, and up to two
    /// others in one row.
    private mutating func actions(_ actions: [Welcome.Action], foot: Int) {
        guard let first = actions.first else { return }
        let gap = 20
        let room = foot - 84
        let primary = (room - 2 * gap) * 40 / 100
        let other = (room - 2 * gap - primary) / 2
        let second = 84 + primary + gap
        let isLastLarge = first == .finish
        action(first, in: box(680, 84, 312, primary), isPrimary: true)
        let rest = actions.dropFirst().filter { $0 != .finish }
        let rowY = isLastLarge ? foot - other : second
        let width = rest.count > 1 ? (312 - gap) / 2 : 312
        for (index, each) in rest.prefix(2).enumerated() {
            action(each, in: box(680 + (width + gap) * index, rowY, width, other))
        }
        if !isLastLarge, actions.contains(.finish) { action(.finish, in: box(680, foot - other, 312, other)) }
    }

    private mutating func action(_ action: Welcome.Action, in rect: PixelRect, isPrimary: Bool = false) {
        switch action {
        case .checkIn: key(.actionCheckIn, in: rect, .checkIn, isPrimary: isPrimary)
        case .announce: key(.actionAnnounce, in: rect, .checkIn, isPrimary: isPrimary)
        case .redeem: key(.actionRedeem, in: rect, .redeem, isPrimary: isPrimary)
        case .claims(let count):
            key([phrase(.actionClaims, [.count: "\(count)"])], in: rect, .claims, isPrimary: isPrimary)
        case .finish: key(.actionFinish, in: rect, .finish, isPrimary: isPrimary)
        }
    }

    /// One line across the foot of the screen.
    private mutating func remark(_ remark: Welcome.Remark) {
        let sentence: String
        let colour: UInt32
        let sign: Mark
        switch remark {
        case .offline(let checksIn):
            let words: Phrase = checksIn ? .remarkOffline : .remarkOfflineOnly
            (sentence, colour, sign) = (phrase(words), palette.bad, .square)
        case .settled(true): (sentence, colour, sign) = (phrase(.remarkSettledDone), palette.good, .tick)
        case .settled(false): (sentence, colour, sign) = (phrase(.remarkSettledNotDone), palette.good, .tick)
        case .incident: (sentence, colour, sign) = (phrase(.remarkIncident), palette.warn, .exclamation)
        case .tooEarly(let from):
            (sentence, colour, sign) = (phrase(.remarkTooEarly, [.time: Figures.time(from)]), palette.warn, .clock)
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
