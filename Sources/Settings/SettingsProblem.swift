/// One thing that is wrong in a configuration file, said so that it can be mended without the manual.
package struct SettingsProblem: Hashable, Sendable, CustomStringConvertible {
    package var file: String
    /// Both from 1; columns count Unicode scalars.
    package var line: Int
    package var column: Int
    /// Dotted path, such as `hub.url`; empty for the file as a whole.
    package var key: String
    package var message: String
    /// What would be right, in words; `nil` when the message says it all.
    package var allowed: String?

    /// `file:line:column: key: what is wrong; allowed: what is`.
    package var description: String {
        let place = "\(file):\(line):\(column): "
        return place + (key.isEmpty ? "" : "\(key): ") + message + (allowed.map { "; allowed: \($0)" } ?? "")
    }
}

/// All that is wrong in a configuration file, in its order. Never empty.
package struct SettingsProblems: Error, Hashable, Sendable, CustomStringConvertible {
    /// `EX_CONFIG` of sysexits.h: what programs end with after printing this.
    package static let exitCode: Int32 = 78

    package var problems: [SettingsProblem]

    package var description: String { problems.map(\.description).joined(separator: "\n") }
}

extension SettingsProblems {
    /// One, about a file as a whole.
    package init(file: String, message: String) {
        problems = [SettingsProblem(file: file, line: 1, column: 1, key: "", message: message)]
    }
}
