import Foundation

/// What `/proc/PID/status` says of a process's memory.
struct ProcessMemory {
    /// The most that was ever resident.
    var peakBytes: Int64 = 0
    var residentBytes: Int64 = 0
    /// Of those that are resident, what is not backed by a file.
    var anonymousBytes: Int64 = 0

    init() {}

    /// All 0 when there is no such process.
    init(of process: Int32) {
        let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        for line in text.split(separator: "\n") {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard words.count >= 2, let kilobytes = Int64(words[1]) else { continue }
            switch words[0] {
            case "VmHWM:": peakBytes = kilobytes * 1024
            case "VmRSS:": residentBytes = kilobytes * 1024
            case "RssAnon:": anonymousBytes = kilobytes * 1024
            default: break
            }
        }
    }
}

enum PageCache {
    /// Asks the kernel to forget what it has read of these files. Pages that somebody has mapped stay.
    static func forget(_ paths: [String]) {
        for path in paths {
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            fsync(descriptor)
            posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
            close(descriptor)
        }
    }
}
