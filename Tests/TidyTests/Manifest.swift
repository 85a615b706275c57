/// The targets of Package.swift and what each says that it needs.
struct Manifest {
    struct Target {
        var name: String
        /// Names of modules, ours and others'.
        var dependencies: [String]
    }

    private(set) var targets: [Target] = []
    /// By the constant of the manifest, the library that it stands for.
    private var libraries: [String: String] = [:]

    init(_ file: SourceFile) {
        let tokens = file.tokens
        for index in tokens.indices where tokens[index].text == "let" {
            guard let name = tokens.dropFirst(index + 1).first?.text else { continue }
            let declaration = tokens.dropFirst(index).prefix(12)
            guard declaration.contains(where: { $0.text == "product" }) else { continue }
            libraries[name] = declaration.first { $0.kind == .text }?.text
        }
        for index in tokens.indices.dropLast(2) where tokens[index + 1].text == "(" {
            guard index == 0 || tokens[index - 1].text != "func" else { continue }
            switch tokens[index].text {
            case "library", "program": add(tokens, at: index, isTest: false)
            case "tests", "pureTests": add(tokens, at: index, isTest: true)
            default: break
            }
        }
    }

    /// - Parameter index: of the word that makes the target: its name and its list follow.
    private mutating func add(_ tokens: [Token], at index: Int, isTest: Bool) {
        let name = tokens[index + 2]
        guard name.kind == .text else { return }
        var dependencies: [String] = []
        if tokens.dropFirst(index + 3).prefix(2).map(\.text) == [",", "["] {
            for token in tokens.dropFirst(index + 5).prefix(while: { $0.text != "]" }) where token.kind != .mark {
                dependencies.append(token.kind == .text ? token.text : libraries[token.text] ?? token.text)
            }
        }
        targets.append(Target(name: name.text + (isTest ? "Tests" : ""), dependencies: dependencies))
    }
}
