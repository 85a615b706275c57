internal import Foundation

/// One file of the log, named after the cursor of its first line.
struct LogSegment {
    /// Ours are far smaller; what is larger is not read.
    private static let largest = 512 << 20
    private static let digits = 19
    private static let ending = ".jsonl"

    let path: String
    let first: Int64

    static func path(folder: String, first: Int64) -> String {
        let number = String(first)
        return "\(folder)/" + String(repeating: "0", count: digits - number.count) + number + ending
    }

    /// Ascending. Other files in the folder are left alone.
    static func all(in folder: String) -> [LogSegment] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.compactMap { name -> LogSegment? in
            guard name.hasSuffix(ending), name.utf8.count == digits + ending.utf8.count,
                let first = Int64(name.dropLast(ending.count)), first > 0
            else { return nil }
            return LogSegment(path: "\(folder)/\(name)", first: first)
        }.sorted { $0.first < $1.first }
    }

    var bytes: Int64 {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? NSNumber)?.int64Value ?? 0
    }

    /// All lines, the torn one at the end included, whatever bytes are in them.
    func lines() -> [String] {
        guard bytes <= Self.largest, let bytes = FileManager.default.contents(atPath: path) else { return [] }
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { String(decoding: $0, as: UTF8.self) }
    }

    /// The time of its first line.
    var beganAtMs: Int64? {
        guard let handle = FileHandle(forReadingAtPath: path), let head = try? handle.read(upToCount: 200) else {
            return nil
        }
        return LogLine.atMs(String(decoding: head, as: UTF8.self))
    }
}
