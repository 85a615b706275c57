import CardProtocol
import Vocabulary

/// What can be read of a card without any key: its maker, whether it is ours, and how far issuing has come.
struct CardSurvey: Hashable {
    let uid: CardUID
    let generation: CardGeneration
    let card: KeySettings
    let cardKeyVersion: UInt8
    /// Bytes that the silicon holds, at least.
    let capacity: Int
    /// Bytes left for applications and files; `nil` when the card does not say.
    let freeMemory: Int?
    let applications: [ApplicationID]
    /// `nil` without an application of ours.
    let ours: OurApplication?

    struct OurApplication: Hashable {
        let settings: KeySettings
        /// By key number; 0 is a factory key, anything else the generation.
        let keyVersions: [UInt8]
        let files: [UInt8: FileSettings]
    }

    /// How far a card is from being a member's.
    enum Stage: String, Hashable, Codable {
        /// As it left the factory: DES key, free settings, nothing on it.
        case factory
        /// Its key is of our kind, but the issuing did not come to its end.
        case begun
        case issued
        /// Another system's, or something nobody should build on.
        case foreign
    }

    var stage: Stage {
        if card.keysAreDES { return isFactory ? .factory : .foreign }
        guard card.keysAreAES, cardKeyVersion != 0 else { return .foreign }
        guard let ours else { return .begun }
        return ours.settings == MemberCardV1.issuedSettings ? .issued : .begun
    }

    private var isFactory: Bool {
        card.rights == MemberCardV1.factoryCardRights && cardKeyVersion == 0 && applications.isEmpty
    }

    /// Why a foreign card cannot be used: its key is not the factory's, or it has the factory's key but other contents.
    var strangeness: IssuingError {
        guard card.keysAreDES, cardKeyVersion == 0 else { return .foreign("its own key is not ours") }
        guard applications.isEmpty else {
            let names = applications.map { Hex.text($0.bytes.reversed()) }.joined(separator: ", ")
            return .notFresh("it came with \(applications.count == 1 ? "an application" : "applications"): \(names)")
        }
        return .notFresh("its settings are not the factory's")
    }

    /// Reads all that is free to read; about twenty exchanges. Begins with a select, for whoever had the card before
    /// may have left a session in it.
    ///
    /// - Throws: `IssuingError.notDESFire` for anything else, `IssuingError.foreign` for a card that keeps its
    ///   settings to itself.
    init(_ channel: any CardChannel) throws {
        if channel.saysStorageCard { throw IssuingError.notDESFire }
        var card = DESFireCard(channel: channel)
        let version: CardVersion?
        do {
            try card.select(.picc)
            version = CardVersion(try card.perform(.getVersion))
        } catch CardError.refused {
            throw IssuingError.notDESFire
        }
        guard let version, let generation = version.generation else { throw IssuingError.notDESFire }
        guard let uid = CardUID(version.uid), uid.bytes.contains(where: { $0 != 0 }) else {
            throw IssuingError.foreign("it shows random UIDs, and keys cannot be derived from those")
        }
        do {
            try self.init(&card, uid, generation, capacity: version.capacity)
        } catch CardError.refused(_, .authenticationError) {
            throw IssuingError.foreign("its settings can only be read with a key of its owner")
        }
    }

    /// The card itself is selected.
    private init(
        _ card: inout DESFireCard, _ uid: CardUID, _ generation: CardGeneration, capacity: Int
    ) throws {
        guard let settings = KeySettings(try card.perform(.getKeySettings)) else {
            throw CardError.malformed(.getKeySettings)
        }
        let list = try card.perform(.getApplicationIDs)
        guard list.count.isMultiple(of: 3) else { throw CardError.malformed(.getApplicationIDs) }
        self.uid = uid
        self.generation = generation
        self.card = settings
        cardKeyVersion = try card.perform(.getKeyVersion(0)).first ?? 0
        self.capacity = capacity
        freeMemory = try Self.freeMemory(&card)
        applications = stride(from: 0, to: list.count, by: 3).compactMap { ApplicationID(list[$0..<$0 + 3]) }
        ours = applications.contains(.peony) ? try OurApplication(&card) : nil
    }

    private static func freeMemory(_ card: inout DESFireCard) throws -> Int? {
        do {
            return try card.perform(.getFreeMemory).reversed().reduce(0) { $0 << 8 | Int($1) }
        } catch CardError.refused {
            // After a refusal nothing is selected any more for certain.
            try card.select(.picc)
            return nil
        }
    }
}

extension CardSurvey.OurApplication {
    fileprivate init(_ card: inout DESFireCard) throws {
        try card.select(.peony)
        guard let settings = KeySettings(try card.perform(.getKeySettings)) else {
            throw CardError.malformed(.getKeySettings)
        }
        self.settings = settings
        var versions: [UInt8] = []
        for key in 0..<min(settings.keys & 0x0F, MemberCardV1.Key.count) {
            versions += try card.perform(.getKeyVersion(key))
        }
        keyVersions = versions
        var files: [UInt8: FileSettings] = [:]
        for number in try card.perform(.getFileIDs) {
            files[number] = FileSettings(try card.perform(.getFileSettings(number)))
        }
        self.files = files
    }

    /// Key 0 is still the factory's: nothing on the card is worth anything yet.
    var isOpen: Bool { keyVersions.first == 0 }
}
