internal import Foundation

/// Reads a program's configuration file, strictly.
package enum SettingsFile {
    /// - Parameter decode: reads every key the program knows, through the reader it is given.
    /// - Throws: everything that is wrong, at once; print it and end with `SettingsProblems.exitCode`.
    package static func read<Value>(
        _ path: String, _ decode: (SettingsReader) -> Value
    ) throws(SettingsProblems) -> Value {
        try self.decode(try text(of: path), file: path, decode)
    }

    /// The same for a text that was read already.
    package static func decode<Value>(
        _ text: String, file: String, _ decode: (SettingsReader) -> Value
    ) throws(SettingsProblems) -> Value {
        let reader = SettingsReader(text: text, file: file)
        let value = decode(reader)
        let problems = reader.problems
        guard problems.isEmpty else { throw SettingsProblems(problems: problems) }
        return value
    }

    /// What every key comes to, defaults included, one `key: value` a line: for `check-config --show-effective`.
    package static func effective<Value>(
        _ path: String, _ decode: (SettingsReader) -> Value
    ) throws(SettingsProblems) -> String {
        let reader = SettingsReader(text: try text(of: path), file: path)
        _ = decode(reader)
        let problems = reader.problems
        guard problems.isEmpty else { throw SettingsProblems(problems: problems) }
        return reader.keys.map { "\($0.path): \(reader.effective[$0.path] ?? "~")" }.joined(separator: "\n")
    }

    /// What stands in a file, or at least so much of it that the limits are seen to be passed.
    package static func text(
        of path: String, _ limits: YAMLLimits = .settings
    ) throws(SettingsProblems) -> String {
        let unreadable = SettingsProblems(file: path, fault: .unreadableFile)
        guard let handle = FileHandle(forReadingAtPath: path) else { throw unreadable }
        let bytes: Data
        do {
            // An empty file gives `nil`.
            bytes = try handle.read(upToCount: limits.bytes + 4) ?? Data()
        } catch { throw unreadable }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SettingsProblems(
                file: path, fault: .file("encoding", zh: "不是 UTF-8 编码；请用 UTF-8 另存", en: "is not UTF-8"))
        }
        return text
    }
}
