/// The serial number a card shows during anticollision.
///
/// 4, 7 or 10 bytes, most significant first (ISO/IEC 14443-3 §6.5.4). It names the plastic, not the member,
/// and it can be copied: never grant anything on a UID alone.
package struct CardUID: Hashable, Sendable, Codable, CustomStringConvertible {
    package let bytes: [UInt8]

    /// - Returns: `nil` unless there are 4, 7 or 10 bytes.
    package init?(_ bytes: some Collection<UInt8>) {
        guard [4, 7, 10].contains(bytes.count) else { return nil }
        self.bytes = Array(bytes)
    }

    /// - Returns: `nil` unless `hex` holds 8, 14 or 20 hexadecimal digits.
    package init?(hex: some StringProtocol) {
        guard let bytes = Hex.bytes(hex) else { return nil }
        self.init(bytes)
    }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let uid = CardUID(hex: text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "a card UID has 8, 14 or 20 hex digits"))
        }
        self = uid
    }

    package func encode(to encoder: any Encoder) throws { try description.encode(to: encoder) }

    /// A single-size UID that starts with 08 is random (ISO/IEC 14443-3 table 9): it changes at every tap.
    package var isRandom: Bool { bytes.count == 4 && bytes[0] == 0x08 }

    package var description: String { Hex.text(bytes) }
}

/// One issued card: the plastic and the number of the issue, so that plastic issued twice is two cards.
///
/// Odometers belong to this id. Text form: `04A1B2C3D4E5F6-1`.
package struct CardID: Hashable, Sendable, Codable, CustomStringConvertible {
    package let uid: CardUID
    /// Given by the hub, 1 or more.
    package let issueNumber: UInt32

    package init(uid: CardUID, issueNumber: UInt32) {
        self.uid = uid
        self.issueNumber = issueNumber
    }

    /// - Returns: `nil` unless `text` is a UID in hex, a hyphen, and a number from 1 without leading zeros or a sign:
    ///   one card has one name. Small digits of the UID are taken for people's sake.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let uid = CardUID(hex: parts[0]), let number = UInt32(parts[1]), number > 0,
            String(number) == parts[1]
        else { return nil }
        self.init(uid: uid, issueNumber: number)
    }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let id = CardID(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "a card id looks like 04A1B2C3D4E5F6-1"))
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws { try description.encode(to: encoder) }

    package var description: String { uid.description + "-" + String(issueNumber) }
}
