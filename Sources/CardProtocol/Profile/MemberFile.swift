package import Vocabulary

/// File 01: whose card this is, 48 bytes, written once at issuing.
package struct MemberFile: Hashable, Sendable {
    package static let byteCount = 48
    static let layoutVersion: UInt8 = 1

    package var member: MemberID
    package var issueNumber: UInt32
    /// Days since 1970-01-01.
    package var expiryDay: UInt32
    /// What to greet with while the hub is out of reach; never what to calculate with.
    package var tierHint: UInt8
    package var language: UInt8
    /// What the issuer found; a card that then speaks an older dialect is an impostor.
    package var generation: CardGeneration

    package init(
        member: MemberID, issueNumber: UInt32, expiryDay: UInt32, tierHint: UInt8, language: UInt8,
        generation: CardGeneration
    ) {
        self.member = member
        self.issueNumber = issueNumber
        self.expiryDay = expiryDay
        self.tierHint = tierHint
        self.language = language
        self.generation = generation
    }

    /// Layout 1, member 16, issue number 4, expiry 4, tier 1, language 1, generation 1, zeros 16, CRC-32 4.
    package var bytes: [UInt8] {
        let content =
            [Self.layoutVersion] + member.bytes + LittleEndian.bytes(issueNumber, 4)
            + LittleEndian.bytes(expiryDay, 4) + [tierHint, language, generation.rawValue]
            + [UInt8](repeating: 0, count: 16)
        return content + DESFireCRC32.bytes(content)
    }

    /// - Returns: `nil` for another length, layout or checksum, an issue number of 0, or an unknown generation.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount, DESFireCRC32.bytes(bytes.prefix(44)) == Array(bytes.suffix(4)) else {
            return nil
        }
        var cursor = ByteCursor(bytes)
        guard cursor.byte() == Self.layoutVersion, let id = cursor.take(16), let member = MemberID(bytes: id),
            let issue = cursor.number(4), issue > 0, let expiry = cursor.number(4), let tier = cursor.byte(),
            let language = cursor.byte(), let generation = cursor.byte().flatMap(CardGeneration.init(rawValue:))
        else { return nil }
        self.init(
            member: member, issueNumber: UInt32(truncatingIfNeeded: issue),
            expiryDay: UInt32(truncatingIfNeeded: expiry), tierHint: tier, language: language, generation: generation)
    }
}
