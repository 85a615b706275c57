import Foundation
import HubAPI
import HubStore
import Loyalty
import Testing
import Vocabulary

@testable import Hub

/// Why something cannot be done, as programs and people get it.
@Suite struct RefusalTests {
    private static let refusals: [Refusal] =
        (CardID("04A1B2C3D4E5F6-1").map(ofCard) ?? [])
        + [
            .cardUIDIsRandom, .cardUIDIsOurs, .reasonMissing, .entryOfKiosk, .entryOfNight, .entryOfReceiver,
            .mergeUnknown, .idReserved("night-1"), .idTaken("a"), .entryDiffers("a"), .entryAhead(atMs: 0),
            .entryTooLate(atMs: 0), .policyChanged(inForce: "a", named: "b"), .quoteChanged(now: 1, told: 2),
            .heldByKiosk(Amount(points: Points(3), money: Money(fen: 4))), .receiverMissing,
            .rule(Bilingual(zh: "积分不足", en: "not enough points")), .incidentClosed(.explained),
            .incidentClosed(.resolved), .notAnAdvance, .entryNotPending(nil), .entryNotPending(.posted),
            .entryNotPending(.voided), .tokenRevoked("A"), .policyPublished("a"), .salonExists, .policyTooSmall("a"),
            .clockBeforeProgram(wallMs: 0), .entriesChanged,
        ] + [ClaimFacts.Status.handedOver, .cancelled, .returned, .forfeited, .reversed].map { .claimOver($0) }

    private static func ofCard(_ card: CardID) -> [Refusal] {
        [
            .cardNotSuspected(card, .blocked), .cardReplaced(card), .cardForked(card), .cardOfOtherMember(card),
            .plasticInUse(card),
        ] + [CardFacts.Status.issuing, .active, .blocked, .closed].map { .cardIs(card, $0) }
    }

    @Test func `Every refusal has a code of its own and words in two languages`() {
        let codes = Self.refusals.map(\.code)
        #expect(codes.count == 43)
        for refusal in Self.refusals {
            #expect(refusal.code.wholeMatch(of: /[a-z]+(-[a-z]+)*|claim-handedOver/) != nil, "\(refusal.code)")
            #expect(refusal.words.zh.contains { $0 >= "\u{4E00}" && $0 <= "\u{9FFF}" }, "\(refusal)")
            #expect(!refusal.words.en.contains { $0 >= "\u{4E00}" && $0 <= "\u{9FFF}" }, "\(refusal)")
            #expect(refusal.words.en != refusal.code)
        }
        // Two that differ only in their state share one.
        #expect(Set(codes).count >= codes.count - 3)
    }

    @Test(arguments: [
        (HubStoreError.refused(.claimOver(.handedOver)), 409, "conflict", "claim-handed-over", "这份礼遇之前已经交付。"),
        (.notFound(.kiosk("a")), 404, "not-found", "kiosk-unknown", "没有自助机 a"),
        (.limit(.cardsOfMember(most: 8)), 429, "limit", "too-many-cards", "一位会员最多 8 张卡"),
    ])
    func `A problem says which refusal it is beside the code that it always had`(
        _ error: HubStoreError, _ status: Int, _ code: String, _ inner: String, _ zh: String
    ) throws {
        let problem = Problem(error)
        #expect(problem.status == status && problem.code == code)
        let refusal = try #require(problem.refusal)
        #expect(refusal.code == inner && refusal.zh == zh && problem.detail.hasSuffix("Nothing was changed."))
    }

    @Test func `A problem without a refusal has no key for it, and clients read both`() throws {
        let old = Problem(status: 403, code: "forbidden", title: "This token may not do that", detail: "")
        let text = String(decoding: try JSONEncoder().encode(old), as: UTF8.self)
        #expect(!text.contains("refusal"))
        #expect(try JSONDecoder().decode(Problem.self, from: Data(text.utf8)) == old)
        let new = try JSONEncoder().encode(Problem.forbidden)
        #expect(try JSONDecoder().decode(Problem.self, from: new) == .forbidden)
    }

    private static let problems: [Problem] =
        [
            .notFound, .unauthorized, .forbidden, .otherMethods([.get]), .tooLarge(1), .tooSlow, .incomplete,
            .unclearQuery, .storeFailed, .invalidJSON(CancellationError()),
        ] + [HubStoreError.empty, .damaged(table: "a", row: "b"), .clock("")].map { Problem($0) }

    @Test(arguments: problems) func `A problem that nothing makes more exact says its title in two languages`(
        _ problem: Problem
    ) throws {
        let refusal = try #require(problem.refusal)
        #expect(refusal.code == problem.code && refusal.en == problem.title)
        #expect(refusal.zh.contains { $0 >= "\u{4E00}" && $0 <= "\u{9FFF}" })
    }
}
