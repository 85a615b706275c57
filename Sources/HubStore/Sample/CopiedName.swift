internal import Vocabulary

/// Something by which one member's rows are known from all others': a copy has another one in its place.
enum CopiedName: Hashable, Sendable {
    /// Of the member or of an operation: 16 bytes, and in texts a UUID.
    case id([UInt8])
    /// Ids of entries, lots and coupons begin with it.
    case number(String)
    case plastic(CardUID)
    case claimCode(String)

    /// As it stands in texts.
    var text: String {
        switch self {
        case .id(let bytes): OperationID(bytes: bytes)?.description ?? ""
        case .number(let text), .claimCode(let text): text
        case .plastic(let uid): uid.description
        }
    }

    /// Another one of the same kind.
    ///
    /// - Parameter index: of the copy among all members.
    func other(_ index: Int, _ random: inout SeededGenerator) -> CopiedName {
        switch self {
        case .id: .id(random.uuidBytes())
        case .number: .number(SampleSalon.number(index))
        case .plastic(let uid): .plastic(CardUID([0x04] + random.uuidBytes().prefix(6)) ?? uid)
        case .claimCode: .claimCode(ClaimCode.text(from: random.uuidBytes()))
        }
    }
}
