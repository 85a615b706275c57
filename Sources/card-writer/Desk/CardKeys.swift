import CardCrypto
import CardProtocol
import Vocabulary

/// The keys of one card, derived from the masters; the factory's where ours are not set yet.
struct CardKeys {
    static let factoryDES = [UInt8](repeating: 0, count: 16)
    static let factoryAES = [UInt8](repeating: 0, count: 16)

    private let diversification: [UInt8]
    private let ring: KeyRing
    private let found: [KeyRole: UInt8]

    /// - Throws: `IssuingError.missingKeys` unless the ring holds every role the desk needs.
    init(_ survey: CardSurvey, ring: KeyRing) throws {
        for role in KeyRole.allCases where ring.generations(of: role).isEmpty { throw IssuingError.missingKeys(role) }
        guard let diversification = MemberCardV1.diversification(survey.uid) else { throw IssuingError.notDESFire }
        self.diversification = diversification
        self.ring = ring
        var found: [KeyRole: UInt8] = [:]
        if survey.card.keysAreAES { found[.picc] = survey.cardKeyVersion }
        let versions = survey.ours?.keyVersions ?? []
        for (role, number) in [(KeyRole.application, 0), (.kiosk, 1), (.staff, 2)] where number < versions.count {
            found[role] = versions[number]
        }
        self.found = found
    }

    /// What the card says it holds, else the newest we have.
    func generation(_ role: KeyRole) -> UInt8 {
        if let known = found[role], known != 0 { return known }
        return ring.generations(of: role).last ?? 0
    }

    /// 16 bytes.
    ///
    /// - Throws: `IssuingError.unknownGeneration` when the card holds a key that the key file does not.
    func bytes(_ role: KeyRole) throws -> [UInt8] {
        guard let master = ring.key(role, generation: generation(role)) else {
            throw IssuingError.unknownGeneration(role, generation(role))
        }
        return master.diversified(diversification)
    }

    func key(_ role: KeyRole) throws -> AESKey {
        guard let key = AESKey(try bytes(role)) else { throw IssuingError.missingKeys(role) }
        return key
    }

    /// The key as it is sent to a card, with its generation.
    func new(_ role: KeyRole) throws -> NewKey { .aes(try bytes(role), version: generation(role)) }
}
