internal import Foundation
internal import Database
internal import DatabaseSQLite
internal import Glibc

/// Which tokens live on in a database that came back from a backup. A token that was revoked after the backup was made
/// is valid in it again, and nobody can see that from the backup alone.
package enum TokensKept: Hashable, Sendable {
    case all
    /// Kiosks by name, `staff`, `operator`, or tokens by id; all others are revoked.
    case only(Set<String>)
}

package struct RestoreReport: Hashable, Sendable, Encodable {
    package var hubEpoch: String
    /// Where the replaced file lies now; `nil` if there was none.
    package var setAside: String?
    /// Valid in the backup and no more.
    package var revoked: [TokenFacts]
    package var kept: [TokenFacts]
    /// Added after the backup was made, and taken over from the file that was there.
    package var added: [TokenFacts]
}

extension HubDatabase {
    /// Begins a new hub epoch, after this file came back from a backup: kiosks notice it in the next answer,
    /// send again what is missing here and accept a snapshot older than the one they have.
    package func declareRestored(keeping tokens: TokensKept = .all) async throws -> RestoreReport {
        let report = try await write(locking: [.hub]) { [keeper] tx in
            guard try tx.exists("SELECT 1 FROM hub") else { throw HubStoreError.empty }
            try keeper.comeForward(tx)
            let nowMs = keeper.look().momentMs
            let epoch = Self.newEpoch()
            try tx.run("UPDATE hub SET epoch = $1", [epoch])
            try tx.run(
                """
                UPDATE kiosk SET feed_sent = 0, feed_held = 0, barrier_version = NULL, barrier_epoch = NULL,
                    barrier_sequence = NULL, cleared_version = 0
                """)
            return try Self.report(epoch, tokens, tx, nowMs)
        }
        file?.lock?.note(beat: try await beat())
        return report
    }

    private static func report(
        _ epoch: String, _ tokens: TokensKept, _ tx: Transaction, _ nowMs: Int64
    ) throws -> RestoreReport {
        let valid = try TokenRow.all(tx).filter { $0.facts.revokedAtMs == nil }
        let revoked = valid.filter { !tokens.keeps($0.facts) }
        for token in revoked {
            try tx.run("UPDATE token SET revoked_at_ms = $1 WHERE hash = $2", [nowMs, token.hash])
        }
        return RestoreReport(
            hubEpoch: epoch, revoked: revoked.map(\.facts),
            kept: valid.map(\.facts).filter { tokens.keeps($0) }, added: [])
    }

    /// Replaces the database at a path by a backup, with a new hub epoch. Its tokens are those of the replaced file, if
    /// that can be read, because that file knows which tokens were revoked since.
    ///
    /// - Parameter tokens: which are kept when that file cannot be read.
    /// - Throws: `HubFileError`; then what lay there is as it was.
    package static func restore(
        _ backup: String, to path: String, keeping tokens: TokensKept, now: @escaping @Sendable () -> Int64
    ) async throws -> RestoreReport {
        try HubFile(path: backup).requireHub(mustBeCurrent: false, mayBeGone: true)
        let lock = try HubLock(besides: path)
        defer { lock.release() }
        let copy = HubCopy(path: path + ".restoring")
        copy.remove()
        let source = try SQLiteDatabase.reading(backup)
        try copy.make(from: source) { _ in }
        do {
            let database = try await copy.opened(as: backup, now: now)
            let newer = try? await TokenRow.all(ofFile: path)
            let added = try await database.take(newer ?? [])
            var report = try await database.declareRestored(keeping: newer == nil ? tokens : .all)
            report.added = added
            try await database.requireFile("a log").sqlite.writeLogBack(.truncate)
            lock.note(beat: try await database.beat())
            try database.close()
            report.setAside = try setAside(path, atMs: now())
            guard rename(copy.path, path) == 0 else {
                throw HubFileError.unusable(path: path, reason: String(cString: strerror(errno)))
            }
            copy.remove()
            try HubCopy(path: path).keepForGood()
            return report
        } catch {
            copy.remove()
            throw error
        }
    }

    private static func setAside(_ path: String, atMs: Int64) throws -> String? {
        guard access(path, F_OK) == 0 else { return nil }
        let date = Date(timeIntervalSince1970: Double(atMs) / 1000).formatted(
            .iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
        let target = "\(path).before-restore-\(date)"
        for suffix in ["-wal", "-shm", ""] where rename(path + suffix, target + suffix) != 0 && errno != ENOENT {
            throw HubFileError.unusable(path: path + suffix, reason: String(cString: strerror(errno)))
        }
        return target
    }

    /// Adopts the tokens of a newer file, and revokes those that it does not know.
    ///
    /// - Returns: the adopted tokens that are valid and were not here.
    private func take(_ newer: [TokenRow]) async throws -> [TokenFacts] {
        guard !newer.isEmpty else { return [] }
        let nowMs = now()
        return try await write(locking: [.hub]) { tx in
            let here = Set(try TokenRow.all(tx).map(\.hash))
            // What the newer file does not know was never given out by it.
            for hash in here.subtracting(newer.map(\.hash)) {
                try tx.run(
                    "UPDATE token SET revoked_at_ms = coalesce(revoked_at_ms, $1) WHERE hash = $2",
                    [nowMs, hash])
            }
            var added: [TokenFacts] = []
            for token in newer {
                // A kiosk that the backup does not know cannot have one.
                if let kiosk = token.facts.kiosk, try !tx.exists("SELECT 1 FROM kiosk WHERE name = $1", [kiosk]) {
                    continue
                }
                try token.put(tx)
                if !here.contains(token.hash), token.facts.revokedAtMs == nil { added.append(token.facts) }
            }
            return added
        }
    }
}

extension HubCopy {
    /// The copy of a backup as a hub of its own, up to date and read through. Where the backup is a file whose hub has
    /// moved, that is forgotten: restoring it is how a salon goes on whose server is lost.
    ///
    /// - Parameter name: what the backup is called in words.
    func opened(as name: String, now: @escaping @Sendable () -> Int64) async throws -> HubDatabase {
        let database = try HubDatabase(path: path, as: .mover, now: now)
        try database.requireSound(as: name)
        try await database.write { tx in try MoveMark.remove(tx) }
        return database
    }
}

extension TokensKept {
    func keeps(_ token: TokenFacts) -> Bool {
        switch self {
        case .all: true
        case .only(let names): !names.isDisjoint(with: [token.id, token.kiosk ?? token.role])
        }
    }
}

extension TokenRow {
    /// - Throws: when this is no file of a hub, or cannot be read; or when its hub has moved: then it does not know
    ///   which tokens were revoked since.
    static func all(ofFile path: String) async throws -> [TokenRow] {
        try HubFile(path: path).requireHub(mustBeCurrent: false, mayBeGone: false)
        return try await SQLiteDatabase.reading(path).read { tx in try all(tx) }
    }
}
