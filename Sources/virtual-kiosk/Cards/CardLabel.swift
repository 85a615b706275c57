import CardSimulator

/// What the page prints on a card; it means nothing to the card or the kiosk.
struct CardLabel: Codable, Equatable, Sendable {
    /// How the page draws it.
    enum Look: String, Codable, Sendable {
        case member, blocked, blank, foreign, tag, bank, phone
    }

    var look: Look
    var zh: String
    var en: String
    /// What the card shows when it is tapped.
    var story: Story?
    /// Lower ones lie further left.
    var order: Int?

    struct Story: Codable, Equatable, Sendable {
        var zh: String
        var en: String
    }

    /// A card that has odometers, whoever's it is.
    static let issued = CardLabel(look: .member, zh: "会员卡", en: "Member card", order: 10)

    static func usual(for profile: CardProfile) -> CardLabel {
        switch profile {
        case .desfireEV1: CardLabel(look: .blank, zh: "空白卡 EV1", en: "Blank card EV1", order: 60)
        case .desfireEV2: CardLabel(look: .blank, zh: "空白卡", en: "Blank card", order: 50)
        case .desfireEV3: CardLabel(look: .blank, zh: "空白卡 EV3", en: "Blank card EV3", order: 61)
        case .foreignDesfire: CardLabel(look: .foreign, zh: "别家的卡", en: "Another shop's card", order: 70)
        case .ntag215: CardLabel(look: .tag, zh: "NFC 贴纸", en: "NFC sticker", order: 80)
        case .ultralight: CardLabel(look: .tag, zh: "纸质票卡", en: "Paper ticket", order: 81)
        case .classic1K: CardLabel(look: .tag, zh: "旧会员卡", en: "Old member card", order: 82)
        case .bankCard: CardLabel(look: .bank, zh: "银行卡", en: "Bank card", order: 90)
        case .phone: CardLabel(look: .phone, zh: "手机", en: "Telephone", order: 91)
        }
    }
}
