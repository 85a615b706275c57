internal import Vocabulary

/// Hands out the values of a configuration file, key by key, and gathers everything that is wrong with it.
///
/// A program declares each key where it reads it: name, type, range, default and reason. Reading never stops at a
/// problem: the default (or a stand-in) is handed out, and `problems` tells at the end.
package final class SettingsReader {
    /// All keys asked for, in the order asked.
    package private(set) var keys: [SettingsKey] = []
    /// What the sections are for, by path.
    package private(set) var sections: [(path: String, why: String)] = []
    /// What each key came to, as text that could stand in a file.
    package private(set) var effective: [String: String] = [:]
    private var gathered: [SettingsProblem]
    private var suspect: Set<String> = []
    private let root: [SettingsTree.Entry]
    private let file: String

    package init(text: String, file: String) {
        let tree = SettingsTree(text: text, file: file)
        root = tree.root
        gathered = tree.problems
        self.file = file
    }

    /// Says what a group of keys is for.
    package func section(_ path: String, _ why: String) { sections.append((path, why)) }

    /// A condition between keys; not looked at while one of them is wrong by itself.
    package func require(_ key: String, with others: [String] = [], _ message: String, _ holds: () -> Bool) {
        guard suspect.isDisjoint(with: others + [key]), !holds() else { return }
        report(key, message)
    }

    /// Everything that is wrong, unknown keys included, in the order of the file. Ask when all keys were read.
    package var problems: [SettingsProblem] {
        (gathered + unknownKeys()).sorted { ($0.line, $0.column, $0.key) < ($1.line, $1.column, $1.key) }
    }

    /// Declares a key and reads its scalar.
    ///
    /// - Parameter parse: the value, or what is wrong with the text.
    /// - Returns: `nil` when the key is not set, or not rightly; a missing one that must be set is reported.
    func scalar<Value>(
        _ key: SettingsKey, textOnly: Bool = false, mayBeNull: Bool = false, _ parse: (String) -> Parsed<Value>
    ) -> Value? {
        precondition(!keys.contains { $0.path == key.path }, "\(key.path) is declared twice")
        keys.append(key)
        effective[key.path] = key.defaultText ?? "~"
        guard let value = find(key.path) else {
            if key.defaultText == nil { report(key.path, "missing", allowed: key.allowed) }
            return nil
        }
        guard case .scalar(let text, let tag) = value.content else {
            return wrong(key, "must be one value, not a list or a mapping")
        }
        if tag == .null {
            return mayBeNull ? nil : wrong(key, "has no value")
        }
        if textOnly, let tag, tag != .text {
            return wrong(key, "\(text) without quotes is a \(tag.rawValue) in YAML; write \"\(text)\"")
        }
        switch parse(text) {
        case .wrong(let message): return wrong(key, message)
        case .value(let value):
            effective[key.path] = text
            return value
        }
    }

    enum Parsed<Value> {
        case value(Value)
        case wrong(String)
    }

    private func wrong<Value>(_ key: SettingsKey, _ message: String) -> Value? {
        report(key.path, message, allowed: key.allowed)
        return nil
    }

    private func report(_ key: String, _ message: String, allowed: String? = nil) {
        suspect.insert(key)
        let place = find(key)?.place ?? placeOfSection(above: key)
        gathered.append(
            SettingsProblem(
                file: file, line: place.line, column: place.column, key: key, fault: Fault(configuration: message),
                allowed: allowed.map { Bilingual(both: $0) }))
    }

    private func find(_ path: String) -> SettingsTree.Value? {
        var entries = root
        var value: SettingsTree.Value?
        for part in path.split(separator: ".") {
            guard let entry = entries.last(where: { $0.key == part }) else { return nil }
            value = entry.value
            if case .mapping(let below) = entry.value.content { entries = below } else { entries = [] }
        }
        return value
    }

    /// Where a missing key would have to be added: at its section, else at the top.
    private func placeOfSection(above key: String) -> SettingsTree.Place {
        guard let first = key.split(separator: ".").first, let entry = root.last(where: { $0.key == first }) else {
            return SettingsTree.Place()
        }
        return entry.place
    }

    private func unknownKeys() -> [SettingsProblem] {
        var found: [SettingsProblem] = []
        visit(root, below: "", &found)
        return found
    }

    private func visit(_ entries: [SettingsTree.Entry], below: String, _ found: inout [SettingsProblem]) {
        for entry in entries {
            let path = below.isEmpty ? entry.key : "\(below).\(entry.key)"
            if keys.contains(where: { $0.path == path }) { continue }
            guard keys.contains(where: { $0.path.hasPrefix(path + ".") }) else {
                found.append(unknown(entry, path, below: below))
                continue
            }
            switch entry.value.content {
            case .mapping(let below): visit(below, below: path, &found)
            case .scalar(_, plainTag: .null): break
            case .scalar, .list:
                found.append(problem(entry, path, "must be a mapping of keys", allowed: children(of: path)))
            }
        }
    }

    private func unknown(_ entry: SettingsTree.Entry, _ path: String, below: String) -> SettingsProblem {
        let siblings = names(below: below)
        if let near = Nearest.match(entry.key, among: siblings) {
            return problem(entry, path, "unknown key; did you mean \(near)?", allowed: children(of: below))
        }
        // The right word under the wrong section.
        if let elsewhere = keys.first(where: { $0.path.hasSuffix("." + entry.key) }) {
            return problem(entry, path, "unknown key; did you mean \(elsewhere.path)?", allowed: children(of: below))
        }
        return problem(entry, path, "unknown key", allowed: children(of: below))
    }

    private func problem(
        _ entry: SettingsTree.Entry, _ path: String, _ message: String, allowed: String
    ) -> SettingsProblem {
        SettingsProblem(
            file: file, line: entry.place.line, column: entry.place.column, key: path,
            fault: Fault(configuration: message), allowed: Bilingual(both: allowed))
    }

    private func children(of path: String) -> String { names(below: path).joined(separator: ", ") }

    private func names(below path: String) -> [String] {
        let prefix = path.isEmpty ? "" : path + "."
        var names: [String] = []
        for key in keys where key.path.hasPrefix(prefix) {
            let name = key.path.dropFirst(prefix.count).prefix { $0 != "." }
            if !names.contains(String(name)) { names.append(String(name)) }
        }
        return names
    }
}
