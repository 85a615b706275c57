/// How a line's body stands in a column: as it came, unless it has a U+0000 in it, which a server's texts cannot hold.
///
/// Such a body is written with a mark before it, U+0000 as `%0` and `%` as `%%`. Nothing of it is lost: the chain of
/// hashes is over the body as it came. It goes by bytes, because Swift compares texts by what they look like.
enum BodyText {
    private static let mark = Array("\u{FFFF}%".utf8)
    private static let percent = UInt8(ascii: "%")

    static func kept(_ body: String) -> String {
        guard body.utf8.contains(0) || body.utf8.starts(with: mark) else { return body }
        let escaped = body.utf8.flatMap { byte -> [UInt8] in
            switch byte {
            case 0: [percent, UInt8(ascii: "0")]
            case percent: [percent, percent]
            default: [byte]
            }
        }
        return String(decoding: mark + escaped, as: UTF8.self)
    }

    static func bytes(_ kept: String) -> [UInt8] {
        guard kept.utf8.starts(with: mark) else { return Array(kept.utf8) }
        var bytes: [UInt8] = []
        var isEscaped = false
        for byte in kept.utf8.dropFirst(mark.count) {
            if isEscaped {
                bytes.append(byte == percent ? percent : 0)
                isEscaped = false
            } else if byte == percent {
                isEscaped = true
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }
}
