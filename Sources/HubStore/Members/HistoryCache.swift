internal import Database
internal import Synchronization
internal import Vocabulary

/// Evaluated histories, so that an event at the end of one needs no replay.
///
/// Each evaluation writes a random stamp to the member's row, in the same transaction. A cached history is used only
/// while the row has its stamp, so neither a transaction that was rolled back nor another process can leave a wrong one
/// here.
final class HistoryCache: Cache {
    private static let most = 4096

    private struct Shelf {
        var histories: [Int64: MemberHistory] = [:]
        /// Oldest first.
        var order: [Int64] = []
    }

    private let shelf = Mutex(Shelf())

    init() {}

    static func find(_ member: MemberID, _ tx: Transaction) throws -> MemberHistory? {
        guard let stamp = try stamp(of: member, tx) else { return nil }
        return tx.cache(HistoryCache.self).shelf.withLock { $0.histories[stamp] }
    }

    /// Removes the history from the cache, so that the caller can change it without copying it.
    static func take(_ member: MemberID, _ tx: Transaction) throws -> MemberHistory? {
        guard let stamp = try stamp(of: member, tx) else { return nil }
        return tx.cache(HistoryCache.self).shelf.withLock { $0.histories.removeValue(forKey: stamp) }
    }

    private static func stamp(of member: MemberID, _ tx: Transaction) throws -> Int64? {
        try tx.row("SELECT evaluation FROM member WHERE id = $1", [member])?["evaluation"]
    }

    /// - Parameter history: without anything that time alone has added to it.
    static func keep(_ history: MemberHistory, of member: MemberID, _ tx: Transaction) throws {
        let before = try stamp(of: member, tx)
        let stamp = Int64.random(in: .min ... .max)
        try tx.run("UPDATE member SET evaluation = $1 WHERE id = $2", [stamp, member])
        tx.cache(HistoryCache.self).shelf.withLock { shelf in
            if let before { shelf.histories[before] = nil }
            shelf.histories[stamp] = history.withoutEvents
            shelf.order.append(stamp)
            guard shelf.order.count > 2 * most else { return }
            let (old, rest) = (shelf.order.prefix(most), shelf.order.dropFirst(most))
            for stamp in old { shelf.histories[stamp] = nil }
            shelf.order = Array(rest)
        }
    }

    /// Empties the cache after time was set back: histories may contain moments that have not come yet.
    static func forgetAll(_ tx: Transaction) { tx.cache(HistoryCache.self).shelf.withLock { $0 = Shelf() } }

    /// Invalidates the history after a change that is not at its end.
    static func forget(_ member: MemberID, _ tx: Transaction) throws {
        try tx.run("UPDATE member SET evaluation = NULL WHERE id = $1", [member])
    }
}
