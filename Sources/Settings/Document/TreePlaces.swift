/// Where values stand by their paths. A path is looked for only when something is to be said of it: of the thousands of
/// values that are read, nearly all are right.
extension SettingsTree {
    /// - Parameter path: such as `offers.member-day.items[2]`.
    /// - Returns: `nil` where nothing stands there.
    static func place(of path: Substring, in entries: [Entry]) -> Place? {
        // Of a key that is set twice the last one counts.
        for entry in entries.reversed() where path.hasPrefix(entry.key) {
            if let place = place(of: path.dropFirst(entry.key.count), below: entry.value) { return place }
        }
        return nil
    }

    /// - Parameter path: from the value on: empty, or beginning with `.` or `[`.
    private static func place(of path: Substring, below value: Value) -> Place? {
        switch (path.first, value.content) {
        case (nil, _): return value.place
        case (".", .mapping(let entries)): return place(of: path.dropFirst(), in: entries)
        case ("[", .list(let elements)):
            let number = path.dropFirst().prefix { $0 != "]" }
            guard let index = Int(number), elements.indices.contains(index) else { return nil }
            return place(of: path.dropFirst(number.count + 2), below: elements[index])
        default: return nil
        }
    }
}
