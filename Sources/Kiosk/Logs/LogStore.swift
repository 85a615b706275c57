internal import Foundation
package import HubAPI
internal import Synchronization

/// The kiosk's own log: JSON Lines in files of limited size, the oldest of which goes when the limit is reached.
///
/// Every line has a cursor, counting up by one, through restarts too: a file is named after its first cursor, and
/// the n-th line of it has the n-th cursor after that. A line is one `write`, so a killed process leaves at most
/// one torn line, the last; it keeps its cursor and is reported as skipped.
package final class LogStore: Sendable {
    package static let longestLine = 8 * 1024
    private static let segments: Int64 = 16

    private struct Writer {
        var descriptor: Int32 = -1
        /// Of the next line.
        var cursor: Int64
        var bytesLeft: Int64 = 0
        var dropped = 0
    }

    package let folder: String
    private let maximumBytes: Int64
    private let now: @Sendable () -> Int64
    private let writer: Mutex<Writer>

    /// Opens the folder, or makes it. A new file begins at each start, so that a torn line ends no line of ours.
    ///
    /// - Parameter now: milliseconds since 1970 UTC.
    /// - Throws: what the file system says when the folder cannot be made.
    package init(folder: String, maximumBytes: Int64, now: @escaping @Sendable () -> Int64) throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        self.folder = folder
        self.maximumBytes = maximumBytes
        self.now = now
        let last = LogSegment.all(in: folder).last
        writer = Mutex(Writer(cursor: last.map { $0.first + Int64($0.lines().count) } ?? 1))
    }

    deinit { writer.withLock { if $0.descriptor >= 0 { Foundation.close($0.descriptor) } } }

    /// The cursor of the last line, 0 for none.
    package var lastCursor: Int64 { writer.withLock { $0.cursor - 1 } }

    /// Writes a line. A full disk never stops the kiosk: lines that could not be written are counted and reported
    /// later.
    package func write(_ event: LogEvent) {
        let atMs = now()
        writer.withLock { writer in
            if writer.dropped > 0, append(.dropped(lines: writer.dropped), atMs, &writer) { writer.dropped = 0 }
            if !append(event, atMs, &writer) { writer.dropped += 1 }
        }
    }

    private func append(_ event: LogEvent, _ atMs: Int64, _ writer: inout Writer) -> Bool {
        let line = Array((LogLine.text(event, cursor: writer.cursor, atMs: atMs) + "\n").utf8)
        if writer.descriptor < 0 || writer.bytesLeft < line.count, !beginSegment(&writer) { return false }
        let written = line.withUnsafeBytes { Foundation.write(writer.descriptor, $0.baseAddress, $0.count) }
        guard written == line.count else {
            // Part of a line is a torn line with a cursor of its own; the next one begins in a new file.
            if written > 0 { writer.cursor += 1 }
            closeSegment(&writer)
            return false
        }
        writer.cursor += 1
        writer.bytesLeft -= Int64(line.count)
        return true
    }

    private func beginSegment(_ writer: inout Writer) -> Bool {
        closeSegment(&writer)
        let size = maximumBytes / Self.segments
        makeRoom(for: size)
        let path = LogSegment.path(folder: folder, first: writer.cursor)
        writer.descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
        writer.bytesLeft = size
        return writer.descriptor >= 0
    }

    private func closeSegment(_ writer: inout Writer) {
        if writer.descriptor >= 0 { Foundation.close(writer.descriptor) }
        writer.descriptor = -1
    }

    private func makeRoom(for bytes: Int64) {
        var segments = LogSegment.all(in: folder)
        var total = segments.reduce(0) { $0 + $1.bytes }
        // Files, too, are counted: a kiosk that starts again and again must not fill the folder with short ones.
        while let oldest = segments.first, total + bytes > maximumBytes || segments.count >= 16 * Int(Self.segments) {
            unlink(oldest.path)
            total -= oldest.bytes
            segments.removeFirst()
        }
    }

    /// Reads on after a cursor, or from a time on.
    ///
    /// - Parameters:
    ///   - cursor: the last line already seen; `nil` to begin at `sinceMs`, or with the oldest.
    ///   - limit: lines, sent or skipped.
    ///   - maxBytes: of all lines together; one goes in any case.
    package func read(
        after cursor: Int64?, sinceMs: Int64? = nil, limit: Int = HubLimits.logLinesPerAnswer,
        maxBytes: Int = HubLimits.bodyBytes / 4
    ) -> LogPage {
        let last = lastCursor
        var page = LogPage(lines: [], skipped: [], cursor: cursor ?? 0, atEnd: true)
        let segments = LogSegment.all(in: folder)
        var bytes = 0
        for (index, segment) in segments.enumerated() {
            let next = index + 1 < segments.count ? segments[index + 1] : nil
            if let next, next.first <= (cursor ?? 0) + 1 { continue }
            if cursor == nil, let sinceMs, let next, next.beganAtMs.map({ $0 < sinceMs }) ?? false { continue }
            for (offset, line) in segment.lines().enumerated() {
                let at = segment.first + Int64(offset)
                guard at > (cursor ?? 0), at <= last else { continue }
                if cursor == nil, let sinceMs, let atMs = LogLine.atMs(line), atMs < sinceMs { continue }
                guard page.lines.count + page.skipped.count < limit, bytes < maxBytes || page.lines.isEmpty else {
                    page.atEnd = false
                    return page
                }
                page.cursor = at
                if let reason = Self.unsendable(line) {
                    page.skipped.append(SkippedLine(cursor: at, reason: reason))
                } else {
                    page.lines.append(line)
                    bytes += line.utf8.count * 2
                }
            }
        }
        page.cursor = max(page.cursor, last)
        return page
    }

    private static func unsendable(_ line: String) -> String? {
        if line.utf8.count > longestLine { return "longer than \(longestLine) bytes" }
        return LogLine.isObject(line) ? nil : "not a JSON object"
    }
}

/// A part of the log.
package struct LogPage: Hashable, Sendable {
    package var lines: [String]
    /// Lines that cannot be sent, and why.
    package var skipped: [SkippedLine]
    /// Where to go on: the last line that was sent or skipped.
    package var cursor: Int64
    /// Whether there is nothing after it yet.
    package var atEnd: Bool

    package init(lines: [String], skipped: [SkippedLine], cursor: Int64, atEnd: Bool) {
        self.lines = lines
        self.skipped = skipped
        self.cursor = cursor
        self.atEnd = atEnd
    }
}
