internal import FoundationEssentials
internal import GRDB
internal import Glibc
internal import HubAPI
internal import Vocabulary

/// A damaged file that was moved out of the way, for a person to look at.
package struct Quarantine: Hashable, Sendable {
    /// Where it lies now; its `-wal` and `-shm` beside it.
    package var path: String
    package var reason: String
    /// The last journal line that could still be read in it.
    package var lastEpoch: String?
    package var lastSequence: Int64?
    package var lastHash: String?
    /// Entries not yet acknowledged that were carried over into the new file under their own ids.
    package var rescued: Int

    /// Moves the database, its log and its index away, and forgets the oldest of those moved before.
    ///
    /// - Throws: `StoreError.unwritable` when the directory does not allow it.
    static func move(_ place: StorePlace, because error: StoreError) throws(StoreError) -> Quarantine {
        let target = freeName(besides: place.path, atMs: place.now())
        for suffix in ["", "-wal", "-shm"] where rename(place.path + suffix, target + suffix) != 0 {
            let code = errno
            guard code == ENOENT else {
                throw .unwritable(path: place.path + suffix, reason: String(cString: strerror(code)))
            }
        }
        forgetOldest(besides: place.path, keeping: place.limits.quarantinesKept)
        let last = DamagedFile(path: target)?.last
        return Quarantine(
            path: target, reason: "\(error)", lastEpoch: last?.epoch, lastSequence: last?.sequence,
            lastHash: last.map { Hex.text($0.hash) }, rescued: 0)
    }

    /// `PATH.damaged-20260302T141503Z`, with a number after it when that second was used already.
    private static func freeName(besides path: String, atMs: Int64) -> String {
        let date = Date(timeIntervalSince1970: Double(atMs) / 1000).formatted(
            .iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
        let name = "\(path).damaged-\(date)"
        let names = [name] + (2...1000).map { "\(name).\($0)" }
        return names.first { access($0, F_OK) != 0 } ?? name
    }

    private static func forgetOldest(besides path: String, keeping kept: Int) {
        let path = URL(filePath: path)
        let folder = path.deletingLastPathComponent()
        let prefix = path.lastPathComponent + ".damaged-"
        let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let files = all.filter { $0.hasPrefix(prefix) && !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }.sorted()
        for name in files.dropLast(kept) {
            for suffix in ["", "-wal", "-shm"] { unlink(folder.appending(path: name).path + suffix) }
        }
    }
}

extension KioskStore {
    /// Journals that a file was set aside, and carries over what the hub does not have yet.
    ///
    /// - Returns: how many entries were carried over.
    func takeOver(from quarantine: Quarantine) throws -> Int {
        guard let file = DamagedFile(path: quarantine.path) else { return try noteQuarantine(quarantine, rescued: 0) }
        let rescued = try transaction { database in
            var rescued = 0
            try file.unacknowledged { entry, body in
                // An entry that this program would not write stays in the damaged file, for the person who looks at it.
                do {
                    try Derived.requireUsable(entry)
                    try self.insert(entry, body: body, database)
                    rescued += 1
                } catch StoreError.unusable, StoreError.conflict {}
            }
            return rescued
        }
        return try noteQuarantine(quarantine, rescued: rescued)
    }

    private func noteQuarantine(_ quarantine: Quarantine, rescued: Int) throws -> Int {
        let last = quarantine.lastSequence.map { "\($0) \(quarantine.lastHash ?? "")" } ?? "unreadable"
        let detail = "epoch \(quarantine.lastEpoch ?? "unreadable"), last line \(last), carried over \(rescued)"
        try append(fault(.journalSetAside, detail: detail))
        return rescued
    }
}
