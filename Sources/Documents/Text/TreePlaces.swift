/// Where values stand by their paths. A path is looked for only when something is to be said of it: of the thousands of
/// values that are read, nearly all are right.
extension DocumentTree {
    /// The path of what stands below another by a name.
    static func join(_ path: String, _ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    /// - Parameter path: such as `offers.member-day.items[2]`.
    /// - Returns: the value and the place of its key, for an element of a list its own; `nil` where nothing stands.
    static func find(_ path: Substring, in entries: [Entry]) -> (key: Place, value: Value)? {
        // Of a key that is set twice the last one counts.
        for entry in entries.reversed() where path.hasPrefix(entry.key) {
            let rest = path.dropFirst(entry.key.count)
            if let found = find(rest, below: entry.value, at: entry.place) { return found }
        }
        return nil
    }

    /// - Parameter path: from the value on: empty, or beginning with `.` or `[`.
    private static func find(
        _ path: Substring, below value: Value, at key: Place
    ) -> (key: Place, value: Value)? {
        switch (path.first, value.content) {
        case (nil, _): return (key, value)
        case (".", .mapping(let entries)): return find(path.dropFirst(), in: entries)
        case ("[", .list(let elements)):
            let number = path.dropFirst().prefix { $0 != "]" }
            guard let index = Int(number), elements.indices.contains(index) else { return nil }
            return find(path.dropFirst(number.count + 2), below: elements[index], at: elements[index].place)
        default: return nil
        }
    }
}
