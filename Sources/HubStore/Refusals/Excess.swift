package import Vocabulary

/// Which bound of `HubStoreLimits` is reached. Nothing was taken.
package enum Excess: Error, Hashable, Sendable {
    case cardsOfMember(most: Int)
    case journalsOfKiosk(String, Int)
    case holdsOfKiosk(String, Int)
    case openRequests(String, Int)
    case requestsWithinHour(String, Int)
    /// Bytes.
    case answerToRequest(most: Int)
    /// Bytes.
    case answersOfKiosk(String, Int)
    case partsOfAnswer(most: Int)

    package var code: String {
        switch self {
        case .cardsOfMember: "too-many-cards"
        case .journalsOfKiosk: "too-many-journals"
        case .holdsOfKiosk: "too-many-holds"
        case .openRequests, .requestsWithinHour: "too-many-requests"
        case .answerToRequest, .answersOfKiosk, .partsOfAnswer: "answer-too-large"
        }
    }

    package var words: Bilingual {
        switch self {
        case .cardsOfMember(let most):
            Bilingual(zh: "一位会员最多 \(most) 张卡", en: "A member has at most \(most) cards")
        case .journalsOfKiosk(let kiosk, let count):
            Bilingual(
                zh: "自助机 \(kiosk) 已开始 \(count) 份日志；它的令牌可能在别人手里",
                en: "Kiosk \(kiosk) has begun \(count) journals; its token may be in other hands")
        case .holdsOfKiosk(let kiosk, let count):
            Bilingual(
                zh: "自助机 \(kiosk) 有 \(count) 笔预占没有报告结果",
                en: "Kiosk \(kiosk) has \(count) holds of which it has not told what became")
        case .openRequests(let kiosk, let count):
            Bilingual(
                zh: "自助机 \(kiosk) 有 \(count) 个请求在等待；请稍后再试",
                en: "Kiosk \(kiosk) has \(count) requests waiting; try again later")
        case .requestsWithinHour(let kiosk, let count):
            Bilingual(
                zh: "一小时内已向自助机 \(kiosk) 提出 \(count) 次请求；请稍后再试",
                en: "Kiosk \(kiosk) was asked \(count) times within an hour; try again later")
        case .answerToRequest(let most):
            Bilingual(
                zh: "一个请求的回答最多 \(most) 字节；请缩小范围",
                en: "A request is answered with at most \(most) bytes; ask for less")
        case .answersOfKiosk(let kiosk, let bytes):
            Bilingual(
                zh: "自助机 \(kiosk) 有 \(bytes) 字节回答在等待；最早的一小时后删除",
                en: "Kiosk \(kiosk) has answers of \(bytes) bytes waiting; the oldest go after an hour")
        case .partsOfAnswer(let most):
            Bilingual(
                zh: "一个请求的回答最多 \(most) 段", en: "A request is answered in at most \(most) parts")
        }
    }
}
