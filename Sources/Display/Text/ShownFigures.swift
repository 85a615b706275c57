import KioskSession
package import Vocabulary

extension Language {
    /// How this language writes figures.
    package var figures: Figures { self == .zh ? .zh : .en }
}

extension Figures {
    static func money(_ money: Money) -> String { Self.money(fen: money.fen) }

    static func time(_ time: LocalTime) -> String { Self.time(hour: time.hour, minute: time.minute) }

    func points(_ points: Points) -> String { self.points(points.count) }

    func shortPoints(_ points: Points) -> String { shortPoints(points.count) }

    /// - Parameter weekday: without it where there is little room.
    func day(_ time: LocalTime, weekday: Bool) -> String {
        day(month: time.month, day: time.day, weekday: weekday ? time.weekday : nil)
    }
}
