import HubAPI
import Vocabulary

/// Between the hub and those who ask it: the desk's programs and the operators'.
extension WireSamples {
    var operators: [WireSample] {
        [
            WireSample(
                "kiosk-status-list",
                KioskStatusList(
                    kiosks: [
                        KioskStatus(
                            kiosk: "xuhui-1", number: 7, store: words("徐汇店", "Xuhui"), heartbeat: heartbeat,
                            heartbeatAgeMs: 1_500, clockAheadMs: -20, position: position, openRequests: 1)
                    ],
                    hubClock: HubClockFacts(
                        isTrusted: false, wallMs: 1, momentMs: 1_790_000_000_000, advice: "Set the clock right."))),
            WireSample(
                "remote-request-draft",
                RemoteRequestDraft(kind: .screenshot, sinceMs: 1_790_000_000_000, cursor: 5, follow: true)),
            WireSample("remote-answer-page", RemoteAnswerPage(parts: [remoteAnswer], done: true, fetched: true)),
            WireSample("history-page", HistoryPage(lines: [#"{"member":"m","id":"e"}"#], next: member)),
            WireSample(
                "problem",
                Problem(
                    status: 409, code: "conflict", title: "Handed over", detail: "It was handed over before.",
                    refusal: Problem.Refusal(code: "claim-handed-over", zh: "已领取", en: "It was handed over."))),
            WireSample(
                "issue-request",
                IssueRequest(uid: card.uid, member: member, memberNumber: "1001", replaces: card)),
            WireSample("link-request", LinkRequest(uid: card.uid, member: member, memberNumber: "1001")),
            WireSample("hand-settlement", HandSettlement(outcome: .posted, reason: "the customer has it")),
            WireSample("incident-resolution", IncidentResolution(action: .writeOff, reason: "seen")),
            WireSample("claim-list", ClaimList(claims: [])),
            WireSample("incident-list", IncidentList(incidents: [])),
            WireSample("member-list", MemberList(members: [], next: "1001")),
        ]
    }

    /// What is left out where there is nothing to tell, or by who does not know it yet; and what is put in by who knows
    /// more.
    var otherForms: [WireSample] {
        [
            WireSample("feed-page-least", leastPage),
            WireSample(
                "heartbeat-least",
                Heartbeat(
                    version: "1", startedAtMs: 1, sentAtMs: 2, lastFrameAtMs: nil, screen: "off", reader: "none",
                    storeEpoch: "e", journalSequence: 0, notUploaded: 0, snapshotAsOfMs: nil, freeDiskBytes: 0)),
            WireSample(
                "kiosk-status-list-least",
                KioskStatusList(
                    kiosks: [
                        KioskStatus(
                            kiosk: "xuhui-1", number: 7, store: words("徐汇店", "Xuhui"), heartbeat: nil,
                            heartbeatAgeMs: nil, position: position, openRequests: 0)
                    ])),
            WireSample("problem-least", Problem(status: 404, code: "not-found", title: "No", detail: "No such card.")),
            WireSample(
                "remote-answer-least",
                RemoteAnswer(part: 3, lines: [], cursor: nil, skipped: [], png: nil, done: false)),
            WireSample("remote-request-draft-least", RemoteRequestDraft(kind: .status)),
            WireSample(
                "remote-request-list-least",
                RemoteRequestList(
                    position: position,
                    requests: [RemoteRequest(id: "r", kind: .status, sinceMs: nil, cursor: nil, follow: false)])),
            WireSample(
                "issue-request-least", IssueRequest(uid: card.uid, member: nil, memberNumber: "1", replaces: nil)),
            WireSample(
                "entry-least",
                JournalEntry(
                    id: operation(2), kiosk: "xuhui-1", tappedAtMs: 1, recordedAtMs: 2,
                    fact: .fault(FaultReport(code: .unknown("of-a-newer-kiosk"), detail: "")))),
            WireSample(
                "spend-view-least",
                SpendView(
                    id: operation(2), member: nil, card: nil, amount: .zero, state: .pending, settledByHand: false)),
            WireSample(
                "hold-answer-least",
                HoldAnswer(
                    position: position, granted: true, refusal: nil, expiresAtMs: 1_790_000_600_000,
                    lifetimeSeconds: nil)),
            .foreign("heartbeat-of-a-newer-kiosk", heartbeat),
            .foreign(
                "hold-answer-of-a-newer-hub",
                HoldAnswer(
                    position: position, granted: false, refusal: .notOffered, expiresAtMs: nil, lifetimeSeconds: nil)),
            .foreign("entry-of-a-newer-kiosk", entry(.checkIn(CheckIn(booking: "b-1", offline: true)))),
        ]
    }

    private var leastPage: FeedPage {
        let facts = MemberFacts(
            id: member, surname: words("李", "Li"), title: .unknown("dr"), tier: "gold", tierName: words("金卡", "Gold"),
            language: .unknown("ja"), numberTail: "1001", lots: [], held: .zero,
            cards: [
                CardFacts(
                    id: card, kind: .uidOnly, status: .active, settled: .zero, spendsOffline: false, open: [])
            ],
            bookings: [
                BookingFacts(
                    id: "b", startsAtMs: 1, minutes: 2, service: words("护理", "Care"), staff: words("林", "Lin"),
                    status: .checkedIn)
            ])
        return FeedPage(
            position: HubPosition(hubEpoch: "e", lastSequence: 0, lastHash: ""), cursor: 0, more: false, asOfMs: 1,
            kiosk: kioskFacts, policies: [], members: [facts], removedMembers: [])
    }

    /// Every word that stands for a choice. A word that is gone cannot be read any more where somebody still says it.
    var choiceWords: WireSample { WireSample("words", Self.choices) }

    static let choices: [String: [String]] = [
        "HubAPI.BirthdayFacts.Reckoning": all(BirthdayFacts.Reckoning.self),
        "HubAPI.BookingFacts.Status": all(BookingFacts.Status.self),
        "HubAPI.CardFacts.Kind": all(CardFacts.Kind.self),
        "HubAPI.CardFacts.Status": all(CardFacts.Status.self),
        "HubAPI.ClaimFacts.Status": all(ClaimFacts.Status.self),
        "HubAPI.FaultCode": all(FaultCode.self),
        "HubAPI.HoldAnswer.Refusal": all(HoldAnswer.Refusal.self),
        "HubAPI.IncidentFacts.Kind": all(IncidentFacts.Kind.self),
        "HubAPI.IncidentFacts.Status": all(IncidentFacts.Status.self),
        "HubAPI.IncidentResolution.Action": all(IncidentResolution.Action.self),
        "HubAPI.RefusedLine.Code": all(RefusedLine.Code.self),
        "HubAPI.RemoteRequest.Kind": all(RemoteRequest.Kind.self),
        "HubAPI.SpendIntent.Authority": all(SpendIntent.Authority.self),
        "HubAPI.SpendOutcome.Evidence": all(SpendOutcome.Evidence.self),
        "HubAPI.SpendOutcome.Outcome": all(SpendOutcome.Outcome.self),
        "HubAPI.SpendView.State": all(SpendView.State.self),
        "Vocabulary.Language": all(Language.self),
        "Vocabulary.LotCurrency": all(LotCurrency.self),
        "Vocabulary.Title": all(Title.self),
    ]

    private static func all<Choice: CaseIterable & RawRepresentable>(_: Choice.Type) -> [String]
    where Choice.RawValue == String { Choice.allCases.map(\.rawValue) }
}
