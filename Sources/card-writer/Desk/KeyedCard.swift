import CardCrypto
import CardProtocol

/// A card that is worked on with its keys. It remembers which key is authenticated, so that no step repeats that.
struct KeyedCard {
    /// A level of the card and the key that opens it.
    enum Access: Hashable {
        case factoryCard
        case card
        /// The application before its key 0 is ours.
        case openApplication
        case application
        case kiosk
        case staff
    }

    private var card: DESFireCard
    private var access: Access?
    let keys: CardKeys
    let generation: CardGeneration
    let random: (Int) -> [UInt8]

    init(
        channel: any CardChannel, keys: CardKeys, generation: CardGeneration, random: @escaping (Int) -> [UInt8]
    ) {
        card = DESFireCard(channel: channel, speaksDESFire: true)
        self.keys = keys
        self.generation = generation
        self.random = random
    }

    /// Selects and authenticates, unless that is how the card stands already.
    mutating func enter(_ wanted: Access) throws {
        if access == wanted, card.isAuthenticated { return }
        access = nil
        try card.select(wanted.application)
        switch wanted {
        case .factoryCard: try card.authenticateLegacy(key: CardKeys.factoryDES, number: 0, randomA: random(8))
        case .card: try authenticate(try keys.key(.picc), 0)
        case .openApplication: try authenticate(try factoryKey(), MemberCardV1.Key.application)
        case .application: try authenticate(try keys.key(.application), MemberCardV1.Key.application)
        case .kiosk: try authenticate(try keys.key(.kiosk), MemberCardV1.Key.kiosk)
        case .staff: try authenticate(try keys.key(.staff), MemberCardV1.Key.staff)
        }
        access = wanted
    }

    /// Authenticates by EV1's method, whatever the card can do: only in such a session can a key become DES again.
    mutating func enterCardAsEV1() throws {
        access = nil
        try card.select(.picc)
        try card.authenticateEV1(key: try keys.key(.picc), number: 0, randomA: random(16))
    }

    /// Gives the memory of deleted applications back; the card's key and settings stay.
    mutating func format() throws {
        // Whether the session survives formatting depends on the card, so authenticate again.
        defer { access = nil }
        _ = try card.perform(.formatPICC)
    }

    @discardableResult
    mutating func perform(_ command: DESFireCommand) throws -> [UInt8] { try card.perform(command) }

    mutating func changeKey(_ number: UInt8, to new: NewKey, replacing old: [UInt8]? = nil) throws {
        try card.changeKey(number, to: new, replacing: old)
    }

    private mutating func authenticate(_ key: AESKey, _ number: UInt8) throws {
        if generation == .ev1 {
            try card.authenticateEV1(key: key, number: number, randomA: random(16))
        } else {
            try card.authenticateEV2(key: key, number: number, randomA: random(16))
        }
    }

    private func factoryKey() throws -> AESKey {
        guard let key = AESKey(CardKeys.factoryAES) else { throw IssuingError.missingKeys(.application) }
        return key
    }
}

extension KeyedCard.Access {
    var application: ApplicationID {
        switch self {
        case .factoryCard, .card: .picc
        case .openApplication, .application, .kiosk, .staff: .peony
        }
    }
}
