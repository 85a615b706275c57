package import FoundationEssentials

/// The idempotency key of one operation, made at the kiosk at the tap, before the first attempt at anything.
///
/// 16 random bytes (a version 4 UUID, RFC 9562 §5.4). The same bytes stand in the card's record file, in the
/// journal and in the hub's ledger; a repeat under the same id is the same operation, never a second one.
package struct OperationID: Hashable, Sendable, Codable, CustomStringConvertible {
    package let uuid: UUID

    package init(_ uuid: UUID) { self.uuid = uuid }

    /// - Returns: `nil` unless there are 16 bytes.
    package init?(bytes: some Collection<UInt8>) {
        guard let uuid = UUID(sixteen: bytes) else { return nil }
        self.uuid = uuid
    }

    /// - Returns: `nil` unless `text` is a UUID in the usual form of 36 characters.
    package init?(_ text: String) {
        guard let uuid = UUID(uuidString: text) else { return nil }
        self.uuid = uuid
    }

    package init(from decoder: any Decoder) throws { uuid = try decoder.singleValueContainer().decode(UUID.self) }
    package func encode(to encoder: any Encoder) throws { try description.encode(to: encoder) }

    /// 16 bytes, in the order in which they are written to the card.
    package var bytes: [UInt8] { uuid.sixteenBytes }

    /// 36 characters, lower case.
    package var description: String { uuid.uuidString.lowercased() }
}

/// Who a member is: 16 random bytes given by the hub, never a phone number, never a card number.
package struct MemberID: Hashable, Sendable, Codable, CustomStringConvertible {
    package let uuid: UUID

    package init(_ uuid: UUID) { self.uuid = uuid }

    /// - Returns: `nil` unless there are 16 bytes.
    package init?(bytes: some Collection<UInt8>) {
        guard let uuid = UUID(sixteen: bytes) else { return nil }
        self.uuid = uuid
    }

    /// - Returns: `nil` unless `text` is a UUID in the usual form of 36 characters.
    package init?(_ text: String) {
        guard let uuid = UUID(uuidString: text) else { return nil }
        self.uuid = uuid
    }

    package init(from decoder: any Decoder) throws { uuid = try decoder.singleValueContainer().decode(UUID.self) }
    package func encode(to encoder: any Encoder) throws { try description.encode(to: encoder) }

    /// 16 bytes, in the order in which they are written to the card.
    package var bytes: [UInt8] { uuid.sixteenBytes }

    /// 36 characters, lower case.
    package var description: String { uuid.uuidString.lowercased() }
}

extension UUID {
    fileprivate init?(sixteen bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        var raw: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        withUnsafeMutableBytes(of: &raw) { $0.copyBytes(from: bytes) }
        self.init(uuid: raw)
    }

    fileprivate var sixteenBytes: [UInt8] { withUnsafeBytes(of: uuid) { Array($0) } }
}
