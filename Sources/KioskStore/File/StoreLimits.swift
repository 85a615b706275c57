internal import Glibc

/// How much the store may take, and when it begins to refuse. Sizes in bytes.
package struct StoreLimits: Sendable {
    /// The longest time that a kiosk is assumed to work without hearing from the hub, in milliseconds. Entries further
    /// ahead of the hub's last time were written by a clock in the future.
    package static let longestOfflineMs: Int64 = 90 * 24 * 60 * 60 * 1000

    /// The database file never grows past this.
    package var maximumBytes: Int64
    /// Below this much room (on the disk or under `maximumBytes`) no new spending is taken.
    package var refuseSpendingBelowBytes: Int64
    /// A file of this size lies beside the database and is given up when the disk is full, so that check-ins
    /// and outcomes still go in while somebody makes room. 0 for none.
    package var reserveBytes: Int64
    /// Damaged files kept; the oldest goes first.
    package var quarantinesKept: Int
    /// How long a start may check the rest of the present epoch: enough for about 100,000 lines.
    package static let checkAtStart = Duration.seconds(1)
    /// Journal lines whose hashes are recomputed at each start, newest first.
    package var linesCheckedAtStart: Int
    /// Free bytes on the file system that holds the path, or `nil` when it will not say.
    package var freeBytes: @Sendable (_ path: String) -> Int64?

    package init(
        maximumBytes: Int64 = 8 << 30, refuseSpendingBelowBytes: Int64 = 64 << 20, reserveBytes: Int64 = 16 << 20,
        quarantinesKept: Int = 5, linesCheckedAtStart: Int = 256,
        freeBytes: @escaping @Sendable (String) -> Int64? = StoreLimits.freeBytesOnDisk
    ) {
        self.maximumBytes = maximumBytes
        self.refuseSpendingBelowBytes = refuseSpendingBelowBytes
        self.reserveBytes = reserveBytes
        self.quarantinesKept = quarantinesKept
        self.linesCheckedAtStart = linesCheckedAtStart
        self.freeBytes = freeBytes
    }

    /// What `statvfs` says is left for us, not for root.
    @Sendable package static func freeBytesOnDisk(_ path: String) -> Int64? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        return Int64(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
    }
}
