import CardCrypto
import CardSimulator
import KioskTesting
import Testing
import Vocabulary

@testable import CardProtocol

/// What lies on the reader, and which cards of ours are refused.
struct IdentificationTests {
    /// A member's card made by hand, so that any setting can be wrong.
    struct Press {
        var profile = CardProfile.desfireEV2
        var settings = MemberCardV1.issuedSettings
        var files = MemberCardV1.files
        var generation = CardGeneration.ev2
        var member: [UInt8]?

        static let keys = "kiosk 1 000102030405060708090A0B0C0D0E0F"

        func card() throws -> VirtualCard {
            let uid = try #require(CardUID(hex: "04112233445566"))
            let card = VirtualCard(profile: profile, uid: uid, random: CardRandom(seed: 1))
            var desk = DESFireCard(channel: SimulatedChannel(card))
            let factory = [UInt8](repeating: 0, count: 16)
            try desk.select(.picc)
            _ = try desk.perform(.createApplication(.peony, MemberCardV1.issuingSettings))
            try desk.select(.peony)
            try authenticate(&desk, factory)
            for (number, settings) in files {
                let command = try #require(DESFireCommand.createFile(number, settings))
                _ = try desk.perform(command)
            }
            let key = try #require(KeyRing(text: Self.keys).key(.kiosk, generation: 1))
            let diversified = key.diversified(try #require(MemberCardV1.diversification(uid)))
            try desk.changeKey(1, to: .aes(diversified, version: 1), replacing: factory)
            try write(&desk, factory)
            try authenticate(&desk, factory)
            _ = try desk.perform(.changeKeySettings(settings.rights))
            return card
        }

        /// With key 2, which is the factory's here.
        private func write(_ desk: inout DESFireCard, _ factory: [UInt8]) throws {
            let id = try #require(MemberID("6f1f3c9e-4b58-4c61-9a0b-0d1f2a3b4c5d"))
            let file = MemberFile(
                member: id, issueNumber: 1, expiryDay: 1, tierHint: 0, language: 0, generation: generation)
            try authenticate(&desk, factory, number: 2)
            _ = try desk.perform(.writeData(1, member ?? file.bytes))
            _ = try desk.perform(.commitTransaction)
        }

        private func authenticate(_ desk: inout DESFireCard, _ key: [UInt8], number: UInt8 = 0) throws {
            let key = try #require(AESKey(key))
            try desk.select(.peony)
            if profile == .desfireEV1 {
                try desk.authenticateEV1(key: key, number: number, randomA: Array(1...16))
            } else {
                try desk.authenticateEV2(key: key, number: number, randomA: Array(1...16))
            }
        }
    }

    static func read(_ card: VirtualCard) throws -> CardReading {
        try MemberCard(
            channel: SimulatedChannel(card), keys: try KioskKeys(text: Press.keys),
            random: { (1...$0).map { UInt8($0) } }
        ).read { _, _ in false }
    }

    @Test(arguments: [
        (CardProfile.ntag215, "uidOnly(04112233445566, kind: CardProtocol.UIDOnlyKind.ntag)"),
        (.ultralight, "uidOnly(04112233445566, kind: CardProtocol.UIDOnlyKind.ultralight)"),
        (.classic1K, "uidOnly(A1B2C3D4, kind: CardProtocol.UIDOnlyKind.classic)"),
        (.bankCard, "foreign(CardProtocol.ForeignKind.bank)"),
        (.phone, "foreign(CardProtocol.ForeignKind.unknown)"),
        (.desfireEV1, "foreign(CardProtocol.ForeignKind.otherDESFire)"),
        (.desfireEV3, "foreign(CardProtocol.ForeignKind.otherDESFire)"),
        (.foreignDesfire, "foreign(CardProtocol.ForeignKind.otherDESFire)"),
    ])
    func `Each kind of card is told by asking it`(_ profile: CardProfile, _ expected: String) throws {
        let hex = profile.uidLength == 7 ? "04112233445566" : profile == .phone ? "08ABCDEF" : "A1B2C3D4"
        let uid = try #require(CardUID(hex: hex))
        let card = VirtualCard(profile: profile, uid: uid, random: CardRandom(seed: 1))
        #expect("\(try Self.read(card))" == expected)
        #expect(card.state.paymentSelections == 0)
    }

    @Test func `A card as the profile wants it is accepted`() throws {
        guard case .member = try Self.read(try Press().card()) else {
            Issue.record("not accepted")
            return
        }
    }

    /// What would let somebody move an odometer back, or pretend.
    static var unsafe: [(String, Press, UnsafeReason)] {
        func with(_ change: (inout Press) -> Void) -> Press {
            var press = Press()
            change(&press)
            return press
        }
        func file(_ number: UInt8, _ change: @escaping (FileSettings) -> FileSettings) -> Press {
            with { press in
                press.files = press.files.map { $0.number == number ? ($0.number, change($0.settings)) : $0 }
            }
        }
        let open = AccessRights(read: 1, write: 1, readWrite: 0xF, change: 0xF)
        let changeable = AccessRights(read: 1, write: 0xF, readWrite: 0xF, change: 0)
        let odometer = FileSettings.Content.value(lower: 0, upper: 0x7FFF_FFFF, limitedCredit: 0, options: 1)
        return [
            ("anybody creates files", with { $0.settings.rights = 0x0F }, .keySettings),
            ("settings can change", with { $0.settings.rights = 0x0B }, .keySettings),
            ("a file is missing", with { $0.files.removeLast() }, .fileList),
            (
                "LimitedCredit by right", file(2) { .init(protection: .full, access: open, content: $0.content) },
                .fileSettings(file: 2)
            ),
            (
                "rights can change", file(3) { .init(protection: .full, access: changeable, content: $0.content) },
                .fileSettings(file: 3)
            ),
            (
                "LimitedCredit is on", file(3) { .init(protection: .full, access: $0.access, content: odometer) },
                .fileSettings(file: 3)
            ),
            (
                "no secrecy", file(4) { .init(protection: .mac, access: $0.access, content: $0.content) },
                .fileSettings(file: 4)
            ),
            ("no member", with { $0.member = [UInt8](repeating: 0, count: 48) }, .memberFile),
            ("speaks EV1, was EV2", with { $0.profile = .desfireEV1 }, .downgraded),
        ]
    }

    @Test(arguments: unsafe.indices)
    func `A card whose settings would let an odometer go back is refused`(_ index: Int) throws {
        let (name, press, reason) = Self.unsafe[index]
        guard case .unsafe(_, let found) = try Self.read(try press.card()) else {
            Issue.record("\(name): accepted")
            return
        }
        #expect(found == reason, "\(name)")
    }
}
