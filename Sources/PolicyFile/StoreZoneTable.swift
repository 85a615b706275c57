internal import Documents
internal import Foundation
internal import Synchronization
package import Vocabulary

/// Time zones as the system's database has them, made into values: nothing else asks it about the store's time.
package enum StoreZoneTable {
    /// The years a policy can speak of; before and after them the nearest offset holds.
    private static let first: Int64 = 0
    private static let last: Int64 = 4_102_444_800
    /// The shortest time between two changes in the database (2025b) is a week less an hour: Gaza, Recife.
    private static let stepSeconds: Int64 = 6 * 86_400

    /// - Returns: `nil` for a name that the database does not have.
    package static func zone(_ name: String) -> StoreZone? {
        if let zone = made.withLock({ $0[name] }) { return zone }
        guard names.contains(name), let zone = TimeZone(identifier: name) else { return nil }
        let table = table(of: zone, name)
        made.withLock { $0[name] = table }
        return table
    }

    /// Made once in a process: asking the database some thousand times takes a while.
    private static let made = Mutex<[String: StoreZone]>([:])

    private static func table(of zone: TimeZone, _ name: String) -> StoreZone {
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
