import Foundation
import HubAPI
import Testing
import Vocabulary

/// A value of each shape with everything in it that can be there, and the least of some.
struct WireSamples {
    static func all() throws -> [WireSample] {
        let samples = WireSamples(card: try #require(CardID("04A1B2C3D4E5F6-1")))
        return samples.journal + samples.uplink + samples.feed + samples.desk + samples.operators + samples.otherForms
            + [samples.choiceWords]
    }

    let card: CardID

    private var journal: [WireSample] {
        [
            WireSample(
                "entry-spend-intent",
                entry(
                    .spendIntent(
                        SpendIntent(
                            amount: Amount(points: 80, fen: 1_250), before: Amount(points: 20, fen: 0),
                            after: Amount(points: 100, fen: 1_250), reward: "mask", claimCode: "3K7PXQ",
                            authority: .offline)))),
            WireSample(
                "entry-spend-intent-least",
                entry(
                    .spendIntent(
                        SpendIntent(
                            amount: Amount(points: 0, fen: 1), before: Amount(points: 0, fen: 0),
                            after: Amount(points: 0, fen: 1), reward: nil, claimCode: nil, authority: .hold)))),
            WireSample(
                "entry-spend-outcome",
                entry(.spendOutcome(SpendOutcome(settles: operation(9), outcome: .voided, evidence: .cardRecord)))),
            WireSample(
                "entry-card-seen",
                entry(.cardSeen(CardSeen(odometers: Amount(points: 100, fen: 1_250), records: [record])))),
            WireSample(
                "entry-fault", entry(.fault(FaultReport(.odometerBehind, detail: "below what is settled")))),
            WireSample("entry-check-in", entry(.checkIn(CheckIn(booking: "b-1", offline: true)))),
            WireSample(
                "hold-request",
                HoldRequest(
                    id: operation(2), member: member, card: card, amount: Amount(points: 80), reward: "mask",
                    odometers: Amount(points: 20, fen: 0))),
        ]
    }

    private var feed: [WireSample] {
        [
            WireSample(
                "feed-page",
                FeedPage(
                    position: HubPosition(hubEpoch: "e-1", lastSequence: 7, lastHash: "00FF"), cursor: 12, more: true,
                    asOfMs: 1_790_000_000_000,
                    kiosk: KioskFacts(
                        number: 7, salon: words("悦容美容", "Yuerong Beauty"), storeID: "xuhui",
                        store: words("徐汇店", "Xuhui"), timeZone: "Asia/Shanghai"),
                    policies: [], members: [memberFacts], removedMembers: [member]))
        ]
    }

    private var desk: [WireSample] {
        [
            WireSample(
                "claim",
                ClaimFacts(
                    code: "3K7PXQ", redemption: "e-1", operation: operation(2), member: member,
                    owner: words("李女士", "Ms Li"), reward: "mask", rewardName: words("面膜", "Mask"),
                    atMs: 1_790_000_000_000, status: .handedOver, handedOverAtMs: 1_790_000_100_000)),
            WireSample(
                "member-summary",
                MemberSummary(
                    id: member, number: "1001", surname: words("李", "Li"), title: .known(.mr), tier: "gold",
                    points: 520,
                    fen: 30_000, heldPoints: 80, heldFen: 1_250, cards: [])),
            WireSample(
                "incident",
                IncidentFacts(
                    id: 3, kind: .unexplainedAdvance, kiosk: "xuhui-1", member: member, card: card,
                    operation: operation(2), amount: Amount(points: 5, fen: 250), detail: "moved",
                    openedAtMs: 1_790_000_000_000,
                    status: .open, reason: nil)),
            WireSample(
                "spend-view",
                SpendView(
                    id: operation(2), member: member, card: card, amount: Amount(points: 80, fen: 1_250),
                    state: .posted,
                    settledByHand: true)),
            WireSample(
                "card-view",
                CardView(
                    id: card, member: member, owner: words("李女士", "Ms Li"), language: .known(.en), tier: "gold",
                    expiryDay: 21_000, status: .issuing, settled: Amount(points: 100, fen: 1_250))),
            WireSample(
                "card-change", CardChange(reason: "erased", odometers: Amount(points: 25, fen: 0))),
            WireSample("card-change-least", CardChange(reason: "lost")),
        ]
    }

    var memberFacts: MemberFacts {
        MemberFacts(
            id: member, surname: words("李", "Li"), title: .known(.ms), tier: "gold", tierName: words("金卡会员", "Gold"),
            language: .known(.zh), numberTail: "1001",
            lots: [
                lot("l-1", .points, 520), lot("l-2", .principal, 30_000), lot("l-3", .gift, -1_250),
            ],
            held: Amount(points: 80, fen: 1_250),
            cards: [
                CardFacts(
                    id: card, kind: .desfire, status: .active, settled: Amount(points: 20, fen: 0),
                    spendsOffline: true,
                    open: [
                        OpenIntent(
                            id: operation(2), before: Amount(points: 20, fen: 0),
                            after: Amount(points: 100, fen: 1_250))
                    ], unexplained: Amount(points: 5, fen: 0))
            ],
            bookings: [
                BookingFacts(
                    id: "b-1", startsAtMs: 1_790_000_000_000, minutes: 60, service: words("深层清洁", "Facial"),
                    staff: words("林老师", "Lin"), status: .booked, store: "xuhui", place: words("徐汇店", "Xuhui"))
            ],
            claims: [OpenClaimFacts(code: "3K7PXQ", reward: words("面膜", "Mask"), atMs: 1_790_000_000_000)],
            arrival: ArrivalFacts(store: "xuhui", atMs: 1_790_000_000_000))
    }

    var record: WireCardRecord {
        WireCardRecord(
            operation: operation(2), kind: 1, amount: Amount(points: 80, fen: 1_250),
            after: Amount(points: 100, fen: 1_250),
            kioskNumber: 7, atSeconds: 1_790_000_000)
    }

    var member: MemberID { MemberID(uuid(200)) }

    func lot(_ id: String, _ currency: LotCurrency, _ remaining: Int64) -> LotFacts {
        LotFacts(
            id: id, currency: .known(currency), remaining: remaining, gainedAtMs: 1_780_000_000_000,
            expiresAtMs: remaining < 0 ? nil : 1_800_000_000_000)
    }

    func entry(_ fact: Fact) -> JournalEntry {
        JournalEntry(
            id: operation(2), kiosk: "xuhui-1", tap: operation(1), tappedAtMs: 1_790_000_000_000,
            recordedAtMs: 1_790_000_000_500, bootID: "boot", monotonicMs: 12_345, member: member, card: card,
            fact: fact)
    }

    func words(_ zh: String, _ en: String) -> Bilingual { Bilingual(zh: zh, en: en) }

    func operation(_ number: UInt8) -> OperationID { OperationID(uuid(number)) }

    func uuid(_ last: UInt8) -> UUID { UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, last)) }
}
