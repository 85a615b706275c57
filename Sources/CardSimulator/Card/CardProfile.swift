/// Which plastic a virtual card is: what lies on a kiosk's reader in a year of real life.
package enum CardProfile: String, Codable, Sendable, CaseIterable {
    /// MIFARE DESFire EV1, EV2 and EV3 with 8 KiB, factory fresh: a DES master key of zeroes, settings 0x0F.
    case desfireEV1 = "ev1"
    case desfireEV2 = "ev2"
    case desfireEV3 = "ev3"
    /// Another system's DESFire EV2: its master key is not ours and never will be.
    case foreignDesfire = "foreign"
    case ntag215
    case ultralight
    case classic1K = "classic1k"
    /// A payment card. It would answer a payment SELECT, and it remembers that somebody asked.
    case bankCard = "bank"
    /// A telephone that emulates a card: a random UID, and no application of ours.
    case phone

    /// Answer to reset as a PC/SC reader makes it up for a contactless card (PC/SC part 3, 3.1.3.2.3).
    package var atr: [UInt8] {
        switch self {
        case .desfireEV1, .desfireEV2, .desfireEV3, .foreignDesfire: [0x3B, 0x81, 0x80, 0x01, 0x80, 0x80]
        case .ntag215, .ultralight: Self.storageATR(name: 0x0003)
        case .classic1K: Self.storageATR(name: 0x0001)
        case .bankCard: Self.isoATR(historical: [0x00, 0x73, 0xC8, 0x40, 0x00, 0x90, 0x00])
        case .phone: Self.isoATR(historical: [])
        }
    }

    /// Answer to select (ISO/IEC 14443-4 §5.2), which `FF CA 01 00 00` reads; empty for a storage card.
    var ats: [UInt8] {
        switch self {
        case .desfireEV1, .desfireEV2, .desfireEV3, .foreignDesfire: [0x06, 0x75, 0x77, 0x81, 0x02, 0x80]
        case .ntag215, .ultralight, .classic1K: []
        case .bankCard: [0x0C, 0x78, 0x77, 0xD4, 0x02, 0x00, 0x73, 0xC8, 0x40, 0x00, 0x90, 0x00]
        case .phone: [0x05, 0x78, 0x80, 0x70, 0x02]
        }
    }

    /// SENS_RES and SEL_RES (ISO/IEC 14443-3 §6.5), as a PN532 reports them.
    var anticollision: (sensRes: [UInt8], selRes: UInt8) {
        switch self {
        case .desfireEV1, .desfireEV2, .desfireEV3, .foreignDesfire: ([0x03, 0x44], 0x20)
        case .ntag215, .ultralight: ([0x00, 0x44], 0x00)
        case .classic1K: ([0x00, 0x04], 0x08)
        case .bankCard, .phone: ([0x00, 0x04], 0x20)
        }
    }

    /// How many bytes the UID of such a card has.
    package var uidLength: Int {
        switch self {
        case .classic1K, .bankCard, .phone: 4
        case .desfireEV1, .desfireEV2, .desfireEV3, .foreignDesfire, .ntag215, .ultralight: 7
        }
    }

    var generation: DesfireGeneration? {
        switch self {
        case .desfireEV1: .ev1
        case .desfireEV2, .foreignDesfire: .ev2
        case .desfireEV3: .ev3
        case .ntag215, .ultralight, .classic1K, .bankCard, .phone: nil
        }
    }

    private static func storageATR(name: UInt16) -> [UInt8] {
        withCheckByte([
            0x3B, 0x8F, 0x80, 0x01, 0x80, 0x4F, 0x0C, 0xA0, 0x00, 0x00, 0x03, 0x06, 0x03, UInt8(name >> 8),
            UInt8(name & 0xFF), 0x00, 0x00, 0x00, 0x00,
        ])
    }

    private static func isoATR(historical: [UInt8]) -> [UInt8] {
        withCheckByte([0x3B, 0x80 | UInt8(historical.count), 0x80, 0x01] + historical)
    }

    /// TCK makes the exclusive-or of everything after TS zero (ISO/IEC 7816-3 §8.2.5).
    private static func withCheckByte(_ atr: [UInt8]) -> [UInt8] {
        atr + [atr.dropFirst().reduce(0, ^)]
    }
}
