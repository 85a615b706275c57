internal import Vocabulary

/// A card of which only the UID is used. It identifies a linked member and may never spend.
package enum UIDOnlyKind: Hashable, Sendable { case ntag, ultralight, classic }

/// A card that is none of ours. Bank cards are recognised by exclusion; no payment command is ever sent to them.
package enum ForeignKind: Hashable, Sendable {
    /// An ISO 7816 card that knows neither our name nor DESFire: bank, transport, identity.
    case bank
    case phone
    case otherDESFire
    case unknown
}

/// What lies on the reader, found by asking.
enum ProbeResult: Hashable {
    /// Our application is selected.
    case ours(CardUID)
    case uidOnly(CardUID, UIDOnlyKind)
    case foreign(ForeignKind)
}

extension CardChannel {
    /// Whether the reader names a storage card. Commands for processor cards then only come back from the reader.
    package var saysStorageCard: Bool { atr.starts(with: Probe.storageCard) }
}

/// Finds out what a card is by probing. The ATR only says whether the card can be spoken to at all.
struct Probe {
    let channel: any CardChannel

    /// Answered by phones that run our (future) wallet application; proprietary class, so F0.
    static let phoneApplication: [UInt8] = [0xF0] + Array("PEONY1".utf8)

    /// 3B 8F 80 01 80 4F 0C A0 00 00 03 06: a storage card behind the reader's own commands (PC/SC part 3).
    static let storageCard: [UInt8] = [0x3B, 0x8F, 0x80, 0x01, 0x80, 0x4F, 0x0C, 0xA0, 0x00, 0x00, 0x03, 0x06]

    func identify() throws(CardError) -> ProbeResult {
        let uid = try readUID()
        if uid?.isRandom == true { return .foreign(try answersAsPhone() ? .phone : .unknown) }
        if channel.saysStorageCard { return try identifyStorageCard(uid) }
        var card = DESFireCard(channel: channel)
        do {
            try card.select(MemberCardV1.application)
        } catch .refused(_, .applicationNotFound) {
            return .foreign(.otherDESFire)
        } catch .refused(_, let status) {
            return try identifyOther(&card, uid, isoCard: !status.isDESFire)
        }
        // Without the reader's command for UIDs, identification takes three more exchanges.
        guard let known = uid else { return try identifyByVersion(&card) }
        return .ours(known)
    }

    /// The reader's own answer; `nil` when this reader does not know the command.
    func readUID() throws(CardError) -> CardUID? {
        let answer = try ask(.getUID)
        guard answer.status == .success else { return nil }
        guard !answer.data.isEmpty else { throw .removed }
        return CardUID(answer.data)
    }

    private func identifyOther(
        _ card: inout DESFireCard, _ uid: CardUID?, isoCard: Bool
    ) throws(CardError) -> ProbeResult {
        if try answersAsPhone() { return .foreign(.phone) }
        let version: CardVersion?
        do { version = CardVersion(try card.perform(.getVersion)) } catch .refused {
            return .foreign(isoCard ? .bank : .unknown)
        }
        // One card never answers first as an ISO card and then as a DESFire, so the cards were exchanged.
        guard !isoCard else { throw .removed }
        guard let version else { return .foreign(.unknown) }
        guard version.isNTAG, let uid = uid ?? CardUID(version.uid) else { return .foreign(.otherDESFire) }
        return .uidOnly(uid, .ntag)
    }

    private func identifyByVersion(_ card: inout DESFireCard) throws(CardError) -> ProbeResult {
        let version = CardVersion(try card.perform(.getVersion))
        return version.flatMap { CardUID($0.uid) }.map { .ours($0) } ?? .foreign(.otherDESFire)
    }

    private func answersAsPhone() throws(CardError) -> Bool {
        try ask(.select(applicationName: Self.phoneApplication)).status == .success
    }

    /// Two bytes behind the standard's name tell the storage cards apart (PC/SC part 3 supplement).
    private func identifyStorageCard(_ uid: CardUID?) throws(CardError) -> ProbeResult {
        let name = channel.atr.dropFirst(Self.storageCard.count + 1).prefix(2)
        guard let uid, name.count == 2 else { return .foreign(.unknown) }
        switch LittleEndian.value(name.reversed()) {
        case 0x0001, 0x0002, 0x0026, 0x0036, 0x0037: return .uidOnly(uid, .classic)
        case 0x003A: return .uidOnly(uid, .ultralight)
        case 0x0003: return .uidOnly(uid, try hasCapabilityContainer() ? .ntag : .ultralight)
        default: return .foreign(.unknown)
        }
    }

    /// NTAG21x carry a capability container in page 3 whose size byte names the type (NFC Forum Type 2 Tag).
    private func hasCapabilityContainer() throws(CardError) -> Bool {
        let page = try ask(.readBinary(block: 3))
        guard page.status == .success, page.data.count >= 4, page.data[0] == 0xE1 else { return false }
        return [0x12, 0x3E, 0x6D].contains(page.data[2])
    }

    /// A command that is no DESFire's: the reader's own, or ISO SELECT.
    private func ask(_ command: CommandAPDU) throws(CardError) -> ResponseAPDU {
        let answer = try channel.exchange(command, .isoSelect)
        guard !answer.status.isFromReader else { throw .removed }
        return answer
    }
}
