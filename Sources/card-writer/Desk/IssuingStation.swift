import CardProtocol
import HubAPI
import Vocabulary

/// The reader on the desk and the card that lies on it.
protocol CardPad: Sendable {
    /// Works on the card, alone with it. Begin with a select: the reset before it may not have reached the card.
    func withCard<T: Sendable>(_ body: @escaping @Sendable (any CardChannel) throws -> T) async throws -> T
}

/// What a station has done to a card, for whoever watches.
enum IssuingEvent: Hashable, Sendable {
    case surveyed(CardSurvey)
    case granted(CardID)
    case stepDone(IssueStep)
    case readBack
    case closed(CardID)
    case erased
}

/// Issuing, looking into and erasing cards: the card on one side, the register on the other.
///
/// Each call surveys the card first and may be repeated after any interruption. Between two stretches of card work
/// the card is reset, and must prove to be the same.
struct IssuingStation: Sendable {
    let pad: any CardPad
    let register: any CardRegister
    let ring: KeyRing
    let refusals: any RefusalLog
    let random: @Sendable (Int) -> [UInt8]
    let report: @Sendable (IssuingEvent) -> Void

    /// What lies there. No key is used.
    func survey() async throws -> CardSurvey {
        let survey = try await pad.withCard { try CardSurvey($0) }
        report(.surveyed(survey))
        return survey
    }

    /// The card as it is, held against the profile. Only for cards of our own.
    func inspect(_ survey: CardSurvey, retry: Bool = false) async throws -> CardInspection {
        guard survey.stage == .issued else { return CardInspection(survey: survey) }
        return try await withCard(survey, retry: retry) { card, survey in
            var audit = CardAudit(card: card)
            try audit.run(survey, member: nil, isNew: false)
            return CardInspection(
                survey: survey, member: audit.member, odometers: audit.odometers, findings: audit.findings)
        }
    }

    /// Runs `body` with the card's keys, after a new survey has shown that it is still the same card.
    ///
    /// A refused key is remembered: the next attempt with this card needs a person's word.
    func withCard<T: Sendable>(
        _ before: CardSurvey, retry: Bool, _ body: @escaping @Sendable (KeyedCard, CardSurvey) throws -> T
    ) async throws -> T {
        if !retry, try refusals.contains(before.uid) { throw IssuingError.refusedBefore(before.uid) }
        let (ring, random) = (ring, random)
        do {
            let result = try await pad.withCard { channel in
                let survey = try CardSurvey(channel)
                guard survey.uid == before.uid else { throw IssuingError.otherCard(survey.uid) }
                let card = KeyedCard(
                    channel: channel, keys: try CardKeys(survey, ring: ring), generation: survey.generation,
                    random: random)
                return try body(card, survey)
            }
            if retry { try refusals.remove(before.uid) }
            return result
        } catch CardError.wrongKey {
            try refusals.add(before.uid)
            throw CardError.wrongKey
        }
    }
}

/// What `inspect` found.
struct CardInspection: Hashable, Sendable {
    var survey: CardSurvey
    var member: MemberFile?
    var odometers: Amount?
    /// What differs from the profile; `nil` when the card was not held against it.
    var findings: [String]?
}

/// Remembers which cards refused a key of ours, so that nobody tries again until a card locks itself.
protocol RefusalLog: Sendable {
    func contains(_ uid: CardUID) throws -> Bool
    func add(_ uid: CardUID) throws
    func remove(_ uid: CardUID) throws
}
