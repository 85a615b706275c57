import Documents
import Loyalty
import PolicyFile
import Testing
import Vocabulary

/// What `kioskctl policy new` writes.
@Suite struct FirstPolicyTests {
    @Test(arguments: Language.allCases)
    func `A first policy is sound, short, commented and can be tried at once`(_ language: Language) throws {
        let text = FirstPolicy.text(language, from: "2026-05-06", file: "salon.yaml")
        let outcome = PolicyBreaks.outcome(text)
        #expect(outcome.problems == [] && outcome.warnings == [])
        #expect(outcome.value.version == "my-salon-2026-1" && outcome.value.packages[0].price == 78_000)
        let lines = text.split(separator: "\n")
        #expect(lines.count < 70 && lines.count { $0.contains("#") } >= 12)
        #expect(text.contains("policy check salon.yaml") && !text.contains("DAY") && !text.contains("FILE"))
        #expect(lines.allSatisfy { $0.count <= 120 })
        let read = try CaseFile.decode(
            FirstPolicy.caseText(from: "2026-05-06"), file: "case", policy: outcome.value.version,
            book: PolicyBook([outcome.value]))
        let answer = read.answer(under: outcome.value, book: PolicyBook([outcome.value]))
        #expect(answer.error == nil)
        #expect(answer.result.map(\.zh) == ["应付 ¥236", "得 236 分"])
    }

    @Test func `Comments are in the language asked for`() {
        let (chinese, english) = (
            FirstPolicy.text(.zh, from: "2026-05-06", file: "f"), FirstPolicy.text(.en, from: "2026-05-06", file: "f")
        )
        #expect(chinese.contains("# 价目表") && !english.contains("价目表") && english.contains("# The price list"))
        #expect(FirstPolicy.caseFile(beside: "a/salon.yaml") == "a/salon.case.json")
        #expect(FirstPolicy.caseFile(beside: "salon") == "salon.case.json")
    }
}
