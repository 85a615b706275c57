import Documents
import KioskTesting
import Loyalty
import PolicyFile
import Testing

/// Orders of a desk as text and back: by its text the hub knows an order that comes again.
@Suite struct DeskOrderTests {
    private func decode(_ text: String) throws -> DeskOrder { try DeskOrder.decode(text, file: "body") }

    @Test func `An order written and read again is the same, whatever its kind and whatever it leaves out`() throws {
        let policy = try SampleFiles.policy()
        var kinds: Set<Substring> = []
        for seed in 1...4 as ClosedRange<UInt64> {
            var maker = CaseMaker(seed: seed, policy: policy)
            for (index, entry) in maker.entries(150).enumerated() {
                let text = EntryText.json(entry).compact.replacing(#/"edition":\d+,/#, with: "", maxReplacements: 1)
                var order = try decode(text)
                #expect(order.atMs == entry.atMs && order.policy == entry.policy && order.fact == entry.fact)
                if index % 2 == 0 {
                    order = try decode(text.replacing(#/"(at|policy)":"[^"]*",/#, with: "", maxReplacements: 2))
                }
                if index % 3 == 0 { order.quotedFen = 100 }
                #expect(try decode(order.text) == order, "\(order.text)")
                kinds.insert("\(entry.fact)".prefix { $0 != "(" })
            }
        }
        #expect(kinds.count == 18, "\(kinds)")
    }

    @Test func `What an order leaves out is filled in, in the entry and in its fact`() throws {
        let bill = try decode(
            #"{"id": "b", "kind": "bill", "store": "xuhui", "lines": [{"item": "a", "unitPriceFen": 1}]}"#)
        #expect(bill.atMs == nil && bill.policy == nil)
        let entry = bill.entry(nowMs: 5, inForce: "p")
        guard case .bill(let dated) = entry.fact else { throw Unexpected() }
        #expect(entry.atMs == 5 && entry.policy == "p" && dated.atMs == 5)
        guard case .joined(let person) = try decode(#"{"id": "j", "kind": "joined"}"#).entry(nowMs: 6, inForce: "").fact
        else { throw Unexpected() }
        #expect(person.joinedAtMs == 6)
        let named = try decode(
            #"{"id": "a", "kind": "action", "action": "x", "at": "1970-01-01T00:00:01Z", "policy": "q"}"#)
        #expect(named.entry(nowMs: 5, inForce: "p").atMs == 1000 && named.entry(nowMs: 5, inForce: "p").policy == "q")
    }

    @Test(
        arguments: [
            (#""sex": null"#, "sex unknown"), (#""sex": "male""#, "sex known"),
            (#""birthday": null"#, "birthday unknown"),
            (#""birthday": {"month": 2, "day": 29}"#, "birthday known"), (#""segments": []"#, "segments"),
            ("", "nothing"),
        ])
    func `A change of a person tells what is not said from what is unknown`(_ keys: String, _ what: String) throws {
        let order = try decode(#"{"id": "c", "kind": "personChanged"\#(keys.isEmpty ? "" : ", ")\#(keys)}"#)
        guard case .personChanged(let change) = order.fact else { throw Unexpected() }
        var expected = PersonChange()
        switch what {
        case "sex unknown": expected.sex = .unknown
        case "sex known": expected.sex = .known(.male)
        case "birthday unknown": expected.birthday = .unknown
        case "birthday known": expected.birthday = .known(Birthday(month: 2, day: 29))
        case "segments": expected.segments = []
        default: #expect(change.isEmpty)
        }
        #expect(change == expected)
    }

    private struct Unexpected: Error {}
}
