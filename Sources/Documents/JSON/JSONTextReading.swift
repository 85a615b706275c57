extension JSONText {
    /// Reads an object that was printed by this type.
    ///
    /// - Returns: `nil` for anything else: no JSON, a key that is there twice, a number that is no integer of 64 bits.
    package init?(reading text: String) {
        let reading = JSONReading(text: text, file: "", limits: .history)
        guard reading.problems.isEmpty, let root = Self(.mapping(reading.root)) else { return nil }
        self = root
    }

    private init?(_ content: DocumentTree.Content) {
        switch content {
        case .scalar("null", plainTag: .null): self = .null
        case .scalar(let word, plainTag: .boolean): self = .flag(word == "true")
        case .scalar(let digits, plainTag: .number):
            guard let number = Int64(digits) else { return nil }
            self = .number(number)
        case .scalar(let text, _): self = .text(text)
        case .list(let values):
            let elements = values.compactMap { Self($0.content) }
            guard elements.count == values.count else { return nil }
            self = .list(elements)
        case .mapping(let entries):
            let members = entries.compactMap { entry in Self(entry.value.content).map { Member(entry.key, $0) } }
            guard members.count == entries.count else { return nil }
            self = .object(members)
        }
    }
}
