internal import FoundationEssentials
package import HubAPI
internal import Identity

/// Writes a journal entry as JSON: the same keys as its `Codable` form, in a fixed order, without blanks.
///
/// `JSONEncoder` takes some twenty times as long, and this runs at every tap and in the journal benchmark. A
/// test holds the two together: what is written here decodes to the entry it was written from.
package struct EntryWriter {
    private var bytes: [UInt8] = []

    package static func json(of entry: JournalEntry) -> String {
        var writer = EntryWriter()
        writer.bytes.reserveCapacity(768)
        writer.write(entry)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private mutating func write(_ entry: JournalEntry) {
        raw("{\"id\":")
        uuid(entry.id.uuid)
        text("kiosk", entry.kiosk)
        if let tap = entry.tap { uuid("tap", tap.uuid) }
        number("tappedAtMs", entry.tappedAtMs)
        number("recordedAtMs", entry.recordedAtMs)
        if let bootID = entry.bootID { text("bootID", bootID) }
        if let monotonic = entry.monotonicMs { number("monotonicMs", monotonic) }
        if let member = entry.member { uuid("member", member.uuid) }
        if let card = entry.card { text("card", card.description) }
        raw(",\"fact\":{\"kind\":")
        switch entry.fact {
        case .checkIn(let fact): write(fact)
        case .spendIntent(let fact): write(fact)
        case .spendOutcome(let fact): write(fact)
        case .cardSeen(let fact): write(fact)
        case .fault(let fact): write(fact)
        }
        raw("}}")
    }

    private mutating func write(_ fact: CheckIn) {
        raw("\"checkIn\"")
        if let booking = fact.booking { text("booking", booking) }
        raw(fact.offline ? ",\"offline\":true" : ",\"offline\":false")
    }

    private mutating func write(_ fact: SpendIntent) {
        raw("\"spendIntent\"")
        number("points", fact.points)
        number("fen", fact.fen)
        odometers("before", fact.before)
        odometers("after", fact.after)
        if let reward = fact.reward { text("reward", reward) }
        if let code = fact.claimCode { text("claimCode", code) }
        text("authority", fact.authority.rawValue)
    }

    private mutating func write(_ fact: SpendOutcome) {
        raw("\"spendOutcome\"")
        uuid("settles", fact.settles.uuid)
        text("outcome", fact.outcome.rawValue)
        text("evidence", fact.evidence.rawValue)
    }

    private mutating func write(_ fact: CardSeen) {
        raw("\"cardSeen\"")
        odometers("odometers", fact.odometers)
        raw(",\"records\":[")
        for (index, record) in fact.records.enumerated() {
            raw(index == 0 ? "{\"operation\":" : ",{\"operation\":")
            uuid(record.operation.uuid)
            number("kind", Int64(record.kind))
            number("points", record.points)
            number("fen", record.fen)
            odometers("after", record.after)
            number("kioskNumber", Int64(record.kioskNumber))
            number("atSeconds", record.atSeconds)
            raw("}")
        }
        raw("]")
    }

    private mutating func write(_ fact: FaultReport) {
        raw("\"fault\"")
        text("code", fact.code)
        text("detail", fact.detail)
    }

    private mutating func odometers(_ key: StaticString, _ value: WireOdometers) {
        self.key(key)
        raw("{\"points\":")
        digits(value.points)
        number("fen", value.fen)
        raw("}")
    }

    private mutating func number(_ key: StaticString, _ value: Int64) {
        self.key(key)
        digits(value)
    }

    private mutating func uuid(_ key: StaticString, _ value: UUID) {
        self.key(key)
        uuid(value)
    }

    private mutating func text(_ key: StaticString, _ value: String) {
        self.key(key)
        bytes.append(UInt8(ascii: "\""))
        for byte in value.utf8 { escaped(byte) }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func key(_ key: StaticString) {
        raw(",\"")
        raw(key)
        raw("\":")
    }

    /// RFC 8259 §7: only the quotation mark, the backslash and control characters must be escaped.
    private mutating func escaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        case 0..<0x20:
            raw("\\u00")
            hex(byte)
        default: bytes.append(byte)
        }
    }

    private mutating func uuid(_ value: UUID) {
        bytes.append(UInt8(ascii: "\""))
        withUnsafeBytes(of: value.uuid) { raw in
            for (index, byte) in raw.enumerated() {
                if index == 4 || index == 6 || index == 8 || index == 10 { bytes.append(UInt8(ascii: "-")) }
                hex(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func hex(_ byte: UInt8) {
        digit(byte >> 4)
        digit(byte & 0x0F)
    }

    private mutating func digit(_ nibble: UInt8) {
        bytes.append(nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10)
    }

    private mutating func digits(_ value: Int64) { bytes.append(contentsOf: String(value).utf8) }

    private mutating func raw(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }
}
