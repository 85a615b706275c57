internal import Database
internal import Vocabulary

/// How far a kiosk has told of what it did before it knew of a version of the feed.
///
/// A kiosk that holds the feed up to a version and has written its journal up to a line: once that line is here, so is
/// everything it did before it knew of that version.
struct FeedBarrier {
    struct Line: Equatable {
        var version: Int64
        var epoch: String
        var sequence: Int64
    }

    /// The version that the kiosk is known to hold.
    var heldVersion: Int64
    /// Everything before the kiosk knew of this version is here.
    var clearedVersion: Int64
    /// The line that is waited for; `nil` for none.
    var awaited: Line?

    /// - Parameters:
    ///   - epoch: of the kiosk's store, as its heartbeat says.
    ///   - sequence: the last line that it has written.
    /// - Returns: whether a line is waited for from now on.
    mutating func raise(epoch: String, sequence: Int64) -> Bool {
        guard awaited == nil, heldVersion > clearedVersion else { return false }
        awaited = Line(version: heldVersion, epoch: epoch, sequence: sequence)
        return true
    }

    /// - Parameter lastSequence: of the awaited line's store epoch; 0 where nothing of it is here.
    /// - Returns: whether the line is here.
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
