/// New facts about a member. Facts that it leaves out stay, and so does the day of joining.
package struct PersonChange: Hashable, Sendable {
    package enum Fact<Value: Hashable & Sendable>: Hashable, Sendable {
        /// As before.
        case unchanged
        case known(Value)
        /// The fact is deleted, because the member withdrew it.
        case unknown
    }

    package var birthday: Fact<Birthday> = .unchanged
    package var sex: Fact<Person.Sex> = .unchanged
    package var occupation: Fact<String> = .unchanged
    /// All of them from now on; `nil`: as before.
    package var segments: Set<String>?

    package init() {}

    package var isEmpty: Bool { self == PersonChange() }
}

extension PersonChange.Fact {
    fileprivate func replace(_ value: inout Value?) {
        switch self {
        case .unchanged: break
        case .known(let new): value = new
        case .unknown: value = nil
        }
    }
}

extension Person {
    mutating func take(_ change: PersonChange) {
        change.birthday.replace(&birthday)
        change.sex.replace(&sex)
        change.occupation.replace(&occupation)
        if let segments = change.segments { self.segments = segments }
    }
}
