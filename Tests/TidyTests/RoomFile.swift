/// What one file of a target declares for others, and what it uses.
struct RoomFile {
    var path: String
    var place: Int
    /// Types, and functions and values beside them.
    var declared: Set<String> = []
    /// Members that it adds to types of other files.
    var added: Set<String> = []
    /// Whatever it names so: members, parameters, cases.
    var names: Set<String> = []
    /// By name, the line of the first use.
    var uses: [String: Int] = [:]
    /// By name, the line of the first use as a member or by a call.
    var memberUses: [String: Int] = [:]

    init(_ file: SourceFile, place: Int) {
        path = file.path
        self.place = place
        let tokens = file.tokens
        readDeclarations(tokens)
        readUses(tokens)
    }

    private static let types: Set<String> = ["struct", "class", "enum", "protocol", "actor", "typealias"]
    private static let members: Set<String> = ["func", "var", "let", "case"]

    private mutating func readDeclarations(_ tokens: [Token]) {
        var isExtension = false
        for index in tokens.indices.dropLast() where tokens[index].kind == .word {
            let (token, name) = (tokens[index], tokens[index + 1].text)
            let isType = Self.types.contains(token.text) && tokens[index + 1].kind == .word && name != "func"
            let isMember = Self.members.contains(token.text)
            if token.depth == 0, token.text == "extension" || isType { isExtension = token.text == "extension" }
            guard isType || isMember else { continue }
            names.insert(name)
            guard !Self.isPrivate(at: index, tokens) else { continue }
            if token.depth == 0 { declared.insert(name) }
            if token.depth == 1, isExtension, token.text != "case" { added.insert(name) }
        }
    }

    private static func isPrivate(at index: Int, _ tokens: [Token]) -> Bool {
        let start = tokens[index].line
        return tokens[..<index].reversed().prefix { $0.line == start }.contains {
            $0.text == "private" || $0.text == "fileprivate"
        }
    }

    private mutating func readUses(_ tokens: [Token]) {
        for index in tokens.indices where tokens[index].kind == .word {
            let token = tokens[index]
            let isOfSomething = index > 0 && tokens[index - 1].text == "."
            let isCalled = index + 1 < tokens.count && tokens[index + 1].text == "("
            if !isOfSomething, uses[token.text] == nil { uses[token.text] = token.line }
            if isOfSomething || isCalled, memberUses[token.text] == nil { memberUses[token.text] = token.line }
        }
    }
}
