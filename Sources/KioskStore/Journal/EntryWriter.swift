internal import FoundationEssentials
package import HubAPI
internal import Vocabulary

/// Writes a journal entry as JSON: the same keys as its `Codable` form, in a fixed order, without blanks.
///
/// `JSONEncoder` takes some fifty times as long, and this runs at every tap and in the journal benchmark. A
/// test holds the two together: what is written here decodes to the entry it was written from.
package struct EntryWriter {
    /// The memory of the text to be.
    private let room: UnsafeMutableBufferPointer<UInt8>
    /// Length of the text so far in bytes, including bytes that did not fit.
    private var count = 0

    /// Enough for all but an entry with a card's records.
    private static let usualBytes = 1024

    package static func json(of entry: JournalEntry) -> String {
        var (text, needed) = json(of: entry, room: usualBytes)
        if needed > usualBytes { (text, _) = json(of: entry, room: needed) }
        return text
    }

    /// - Returns: the length of the text, and the text itself if it fits into `room` bytes (as `snprintf` does).
    private static func json(of entry: JournalEntry, room: Int) -> (text: String, count: Int) {
        var count = 0
        let text = String(unsafeUninitializedCapacity: room) { buffer in
            var writer = EntryWriter(room: UnsafeMutableBufferPointer(rebasing: buffer[..<room]))
            writer.write(entry)
            count = writer.count
            return count <= room ? count : 0
        }
        return (text, count)
    }

    private init(room: UnsafeMutableBufferPointer<UInt8>) { self.room = room }

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
        if let card = entry.card { self.card("card", card) }
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
        number("points", fact.amount.points.count)
        number("fen", fact.amount.money.fen)
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
            number("points", record.amount.points.count)
            number("fen", record.amount.money.fen)
            odometers("after", record.after)
            number("kioskNumber", Int64(record.kioskNumber))
            number("atSeconds", record.atSeconds)
            raw("}")
        }
        raw("]")
    }

    private mutating func write(_ fact: FaultReport) {
        raw("\"fault\"")
        text("code", fact.code.rawValue)
        text("detail", fact.detail)
    }

    private mutating func odometers(_ key: StaticString, _ value: Amount) {
        self.key(key)
        raw("{\"points\":")
        digits(value.points.count)
        number("fen", value.money.fen)
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
        raw("\"")
        var value = value
        value.withUTF8 { bytes in
            if Self.isPlain(bytes) { append(UnsafeRawBufferPointer(bytes)) } else { bytes.forEach { escaped($0) } }
        }
        raw("\"")
    }

    private mutating func card(_ key: StaticString, _ value: CardID) {
        self.key(key)
        raw("\"")
        for byte in value.uid.bytes { hex(byte, letters: UInt8(ascii: "A")) }
        raw("-")
        digits(Int64(value.issueNumber))
        raw("\"")
    }

    private mutating func key(_ key: StaticString) {
        raw(",\"")
        raw(key)
        raw("\":")
    }

    /// Whether nothing of it must be escaped. Looks at every byte, which takes less time than to stop at the first.
    private static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var found: UInt8 = 0
        for byte in bytes {
            found |= byte < 0x20 ? 1 : 0
            found |= byte == UInt8(ascii: "\"") ? 1 : 0
            found |= byte == UInt8(ascii: "\\") ? 1 : 0
        }
        return found == 0
    }

    /// RFC 8259 §7: only the quotation mark, the backslash and control characters must be escaped.
    private mutating func escaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            raw("\\")
            append(byte)
        case 0..<0x20:
            raw("\\u00")
            hex(byte, letters: UInt8(ascii: "a"))
        default: append(byte)
        }
    }

    private mutating func uuid(_ value: UUID) {
        let start = count
        count += 38
        guard count <= room.count else { return }
        room[start] = UInt8(ascii: "\"")
        room[start + 37] = UInt8(ascii: "\"")
        withUnsafeBytes(of: value.uuid) { bytes in
            var place = start + 1
            for index in 0..<16 {
                if index == 4 || index == 6 || index == 8 || index == 10 {
                    room[place] = UInt8(ascii: "-")
                    place += 1
                }
                room[place] = Self.digit(bytes[index] >> 4, UInt8(ascii: "a"))
                room[place + 1] = Self.digit(bytes[index] & 0x0F, UInt8(ascii: "a"))
                place += 2
            }
        }
    }

    /// - Parameter letters: the digit for ten.
    private mutating func hex(_ byte: UInt8, letters: UInt8) {
        append(Self.digit(byte >> 4, letters))
        append(Self.digit(byte & 0x0F, letters))
    }

    @inline(__always)
    private static func digit(_ nibble: UInt8, _ letters: UInt8) -> UInt8 {
        nibble &+ (nibble < 10 ? UInt8(ascii: "0") : letters &- 10)
    }

    private mutating func digits(_ value: Int64) {
        if value < 0 { raw("-") }
        // At most 19 digits, the last first.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { text in
            var (first, rest) = (20, value.magnitude)
            repeat {
                first -= 1
                text[first] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            append(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(text)[first...]))
        }
    }

    @inline(__always)
    private mutating func raw(_ text: StaticString) {
        text.withUTF8Buffer { append(UnsafeRawBufferPointer($0)) }
    }

    @inline(__always)
    private mutating func append(_ byte: UInt8) {
        if count < room.count { room[count] = byte }
        count += 1
    }

    @inline(__always)
    private mutating func append(_ bytes: UnsafeRawBufferPointer) {
        let end = count + bytes.count
        if end <= room.count {
            UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(room)[count..<end])
                .copyMemory(from: bytes)
        }
        count = end
    }
}
