package import Vocabulary

/// What was asked for and is not known here.
package enum Missing: Error, Hashable, Sendable {
    /// By an id, or by a number that staff typed.
    case member(MemberID?)
    case card(CardID)
    case claim(code: String)
    /// An entry of a journal, by its operation.
    case entry(OperationID)
    case incident(Int64)
    case kiosk(String)
    /// An operator's question to a kiosk; it may have been there and ended.
    case request(String, hasEnded: Bool = false)
    case token(String)

    package var code: String {
        switch self {
        case .member: "member-unknown"
        case .card: "card-unknown"
        case .claim: "claim-unknown"
        case .entry: "entry-unknown"
        case .incident: "incident-unknown"
        case .kiosk: "kiosk-unknown"
        case .request: "request-unknown"
        case .token: "token-unknown"
        }
    }

    package var words: Bilingual {
        let name = name
        return Bilingual(zh: "没有\(name.zh)", en: "\(name.en) is not known here")
    }

    private var name: Bilingual {
        switch self {
        case .member(let id?): Bilingual(zh: "会员 \(id)", en: "Member \(id)")
        case .member(nil): Bilingual(zh: "这位会员", en: "This member")
        case .card(let id): Bilingual(zh: "卡 \(id)", en: "Card \(id)")
        case .claim(let code): Bilingual(zh: "领取码 \(code)", en: "Claim \(code)")
        case .entry(let id): Bilingual(zh: "记录 \(id)", en: "Entry \(id)")
        case .incident(let id): Bilingual(zh: "异常 \(id)", en: "Incident \(id)")
        case .kiosk(let kiosk): Bilingual(zh: "自助机 \(kiosk)", en: "Kiosk \(kiosk)")
        case .request(let id, false): Bilingual(zh: "请求 \(id)", en: "Request \(id)")
        case .request(let id, true): Bilingual(zh: "请求 \(id)（已结束）", en: "Request \(id), which has ended,")
        case .token(let id): Bilingual(zh: "令牌 \(id)", en: "Token \(id)")
        }
    }
}
