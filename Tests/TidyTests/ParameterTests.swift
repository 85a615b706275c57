import Testing

@Suite struct ParameterTests {
    @Test func `At most six parameters`() throws {
        var found: [String: [Int]] = [:]
        for file in try SourceFile.all() where file.path.hasPrefix("Sources/") {
            for function in file.parameterLists where function.parameters > Budget.parameters {
                found["\(file.target)/\(file.name) \(function.name)", default: []].append(function.parameters)
            }
        }
        found = found.mapValues { $0.sorted(by: >) }
        let problems = Set(found.keys).union(Budget.longParameterLists.keys).sorted().compactMap { name in
            let (has, had) = (found[name] ?? [], Budget.longParameterLists[name] ?? [])
            guard has != had else { return String?.none }
            let isShorter = has.count <= had.count && zip(has, had).allSatisfy { $0 <= $1 }
            return "\(name) has \(has) parameters, not \(had): "
                + (isShorter ? "write that down" : "pass what belongs together as one value")
        }
        #expect(problems == [], "\(problems.joined(separator: "\n"))")
    }

    @Test func `Parameters are counted as the compiler does`() {
        let file = SourceFile(
            path: "Sources/Hall/Lamp.swift",
            text: """
                struct Lamp {
                    init() {}
                    init?<A, B>(_ one: (A, B), two: [A: B] = [:]) { self.init() }
                    func light(
                        one: Dictionary<Int, String>, two: (Int, Int) -> Void, words: String = "a, b",
                    ) -> [Int] { Lamp.init(1, 2, 3).light(4, 5) }
                    static func < (left: Lamp, right: Lamp) -> Bool { true }
                }
                """)
        #expect(file.parameterLists.map(\.name) == ["init", "init", "light", "<"])
        #expect(file.parameterLists.map(\.parameters) == [0, 2, 3, 2])
    }
}

extension SourceFile {
    /// Every function and initialiser that is declared.
    var parameterLists: [(name: String, parameters: Int)] {
        let tokens = tokens
        return tokens.indices.compactMap { index in
            let isFirst = index == 0
            switch tokens[index].text {
            case "func" where tokens[index].kind == .word && index + 1 < tokens.count:
                return Self.parameters(tokens, after: index + 1).map { (tokens[index + 1].text, $0) }
            case "init" where tokens[index].kind == .word && (isFirst || tokens[index - 1].text != "."):
                return Self.parameters(tokens, after: index).map { ("init", $0) }
            default: return nil
            }
        }
    }

    /// - Parameter index: of the name.
    /// - Returns: `nil` where no list follows.
    private static func parameters(_ tokens: [Token], after index: Int) -> Int? {
        var open = index + 1
        if tokens[index].kind == .mark {
            // An operator may have several signs.
            while open < tokens.count, tokens[open].kind == .mark, tokens[open].text != "(" { open += 1 }
        }
        if open < tokens.count, ["?", "!"].contains(tokens[open].text) { open += 1 }
        if open < tokens.count, tokens[open].text == "<" {
            open = tokens[open...].firstIndex { $0.text == "(" } ?? tokens.count
        }
        guard open < tokens.count, tokens[open].text == "(" else { return nil }
        guard open + 1 < tokens.count, tokens[open + 1].text != ")" else { return 0 }
        var (depth, commas, last) = (0, 0, "")
        for token in tokens[open...] {
            if token.kind == .mark, ["(", "[", "{", "<"].contains(token.text) { depth += 1 }
            if token.kind == .mark, [")", "]", "}", ">"].contains(token.text) { depth -= 1 }
            if depth == 0 { break }
            if token.text == ",", depth == 1 { commas += 1 }
            last = token.text
        }
        return commas + (last == "," ? 0 : 1)
    }
}
