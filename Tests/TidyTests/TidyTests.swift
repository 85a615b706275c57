import Foundation
import Testing

/// The budgets of the house, kept by reading the source (the idea is TigerBeetle's `tidy`).
@Suite struct TidyTests {
    @Test func `Files, functions and lines stay within their budgets`() throws {
        var problems: [String] = []
        for file in try SourceFile.all() {
            if file.lines.count > Budget.fileLines { problems.append("\(file.path): \(file.lines.count) lines") }
            for (number, line) in file.lines.enumerated() where line.count > Budget.columns {
                problems.append("\(file.path):\(number + 1): \(line.count) columns")
            }
            for function in file.functions where function.lines > Budget.functionLines {
                problems.append("\(file.path):\(function.line): \(function.name) has \(function.lines) lines")
            }
        }
        #expect(problems == [], "\(problems.joined(separator: "\n"))")
    }

    @Test func `Pure targets touch no clock, no randomness, no files and no threads`() throws {
        var problems: [String] = []
        for file in try SourceFile.all() where Budget.pureTargets.contains(file.target) {
            for (number, line) in file.code.enumerated() {
                for (banned, instead) in Budget.bannedInPureTargets where line.contains(banned) {
                    problems.append("\(file.path):\(number + 1): \(banned): \(instead)")
                }
            }
        }
        #expect(problems == [], "\(problems.joined(separator: "\n"))")
    }

    @Test func `Nothing traps where a value can go wrong, and nothing is left for later`() throws {
        var problems: [String] = []
        for file in try SourceFile.all() {
            for (number, line) in file.code.enumerated() {
                for banned in Budget.bannedEverywhere where line.contains(banned) {
                    problems.append("\(file.path):\(number + 1): \(banned)")
                }
            }
        }
        #expect(problems == [], "\(problems.joined(separator: "\n"))")
    }

    @Test func `Words and results go out through StandardStream`() throws {
        var problems: [String] = []
        for file in try SourceFile.all() where file.path.hasPrefix("Sources/") {
            for (number, line) in file.code.enumerated() {
                for banned in Budget.bannedOutput where line.contains(banned) {
                    problems.append("\(file.path):\(number + 1): \(banned)")
                }
            }
        }
        #expect(problems == [], "\(problems.joined(separator: "\n"))")
    }

    @Test func `Imports point down`() throws {
        var problems: [String] = []
        for file in try SourceFile.all() {
            guard let allowed = Budget.allowedImports[file.target] else { continue }
            for imported in file.imports where Budget.allowedImports.keys.contains(imported) {
                guard !allowed.contains(imported) else { continue }
                problems.append("\(file.path): \(file.target) must not know \(imported)")
            }
        }
        #expect(problems == [], "\(problems.joined(separator: "\n"))")
    }

    @Test func `Each heavy library is imported where it belongs`() throws {
        var problems: [String] = []
        for file in try SourceFile.all() where file.path.hasPrefix("Sources/") {
            for imported in file.imports {
                guard let owners = Budget.libraryOwners[imported], !owners.contains(file.target) else { continue }
                problems.append("\(file.path): \(imported) belongs to \(owners.sorted().joined(separator: ", "))")
            }
        }
        #expect(problems == [], "\(problems.joined(separator: "\n"))")
    }

    /// A folder of the temporary directory is removed by the file that makes it.
    @Test func `Tests leave nothing in the temporary directory`() throws {
        let makers = try SourceFile.all().filter { file in
            file.path.hasPrefix("Tests/") && file.code.contains { $0.contains(Budget.temporaryFolder) }
        }
        let leaving = makers.filter { file in !file.code.contains { $0.contains(Budget.removingFolder) } }.map(\.path)
        #expect(leaving == [], "use TemporaryFolder")
    }

    /// Tests that compute keep every thread busy for minutes; what waits for an answer in time must not run among
    /// them. The Makefile names what runs alone.
    @Test func `What waits for sockets, processes or the clock runs alone`() throws {
        let makefile = try String(contentsOf: SourceFile.root.appending(path: "Makefile"), encoding: .utf8)
        let list = try #require(makefile.firstMatch(of: /(?m)^WATCHING = ((?:.*\\\n)*.*)\n/)?.1)
        let alone = Set(list.split { " \\\n".contains($0) }.map(String.init))
        var suites: Set<String> = []
        var problems: [String] = []
        for file in try SourceFile.all() where file.path.hasPrefix("Tests/") {
            let names = file.suites.map { "\(file.target).\($0)" }
            suites.formUnion(names + [file.target])
            guard !alone.contains(file.target) else { continue }
            guard let why = Budget.watching.first(where: { word in file.code.contains { $0.contains(word) } })
            else { continue }
            problems += names.filter { !alone.contains($0) }.map { "\($0) has \(why)" }
        }
        #expect(problems == [], "add them to WATCHING in the Makefile")
        #expect(alone.subtracting(suites) == [], "nothing has these names")
    }

    @Test func `The reader finds what it looks for`() {
        let file = SourceFile(path: "Sources/Loyalty/X.swift", text: Self.sample)
        #expect(file.functions.map(\.lines) == [4, 1])
        #expect(file.imports == ["Foundation"])
        #expect(file.suites == ["XTests"])
        #expect(file.code[5].contains("Date()"))
        #expect(!file.code[4].contains("Date()"))
    }

    private static let sample = """
        package import Foundation

        struct X {
            func long() -> Date {
                // Date() in a comment does not count
                return Date()
            }
            func short() -> Int { 1 }
        }
        @Suite(.serialized) struct XTests {}
        """
}
