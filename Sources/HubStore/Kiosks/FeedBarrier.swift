internal import Database
internal import Vocabulary

/// Up to which feed version the hub has everything that a kiosk did before it knew that version.
///
/// When a kiosk holds the feed up to a version, the barrier notes the last line that its journal has then. Once the hub
/// has that line, it has everything that the kiosk did before it knew that version.
struct FeedBarrier {
    struct Line: Equatable {
        var version: Int64
        var epoch: String
        var sequence: Int64
    }

    /// The version that the kiosk is known to hold.
    var heldVersion: Int64
    /// The hub has everything that the kiosk did before it knew this version.
    var clearedVersion: Int64
    /// The line that is waited for; `nil` for none.
    var awaited: Line?

    /// Begins to wait for a line, unless one is awaited or the kiosk knows no newer version.
    ///
    /// - Parameters:
    ///   - epoch: of the kiosk's store, as its heartbeat says.
    ///   - sequence: of the last line that the kiosk has written.
    /// - Returns: whether it begins to wait now.
    mutating func raise(epoch: String, sequence: Int64) -> Bool {
        guard awaited == nil, heldVersion > clearedVersion else { return false }
        awaited = Line(version: heldVersion, epoch: epoch, sequence: sequence)
        return true
    }

    /// Ends the wait once the line has arrived.
    ///
    /// - Parameter lastSequence: the last line that the hub has of the awaited line's store epoch; 0 for none.
    /// - Returns: whether the line has arrived.
    mutating func clear(lastSequence: Int64) -> Bool {
        guard let line = awaited, line.sequence <= lastSequence else { return false }
        clearedVersion = line.version
        awaited = nil
        return true
    }
}

extension FeedBarrier {
    init?(of kiosk: String, _ tx: Transaction) throws {
        let row = try tx.row(
            """
            SELECT feed_held, cleared_version, barrier_version, barrier_epoch, barrier_sequence FROM kiosk
            WHERE name = $1
            """, [kiosk])
        guard let row else { return nil }
        heldVersion = try row["feed_held"]
        clearedVersion = try row["cleared_version"]
        let (version, epoch, sequence): (Int64?, String?, Int64?) = try (
            row["barrier_version"], row["barrier_epoch"], row["barrier_sequence"]
        )
        if let version, let epoch, let sequence { awaited = Line(version: version, epoch: epoch, sequence: sequence) }
    }

    func save(_ kiosk: String, _ tx: Transaction) throws {
        try tx.run(
            """
            UPDATE kiosk SET cleared_version = $1, barrier_version = $2, barrier_epoch = $3, barrier_sequence = $4
            WHERE name = $5
            """, [clearedVersion, awaited?.version, awaited?.epoch, awaited?.sequence, kiosk])
    }
}
