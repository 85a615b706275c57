import CBaseline
import HubAPI
import KioskStore

/// Something that commits journal transactions one after another and tells how long each took.
protocol BenchedJournal: AnyObject {
    func commit(_ count: Int) throws -> Samples
    func close()
}

/// Ours: what a kiosk calls, with encoding, hashing and what follows from an entry.
final class OurJournal: BenchedJournal {
    private let store: KioskStore
    private let entries: [JournalEntry]
    private var committed = 0

    /// - Parameter entries: more than will be committed.
    init(_ path: String, _ entries: [JournalEntry]) throws {
        store = try KioskStore.benching(path)
        self.entries = entries
    }

    func commit(_ count: Int) throws -> Samples {
        var samples = Samples()
        for entry in entries[committed..<committed + count] { samples.add(try Ticks.of { try store.append(entry) }) }
        committed += count
        return samples
    }

    func close() { store.close() }
}

/// The C loop.
final class CJournal: BenchedJournal {
    private let journal: OpaquePointer

    /// - Parameter path: of a file that does not exist yet.
    init(_ path: String, bodyBytes: Int) throws {
        var code: Int32 = 0
        guard let journal = peony_journal_open(path, bodyBytes, &code) else {
            throw BaselineFailure(what: "SQLite in C", code: Int(code))
        }
        self.journal = journal
    }

    func commit(_ count: Int) throws -> Samples {
        var nanoseconds = [UInt64](repeating: 0, count: count)
        let code = peony_journal_commit(journal, count, &nanoseconds)
        guard code == 0 else { throw BaselineFailure(what: "SQLite in C", code: Int(code)) }
        return Samples(nanoseconds)
    }

    func close() { peony_journal_close(journal) }
}

/// A loop of the baseline could not run.
struct BaselineFailure: Error, CustomStringConvertible {
    let what: String
    let code: Int

    var description: String { "\(what): code \(String(code, radix: 16))" }
}
