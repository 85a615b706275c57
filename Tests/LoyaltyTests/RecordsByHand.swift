@testable import Loyalty

/// Records put together by hand.
extension Records: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral records: (String, Record)...) {
        self.init()
        for (id, record) in records { add(record, id: id) }
    }

    func mapValues<Value>(_ value: (Record) -> Value) -> [String: Value] {
        ids.reduce(into: [:]) { values, id in values[id] = self[id].map(value) }
    }
}
