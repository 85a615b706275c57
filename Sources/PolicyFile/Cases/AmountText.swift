internal import Documents
internal import Vocabulary

extension JSONText {
    /// In fen: the key says so.
    static func number(_ money: Money) -> JSONText { .number(money.fen) }
    static func number(_ points: Points) -> JSONText { .number(points.count) }
}
