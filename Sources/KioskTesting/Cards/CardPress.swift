package import CardCrypto
package import CardProtocol
package import CardSimulator
package import Vocabulary

/// Makes issued member cards without a desk: the shortest way from a factory-fresh virtual card to one that a
/// kiosk accepts. What `card-writer` does beyond that (read back, resume, the card's own master key) is its own.
package struct CardPress: Sendable {
    private let ring: KeyRing
    /// What a kiosk needs to read them.
    package let kioskKeys: KioskKeys

    private static let generation: UInt8 = 1
    private static let factoryKey = [UInt8](repeating: 0, count: 16)

    package init() throws {
        let lines = zip(KeyRole.allCases, 1...).map { role, number in
            "\(role.rawValue) \(Self.generation) " + Hex.text((0..<16).map { UInt8($0 * 7 + number * 31) })
        }
        ring = try KeyRing(text: lines.joined(separator: "\n"))
        kioskKeys = try KioskKeys(ring)
    }

    /// - Parameter seed: of the card's random numbers.
    package func card(_ id: CardID, of member: MemberID, seed: UInt64) throws -> VirtualCard {
        let random = CardRandom(seed: seed)
        let card = VirtualCard(profile: .desfireEV2, uid: id.uid, random: random)
        var desk = DESFireCard(channel: SimulatedChannel(card))
        try desk.select(.picc)
        _ = try desk.perform(.createApplication(MemberCardV1.application, MemberCardV1.issuingSettings))
        try desk.select(MemberCardV1.application)
        try authenticate(&desk, MemberCardV1.Key.application, Self.factoryKey)
        try setKeysAndFiles(&desk, id.uid)
        try authenticate(&desk, MemberCardV1.Key.application, key(.application, id.uid))
        _ = try desk.perform(.changeKeySettings(MemberCardV1.issuedSettings.rights))
        try authenticate(&desk, MemberCardV1.Key.staff, key(.staff, id.uid))
        let file = MemberFile(
            member: member, issueNumber: id.issueNumber, expiryDay: 40_000, tierHint: 1, language: 0,
            generation: .ev2)
        _ = try desk.perform(.writeData(MemberCardV1.memberFile, file.bytes))
        _ = try desk.perform(.commitTransaction)
        return card
    }

    private func setKeysAndFiles(_ desk: inout DESFireCard, _ uid: CardUID) throws {
        let others: [(UInt8, KeyRole)] = [(MemberCardV1.Key.kiosk, .kiosk), (MemberCardV1.Key.staff, .staff)]
        for (number, role) in others {
            let new = NewKey.aes(key(role, uid), version: Self.generation)
            try desk.changeKey(number, to: new, replacing: Self.factoryKey)
        }
        for (number, settings) in MemberCardV1.files {
            guard let command = DESFireCommand.createFile(number, settings) else { continue }
            _ = try desk.perform(command)
        }
        let new = NewKey.aes(key(.application, uid), version: Self.generation)
        try desk.changeKey(MemberCardV1.Key.application, to: new, replacing: nil)
    }

    private func authenticate(_ desk: inout DESFireCard, _ number: UInt8, _ key: [UInt8]) throws {
        guard let key = AESKey(key) else { throw CardError.wrongKey }
        try desk.authenticateEV2(key: key, number: number, randomA: Array(1...16))
    }

    private func key(_ role: KeyRole, _ uid: CardUID) -> [UInt8] {
        let input = MemberCardV1.diversification(uid) ?? []
        return ring.key(role, generation: Self.generation)?.diversified(input) ?? Self.factoryKey
    }

    /// The kiosk's key of one card: what a thief of a kiosk has.
    package func stolenKey(_ uid: CardUID) -> AESKey? { AESKey(key(.kiosk, uid)) }
}

extension VirtualCard {
    /// Where the odometers stand, read past all security: the truth of a simulation.
    package var odometers: Amount {
        func spent(_ file: UInt8) -> Int64 {
            let name = MemberCardV1.application.bytes.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            return Odometer.limit - Int64(state.value(application: name, file: file) ?? 0)
        }
        return Amount(points: spent(MemberCardV1.pointsFile), fen: spent(MemberCardV1.fenFile))
    }
}
