internal import Foundation
internal import Loyalty
internal import Settings

/// Time zones as the system's database has them, made into values.
enum StoreZoneTable {
    /// The years a policy can speak of; before and after them the nearest offset holds.
    private static let first: Int64 = 0
    private static let last: Int64 = 4_102_444_800
    /// No zone of the database has changed twice within so short a time since 1970.
    private static let stepSeconds: Int64 = 4 * 86_400

    /// - Returns: `nil` for a name that the database does not have.
    static func zone(_ name: String) -> StoreZone? {
        guard names.contains(name), let zone = TimeZone(identifier: name) else { return nil }
        func offset(_ seconds: Int64) -> Int64 {
            Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds))))
        }
        var changes: [StoreZone.Change] = []
        var (time, present) = (first, offset(first))
        while time < last {
            let next = min(last, time + stepSeconds)
            let after = offset(next)
            if after != present {
                // The first second at which the new offset holds.
                var (low, high) = (time, next)
                while high - low > 1 {
                    let middle = low + (high - low) / 2
                    if offset(middle) == present { low = middle } else { high = middle }
                }
                changes.append(StoreZone.Change(fromMs: high * 1000, offsetSeconds: after))
                present = after
            }
            time = next
        }
        return StoreZone(name: name, firstOffsetSeconds: offset(first), changes: changes)
    }

    static func nearest(_ name: String) -> String? { Nearest.match(name, among: names) }

    private static let names = Set(TimeZone.knownTimeZoneIdentifiers + ["UTC"])
}
