/// Which of the readers is meant, by a part of its name.
struct ReaderName: Sendable {
    /// Letters stand for themselves, their case ignored; `nil` takes any reader.
    let part: String?

    /// The first that is meant, and how many are. A slot for a SAM is a reader too, but no card is ever laid there: it
    /// is meant only where the part itself names it.
    func choice(of readers: [String]) -> (reader: String?, count: Int) {
        let named = part.map { part in readers.filter { Self.contains($0, part) } } ?? readers
        let wantsSAM = part.map { Self.isSAM($0) } ?? false
        let meant = wantsSAM ? named : named.filter { !Self.isSAM($0) }
        return (meant.first, meant.count)
    }

    private static func contains(_ name: String, _ part: String) -> Bool {
        name.lowercased().contains(part.lowercased())
    }

    /// "ACS ACR1252 Dual Reader SAM 01 00": a word of its own.
    private static func isSAM(_ name: String) -> Bool {
        name.uppercased().split { !$0.isLetter && !$0.isNumber }.contains("SAM")
    }
}
