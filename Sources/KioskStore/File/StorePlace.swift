internal import FoundationEssentials

/// Where a store lives and what it is given from outside.
struct StorePlace: Sendable {
    var path: String
    var kiosk: String
    var limits: StoreLimits
    /// Milliseconds since 1970 UTC.
    var now: @Sendable () -> Int64
    var makeID: @Sendable () -> UUID
    var pragmas = StoreConnection.pragmas
}
