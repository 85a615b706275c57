import CardSimulator
import Vocabulary

/// What the control API takes to make something go wrong.
///
/// `{"effect": "tornAfter", "ins": "C7"}` pulls the card away after the commit; `"command": 3` counts exchanges from
/// now instead; without either it is the next one. `{"effect": "none"}` forgets what waits.
struct FaultRequest: Codable, Equatable, Sendable {
    enum Effect: String, Codable, Sendable {
        case none, tornBefore, tornAfter, swapped, reset, wrongMAC, truncated, malformed
    }

    var effect: Effect?
    /// A command code, two hex digits.
    var ins: String?
    var command: Int?
    /// The card that takes the place, for `swapped`.
    var card: String?
    /// How many bytes are lost, for `truncated`; 2 if not given.
    var by: Int?
    /// What is answered, in hex, for `malformed`.
    var bytes: String?

    func fault(swappedFor other: VirtualCard?) throws(CardTable.Refusal) -> CardFault {
        CardFault(try cardEffect(other), at: try moment())
    }

    private func moment() throws(CardTable.Refusal) -> CardFault.Moment {
        if let ins {
            guard let bytes = Hex.bytes(ins), bytes.count == 1 else {
                throw .badFault("ins is two hex digits, not \(ins)")
            }
            return .next(ins: bytes[0])
        }
        guard (1...10_000).contains(command ?? 1) else { throw .badFault("command counts from 1 to 10000") }
        return .command(command ?? 1)
    }

    private func cardEffect(_ other: VirtualCard?) throws(CardTable.Refusal) -> CardFault.Effect {
        switch effect {
        case .tornBefore, .none?, nil: return .tornBefore
        case .tornAfter: return .tornAfter
        case .reset: return .reset
        case .wrongMAC: return .wrongMAC
        case .truncated:
            guard (1...256).contains(by ?? 2) else { throw .badFault("by is 1 to 256 bytes") }
            return .truncated(by: by ?? 2)
        case .malformed:
            guard let answer = Hex.bytes(bytes ?? ""), answer.count <= 258 else {
                throw .badFault("bytes is an answer of at most 258 bytes in hex")
            }
            return .malformed(answer)
        case .swapped:
            guard let other else { throw .badFault("swapped needs a card to take the place") }
            return .swapped(for: other)
        }
    }
}
