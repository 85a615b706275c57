import Documents
import KioskTesting
import Loyalty
import PolicyFile
import Testing

/// What desks send: orders, which the hub also keeps to know one that comes again, and questions.
@Suite struct FrozenOrderTests {
    /// One of each kind of fact, by turns with and without moment, policy and quoted price.
    private static func made() throws -> [String] {
        var maker = CaseMaker(seed: 20_261_129, policy: try SampleFiles.policy())
        var kinds: Set<Substring> = []
        let entries = maker.entries(4000).filter { kinds.insert(FrozenEntryTests.kind($0)).inserted }
        return try entries.enumerated().map { index, entry in
            let text = EntryText.json(entry).compact.replacing(#/"edition":\d+,/#, with: "", maxReplacements: 1)
            var order = try DeskOrder.decode(text, file: "order")
            if index % 2 == 0 { order.atMs = nil }
            if index % 3 == 0 { order.policy = nil }
            if index % 4 == 0 { order.quotedFen = 12_345 }
            return order.text
        }
    }

    @Test func `Every kind of order is read as it was sent, and kept the same byte for byte`() throws {
        let lines = try FrozenText.lines("orders-1.jsonl", newest: try Self.made())
        let kinds = try lines.map { line in
            let order = try DeskOrder.decode(line, file: "order")
            // A bill or a member without a moment of its own gets it with the entry; the text leaves it out again.
            #expect(order.text == line)
            return FrozenEntryTests.kind(order.entry(nowMs: 0, inForce: "p"))
        }
        #expect(kinds.count == 25 && Set(kinds).count == 25, "\(kinds)")
    }

    @Test func `Every kind of question is read as it was asked`() throws {
        let asked = [
            #"{"ask":{"kind":"account"}}"#,
            #"{"ask":{"kind":"bill","store":"xuhui","lines":[{"item":"cut","unitPriceFen":12800,"quantity":2}]}}"#,
            #"{"ask":{"kind":"refund","bill":"b-1","parts":[{"line":0,"units":1}],"reason":"returned"}}"#,
            #"{"ask":{"kind":"entry","entry":{"id":"t-1","kind":"topUp","paidFen":10000}}}"#,
            #"{"ask":{"kind":"prepaidRefund"}}"#,
            #"{"ask":{"kind":"prepaidRefund","topUp":"t-1"}}"#,
            #"{"ask":{"kind":"rewards"}}"#,
            #"{"ask":{"kind":"rewards","store":"xuhui"}}"#,
        ]
        for line in try FrozenText.lines("questions-1.jsonl", newest: asked) {
            #expect(throws: Never.self, "\(line)") { try DeskQuestion.decode(line, file: "question") }
        }
    }
}
