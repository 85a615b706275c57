internal import Vocabulary

/// A member's birthdays, to find the one that a day belongs to. A limit "once a birthday" counts by this birthday, so
/// that a window across New Year does not give the same thing twice.
package struct BirthdayTurns {
    private let birthday: Birthday
    private let window: BirthdayWindow?

    /// - Parameter window: the birthday window of the rule that asks; `nil` for a rule that holds on any day.
    package init(_ birthday: Birthday, _ window: BirthdayWindow?) {
        self.birthday = birthday
        self.window = window
    }

    /// The birthday that a day belongs to: the nearest one whose window holds the day, or the nearest of all if no
    /// window does. Of two equally near, the earlier.
    func kept(for day: Day) -> Day? {
        let near = birthday.days(near: day)
        let holding = near.filter { window?.holds(on: day, around: $0) ?? false }
        return (holding.isEmpty ? near : holding).min {
            (abs($0.number - day.number), $0.number) < (abs($1.number - day.number), $1.number)
        }
    }
}
