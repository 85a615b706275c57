import Documents
import Loyalty
import PolicyFile
import Testing
import Vocabulary

/// What is taken back goes by the policy that it was sold under, asked or done.
@Suite struct CaseVersionTests {
    private func policies() throws -> (PolicyBook, now: Policy) {
        let old = try SampleFiles.policy()
        var new = old
        new.version = "later"
        new.effectiveFromMs = MomentText.parse("2026-06-01T00:00:00+08:00") ?? 0
        new.earning.perFen *= 5
        new.reversal.discount = .reevaluate
        new.items["nails"] = nil
        return (PolicyBook([old, new]), new)
    }

    private func answer(_ ask: String, history more: String = "") throws -> CaseAnswer {
        let (book, now) = try policies()
        let text = """
            {"at": "2026-06-02T11:00:00+08:00",
             "history": [
              {"id": "j", "at": "2026-02-01T10:00:00+08:00", "kind": "joined", "policy": "yuerong-2026-1"},
              {"id": "b", "at": "2026-05-20T14:00:00+08:00", "kind": "bill", "store": "xuhui",
               "lines": [{"item": "hydrating", "unitPriceFen": 58000}, {"item": "nails", "unitPriceFen": 28800}],
               "policy": "yuerong-2026-1"}\(more)],
             "ask": \(ask)}
            """
        return try CaseFile.decode(text, file: "case", policy: now.version, book: book).answer(under: now, book: book)
    }

    @Test(arguments: [0, 1])
    func `A refund asked, one entered and one in the history come to the same`(line: Int) throws {
        let refund = "\"kind\": \"refund\", \"bill\": \"b\", \"parts\": [{\"line\": \(line), \"units\": 1}]"
        let at = "\"at\": \"2026-06-02T11:00:00+08:00\""
        let asked = try answer("{\(refund)}")
        let entered = try answer("{\"kind\": \"entry\", \"entry\": {\"id\": \"r\", \(at), \(refund)}}")
        let booked = try answer("{\"kind\": \"account\"}", history: ",\n{\"id\": \"r\", \(at), \(refund)}")
        for answer in [asked, entered, booked] { #expect(answer.error == nil) }
        let plan = try #require(asked.json["refund"])
        #expect(entered.json["outcome"]?["refund"] == plan)
        #expect(entered.json["account"] == booked.json["account"])
        #expect(plan["pointsTaken"] != .number(0))
    }

    @Test func `An entry asked goes by the version that it names`() throws {
        let entry = "\"id\": \"x\", \"at\": \"2026-06-02T11:00:00+08:00\", \"kind\": \"bill\", \"store\": \"xuhui\""
        let lines = "\"lines\": [{\"item\": \"nails\", \"unitPriceFen\": 28800}]"
        let now = try answer("{\"kind\": \"entry\", \"entry\": {\(entry), \(lines)}}")
        #expect(now.error == .unknown(kind: "item", id: "nails"))
        let old = "\"policy\": \"yuerong-2026-1\""
        #expect(try answer("{\"kind\": \"entry\", \"entry\": {\(entry), \(old), \(lines)}}").error == nil)
        let none = "\"policy\": \"none\""
        let unknown = try answer("{\"kind\": \"entry\", \"entry\": {\(entry), \(none), \(lines)}}")
        #expect(unknown.error == .unknownPolicy("none"))
    }
}

extension JSONText {
    fileprivate subscript(name: String) -> JSONText? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == name }?.value
    }
}
