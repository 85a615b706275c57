internal import FoundationEssentials
internal import Database
internal import DatabaseSQLite
internal import Glibc

/// A copy that was made and tried.
package struct BackupReport: Hashable, Sendable, Encodable {
    package var path: String
    package var bytes: Int64
    package var hubEpoch: String
    package var members: Int64
    package var entries: Int64
    package var journalLines: Int64
    /// What `hubd audit` finds in the copy's books. The copy is exact, so the original has the same contradictions.
    package var contradictions: [String]
}

/// A file that one database is copied into.
struct HubCopy {
    let path: String

    /// - Throws: `taken` where there is a file already.
    func make(from database: SQLiteDatabase, progress: @escaping (Double) -> Void) throws {
        try createEmpty()
        do {
            try database.copy(
                to: path, pagesPerStep: HubStoreLimits.backupPagesPerStep, progress: progress)
        } catch {
            remove()
            throw error
        }
    }

    /// Makes an empty file that nobody else reads.
    ///
    /// - Throws: `taken` where there is a file already.
    func createEmpty() throws(HubFileError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            guard errno == EEXIST else { throw .unusable(path: path, reason: String(cString: strerror(errno))) }
            throw .taken(path: path)
        }
        close(descriptor)
    }

    /// Restores the copy into a scratch file and looks at all of that.
    func tried(now: @escaping @Sendable () -> Int64) async throws -> BackupReport {
        let scratch = HubCopy(path: path + ".trial")
        scratch.remove()
        defer { scratch.remove() }
        let source = try SQLiteDatabase.reading(path)
        try scratch.make(from: source) { _ in }
        try source.close()
        removeSideFiles()
        let database = try HubDatabase(path: scratch.path, as: .owner(mayCreate: false), now: now)
        try database.requireSound(as: path)
        let contradictions = try await database.audit()
        var report = try await database.read { tx in
            BackupReport(
                path: path, bytes: 0, hubEpoch: try tx.hubEpoch(),
                members: try tx.integer("SELECT count(*) FROM member"),
                entries: try tx.integer("SELECT count(*) FROM member_entry"),
                journalLines: try tx.integer("SELECT count(*) FROM journal"), contradictions: contradictions)
        }
        try database.close()
        report.bytes = OpenFiles.bytes(path)
        return report
    }

    /// Until the directory is flushed too, a power cut could take the file's name.
    func keepForGood() throws(HubFileError) {
        for name in [path, URL(filePath: path).deletingLastPathComponent().path] {
            let descriptor = open(name, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0, fsync(descriptor) == 0 else {
                throw .unusable(path: name, reason: String(cString: strerror(errno)))
            }
            close(descriptor)
        }
    }

    func remove() {
        unlink(path)
        removeSideFiles()
    }

    /// Of a file that nobody has open.
    func removeSideFiles() {
        for suffix in ["-wal", "-shm", "-journal", ".lock"] { unlink(path + suffix) }
    }
}

extension HubDatabase {
    /// - Throws: `onlyOfFile`, with what was asked for.
    func requireFile(_ what: String) throws(HubStoreError) -> ServedFile {
        guard let file else { throw .onlyOfFile(what) }
        return file
    }

    /// - Parameter name: what the file is called in words.
    /// - Throws: `HubFileError.damaged` when a page, an index or a reference is not right.
    func requireSound(as name: String) throws {
        let problem = try requireFile("a look at pages").sqlite.unsoundness()
        if let problem { throw HubFileError.damaged(path: name, reason: problem) }
    }
}
