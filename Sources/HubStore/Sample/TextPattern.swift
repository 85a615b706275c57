/// A text, cut where names stand in it that a copy has others for.
struct TextPattern: Sendable {
    private var pieces: [(before: String, name: Int)] = []
    private var rest: String

    /// - Parameter names: none of them begins with another one.
    init(_ text: String, cutAt names: [[UInt8]]) {
        let bytes = Array(text.utf8)
        let firsts = Set(names.compactMap(\.first))
        var (start, place) = (0, 0)
        while place < bytes.count {
            guard firsts.contains(bytes[place]),
                let name = names.firstIndex(where: { bytes[place...].starts(with: $0) })
            else {
                place += 1
                continue
            }
            pieces.append((String(decoding: bytes[start..<place], as: UTF8.self), name))
            place += names[name].count
            start = place
        }
        rest = String(decoding: bytes[start...], as: UTF8.self)
    }

    var hasNames: Bool { !pieces.isEmpty }

    /// - Parameter names: others, in the same order.
    func text(with names: [String]) -> String {
        var text = ""
        for piece in pieces {
            text += piece.before
            text += names[piece.name]
        }
        return text + rest
    }
}
