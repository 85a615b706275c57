internal import Vocabulary

/// A member's birthdays, to tell which of them a day belongs to: what is had once a birthday is not had twice because
/// New Year lies between two days of one window.
package struct BirthdayTurns {
    private let birthday: Birthday
    private let window: BirthdayWindow?

    /// - Parameter window: of the rule that is asked for; `nil` for one that holds on any day.
    package init(_ birthday: Birthday, _ window: BirthdayWindow?) {
        self.birthday = birthday
        self.window = window
    }

    /// The day on which the birthday is kept that a day belongs to: of those whose window holds it, or else of all, the
    /// nearest; of two as near the one before.
    func kept(for day: Day) -> Day? {
        let near = birthday.days(near: day)
        let holding = near.filter { window?.holds(on: day, around: $0) ?? false }
        return (holding.isEmpty ? near : holding).min {
            (abs($0.number - day.number), $0.number) < (abs($1.number - day.number), $1.number)
        }
    }
}
