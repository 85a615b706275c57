import Foundation
import Testing

/// How long to fuzz, and where to leave what was being tried when the process fell.
///
/// A few fixed seeds as a rule; with `PEONY_FUZZ_MINUTES` new ones until that time is over. The last input then lies in
/// the folder that `PEONY_FUZZ_KEEP` names: after a crash, move it into `Found`.
struct FuzzRun {
    let name: String
    private let folder: URL?
    private let minutes: Double?

    init(_ name: String) {
        self.name = name
        let environment = ProcessInfo.processInfo.environment
        minutes = environment["PEONY_FUZZ_MINUTES"].flatMap(Double.init)
        folder = environment["PEONY_FUZZ_KEEP"].map { URL(filePath: $0, directoryHint: .isDirectory) }
    }

    /// Tries seed after seed; stops after ten that failed.
    func callAsFunction(seeds few: Int, _ attempt: (UInt64) throws -> Void) {
        var (executions, failures) = (0, 0)
        let began = ContinuousClock.now
        let first: UInt64 = minutes == nil ? 1 : .random(in: 1...(.max / 2))
        for seed in first... {
            if let minutes {
                guard ContinuousClock.now - began < .seconds(minutes * 60) else { break }
            } else if executions == few {
                break
            }
            do { try attempt(seed) } catch {
                failures += 1
                Issue.record("\(name), seed \(seed): \(error)")
                if failures == 10 { break }
            }
            executions += 1
        }
        if minutes != nil {
            print("fuzz: \(name): \(executions) executions in \(ContinuousClock.now - began), \(failures) failures")
        }
    }

    /// Remembers an input before it is tried.
    func keep(_ text: String, as kind: String) {
        guard let folder, minutes != nil else { return }
        try? Data(text.utf8).write(to: folder.appending(path: "peony-fuzz-\(name).\(kind)"))
    }
}
