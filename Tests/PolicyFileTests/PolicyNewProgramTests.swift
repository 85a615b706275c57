import Foundation
import KioskTesting
import Testing

/// `kioskctl policy new` as an owner sees it.
@Suite(.serialized) struct PolicyNewProgramTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder("policy-new") }

    private func run(_ arguments: String...) async throws -> PolicyProgram.Outcome {
        try await PolicyProgram.run(arguments, in: folder)
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    @Test func `What it writes is sound and answered at once, in Chinese`() async throws {
        let written = try await run("new", "salon.yaml", "--case", "--words", "zh", "--from", "2026-05-06")
        #expect(written.status == 0 && written.output.hasPrefix("已写好 salon.yaml。"), "\(written)")
        let check = try await run("check", "salon.yaml", "--words", "zh")
        #expect(
            check
                == PolicyProgram.Outcome(
                    status: 0, output: "salon.yaml：my-salon-2026-1 没有问题（13 个名称只写了一种语言，两种语言都显示它）\n",
                    errors: ""))
        let explained = try await run("explain", "--policy", "salon.yaml", "--words", "zh", "salon.case.json")
        #expect(explained.status == 0 && explained.output.hasPrefix("应付 ¥236\n"), "\(explained)")
    }

    @Test func `Nothing is overwritten, and nothing is left by halves`() async throws {
        try "mine".write(to: folder.appending(path: "salon.case.json"), atomically: true, encoding: .utf8)
        let refused = try await run("new", "salon.yaml", "--case", "--words", "zh")
        #expect(
            refused
                == PolicyProgram.Outcome(
                    status: 73, output: "", errors: "kioskctl: salon.case.json：已经存在，没有改动它；请换一个文件名\n"))
        #expect(try text("salon.case.json") == "mine")
        #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "salon.yaml").path))
        let nowhere = try await run("new", "none/salon.yaml")
        #expect(nowhere.status == 73 && nowhere.errors.contains("none/salon.yaml cannot be made there"), "\(nowhere)")
    }

    @Test func `Without a file it goes to standard output, from today on`() async throws {
        let english = try await run("new")
        #expect(english.status == 0 && english.output.hasPrefix("# Members' rules."), "\(english)")
        let wrong = try await run("new", "--from", "2026-02-30", "--words", "zh")
        #expect(wrong.status == 65 && wrong.errors == "kioskctl: 2026 年 2 月只有 28 天\n", "\(wrong)")
    }

    @Test func `Problems are told in the terminal's language`() async throws {
        try "version: x\n".write(to: folder.appending(path: "p.yaml"), atomically: true, encoding: .utf8)
        let chinese = try await run("check", "p.yaml", "--words", "zh")
        #expect(chinese.status == 65 && chinese.errors == "kioskctl: 1 个文件中有 1 个有问题，共 5 处\n", "\(chinese)")
        #expect(chinese.output.contains("p.yaml:1:1: name: 缺少这一项；可以写：文字，或 {zh: 中文, en: English}\n"))
        let json = try await run("check", "p.yaml", "--json")
        #expect(json.output.contains("\"code\" : \"key.missing\"") && json.output.contains("\"zh\" : \"缺少这一项\""))
    }
}
