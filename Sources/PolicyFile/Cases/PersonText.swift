internal import Documents
internal import Loyalty
internal import Vocabulary

extension Person {
    /// As `DocumentReader.person` reads it.
    var members: [JSONText.Member] {
        var members: [JSONText.Member] = []
        if let birthday { members.append(.init("birthday", birthday.json)) }
        members += EntryText.optional("sex", sex?.rawValue) + EntryText.optional("occupation", occupation)
        if !segments.isEmpty { members.append(segments.member) }
        return members
    }
}

extension PersonChange {
    /// As `DocumentReader.personChange` reads it.
    var members: [JSONText.Member] {
        Self.member("birthday", birthday) { $0.json } + Self.member("sex", sex) { .text($0.rawValue) }
            + Self.member("occupation", occupation) { .text($0) } + (segments.map { [$0.member] } ?? [])
    }

    private static func member<Value>(
        _ key: String, _ fact: Fact<Value>, _ json: (Value) -> JSONText
    ) -> [JSONText.Member] {
        switch fact {
        case .unchanged: []
        case .known(let value): [.init(key, json(value))]
        case .unknown: [.init(key, .null)]
        }
    }
}

extension Birthday {
    fileprivate var json: JSONText {
        var parts: [JSONText.Member] = [.init("reckoning", .text(reckoning.rawValue))]
        if let year { parts.append(.init("year", .number(Int64(year)))) }
        parts.append(.init("month", .number(Int64(month))))
        parts.append(.init("day", .number(Int64(day))))
        if isLeapMonth { parts.append(.init("leapMonth", .flag(true))) }
        return .object(parts)
    }
}

extension Set<String> {
    fileprivate var member: JSONText.Member { .init("segments", .list(sorted().map { .text($0) })) }
}
