internal import Foundation
internal import Synchronization

/// Remembers the last thing that was decoded: one tap asks for the same member's facts half a dozen times, and each
/// decoding takes longer than the query.
final class LastDecoded<Value: Decodable & Sendable>: Sendable {
    private let last = Mutex<(text: String, value: Value)?>(nil)

    /// Found by the whole text, so what it gives can never be older than what is asked.
    func value(of text: String) throws -> Value {
        if let last = last.withLock({ $0 }), last.text == text { return last.value }
        let value = try JSONDecoder().decode(Value.self, from: Data(text.utf8))
        last.withLock { $0 = (text, value) }
        return value
    }
}
