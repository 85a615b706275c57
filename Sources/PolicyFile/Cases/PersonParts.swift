internal import Documents
internal import Loyalty
internal import Vocabulary

/// What rules may know of a member, as documents hold it.
extension DocumentReader {
    func person(joinedAtMs: Int64) -> Person {
        var person = Person(joinedAtMs: joinedAtMs)
        person.birthday = birthday()
        person.sex = sex()
        person.occupation = occupation()
        person.segments = Set(segments())
        return person
    }

    /// A key that is not there leaves things as they are; one that says nothing (`~`) makes them unknown.
    func personChange() -> PersonChange {
        var change = PersonChange()
        change.birthday = fact("birthday", birthday())
        change.sex = fact("sex", sex())
        change.occupation = fact("occupation", occupation())
        let segments = segments()
        change.segments = has("segments") ? Set(segments) : nil
        return change
    }

    private func fact<Value>(_ name: String, _ value: Value?) -> PersonChange.Fact<Value> {
        guard has(name) else { return .unchanged }
        return value.map { .known($0) } ?? .unknown
    }

    private func birthday() -> Birthday? {
        optionalObject("birthday", "As the member tells it; the year may be left out.") { reader in
            Birthday(
                reckoning: reader.value("reckoning", .choice(), default: .gregorian, "By which calendar."),
                year: reader.optional("year", .integer(in: 1900...2100), "~ when it is not known."),
                month: reader.value("month", .integer(in: 1...12), "Month."),
                day: reader.value("day", .integer(in: 1...31), "Day."),
                isLeapMonth: reader.value("leapMonth", .flag, default: false, "Born in a leap month (闰月)."))
        }
    }

    private func sex() -> Person.Sex? { optional("sex", .choice(), "~ when it is not known.") }

    private func occupation() -> String? { optional("occupation", .id, "~ when it is not known.") }

    private func segments() -> [String] { values("segments", .id, "Segments the member is in.") }
}
