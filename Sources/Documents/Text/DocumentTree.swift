internal import Vocabulary
internal import Yams

/// The text of a document as nested keys with their places, and what was wrong with its form.
struct DocumentTree {
    struct Place: Hashable {
        var line = 1
        var column = 1
    }

    struct Value {
        var content: Content
        /// Of the value itself.
        var place: Place
    }

    indirect enum Content {
        /// `plainTag` is what YAML makes of an unquoted text; `nil` when it was quoted.
        case scalar(String, plainTag: PlainTag?)
        case list([Value])
        case mapping([Entry])
    }

    struct Entry {
        var key: String
        var place: Place
        var value: Value
    }

    /// What YAML 1.1 takes an unquoted text for.
    enum PlainTag: String {
        case text, boolean, number, null, date
    }

    var root: [Entry] = []
    var problems: [DocumentProblem] = []
    private let file: String
    private var valuesLeft: Int

    init(text: String, file: String, limits: YAMLLimits = .settings) {
        self.file = file
        valuesLeft = limits.values
        if let violation = limits.violation(in: text) {
            report(Place(line: violation.line, column: violation.column), "", violation.fault)
            return
        }
        guard let node = compose(text) else { return }
        let value = value(node, path: "", depth: 0)
        switch value.content {
        case .mapping(let entries): root = entries
        case .scalar("", _), .scalar(_, plainTag: .null): break
        case .scalar, .list:
            report(
                value.place, "", .noMapping,
                allowed: Bilingual(zh: "如 `hub:` 这样的行，下面再写各个键", en: "lines such as `hub:` with keys below"))
        }
    }

    private mutating func report(_ place: Place, _ key: String, _ fault: Fault, allowed: Bilingual? = nil) {
        problems.append(
            DocumentProblem(
                file: file, line: place.line, column: place.column, key: key, fault: fault, allowed: allowed))
    }

    /// As many keys as one run reports as set twice, and as many bytes as it parses again for that.
    private static let duplicatesReported = 100
    private static let bytesParsedAgain = 2 << 20
    private static let duplicateMark = "~again~"

    /// Yams gives up at the first key that is set twice. Each such key is renamed and the text parsed again, so
    /// that everything is reported at once.
    private mutating func compose(_ text: String) -> Node? {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let again = min(Self.duplicatesReported, Self.bytesParsedAgain / max(1, text.utf8.count))
        for _ in 0...again {
            do {
                return try Parser(yaml: lines.joined(separator: "\n"), encoding: .utf8).singleRoot()
            } catch let YamlError.duplicatedKeysInMapping(_, context) {
                let mark = context.mark
                guard lines.indices.contains(mark.line - 1), mark.column >= 1 else { break }
                var scalars = Array(lines[mark.line - 1].unicodeScalars)
                guard mark.column <= scalars.count else { break }
                scalars.insert(contentsOf: Self.duplicateMark.unicodeScalars, at: mark.column - 1)
                lines[mark.line - 1] = scalars.reduce(into: "") { $0.unicodeScalars.append($1) }
            } catch {
                report(malformed: error, in: lines)
                return nil
            }
        }
        report(Place(), "", .tooManySetTwice)
        return nil
    }

    private mutating func report(malformed error: any Error, in lines: [String]) {
        switch error {
        case YamlError.scanner(let context, let problem, let mark, _),
            YamlError.parser(let context, let problem, let mark, _),
            YamlError.composer(let context, let problem, let mark, _):
            let fault = Fault.notYAML((context.map { $0.text + ", " } ?? "") + problem)
            report(malformed: fault, at: Place(line: mark.line, column: mark.column), in: lines)
        case YamlError.reader(let problem, _, _, _): report(Place(), "", .notYAML(problem))
        default: report(Place(), "", .notYAML("?"))
        }
    }

    /// With what the line has that a parser does not name. It may have noticed only in the line after.
    private mutating func report(malformed fault: Fault, at place: Place, in lines: [String]) {
        for index in [place.line - 1, place.line - 2] where lines.indices.contains(index) {
            let isBefore = index < place.line - 1
            let here = isBefore ? Place(line: index + 1, column: 1) : place
            if lines[index].prefix(while: { $0 == " " || $0 == "\t" }).contains("\t") {
                return report(here, "", .tab)
            }
            // A line with a key of its own was understood.
            guard !isBefore || !lines[index].contains(":"), let remark = FullWidth.remark(on: lines[index]) else {
                continue
            }
            return report(here, "", fault.adding(remark))
        }
        report(place, "", fault)
    }

    private mutating func value(_ node: Node, path: String, depth: Int) -> Value {
        let place = Place(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
        valuesLeft -= 1
        switch node {
        case .scalar(let scalar):
            let quoted = scalar.style != .plain
            return Value(content: .scalar(scalar.string, plainTag: quoted ? nil : Self.tag(node)), place: place)
        case .sequence(let sequence) where mayOpen(place, path, depth):
            var elements: [Value] = []
            for (index, element) in sequence.enumerated() where valuesLeft > 0 {
                elements.append(value(element, path: "\(path)[\(index)]", depth: depth + 1))
            }
            return Value(content: .list(elements), place: place)
        case .mapping(let mapping) where mayOpen(place, path, depth):
            return Value(content: .mapping(entries(mapping, path: path, depth: depth)), place: place)
        case .sequence, .mapping, .alias: return Value(content: .list([]), place: place)
        }
    }

    private mutating func mayOpen(_ place: Place, _ path: String, _ depth: Int) -> Bool {
        if depth >= YAMLLimits.depth { report(place, path, .deeper(than: YAMLLimits.depth)) }
        if valuesLeft <= 0 { report(place, path, .tooManyValues) }
        return depth < YAMLLimits.depth && valuesLeft > 0
    }

    private mutating func entries(_ mapping: Node.Mapping, path: String, depth: Int) -> [Entry] {
        var entries: [Entry] = []
        var firsts: [(key: String, place: Place)] = []
        for (key, node) in mapping where valuesLeft > 0 {
            let place = Place(line: key.mark?.line ?? 1, column: key.mark?.column ?? 1)
            guard case .scalar(let scalar) = key else {
                report(place, path, .keyIsNoWord)
                continue
            }
            if scalar.string.hasPrefix(Self.duplicateMark) {
                firsts.append((Self.original(scalar.string), place))
                continue
            }
            let below = Self.join(path, scalar.string)
            entries.append(Entry(key: scalar.string, place: place, value: value(node, path: below, depth: depth + 1)))
        }
        for first in firsts {
            let again = entries.first { $0.key == first.key }
            let key = Self.join(path, first.key)
            report(again?.place ?? first.place, key, .setTwice(first: first.place.line))
        }
        return entries
    }

    /// The key as written before it was renamed; a quoted one has its quotes inside the new name.
    private static func original(_ renamed: String) -> String {
        var name = Substring(renamed)
        while name.hasPrefix(duplicateMark) { name = name.dropFirst(duplicateMark.count) }
        if name.count >= 2, let quote = name.first, quote == name.last, quote == "\"" || quote == "'" {
            name = name.dropFirst().dropLast()
        }
        return String(name)
    }

    private static func tag(_ node: Node) -> PlainTag {
        switch Tag.Name(rawValue: node.tag.rawValue) {
        case .bool: .boolean
        case .int, .float: .number
        case .null: .null
        case .timestamp: .date
        default: .text
        }
    }
}
