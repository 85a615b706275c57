import HubAPI
import Vocabulary

/// Between kiosks and the hub.
extension WireSamples {
    var position: HubPosition { HubPosition(hubEpoch: "e-1", lastSequence: 7, lastHash: "00FF") }

    var uplink: [WireSample] {
        [
            WireSample(
                "upload-request",
                UploadRequest(
                    storeEpoch: "5f0c2a1e-0000-4000-8000-000000000001",
                    entries: [
                        UploadedEntry(
                            sequence: 1, previousHash: "00", hash: "FF", body: #"{"id":"x","text":"悦容 \\ /"}"#)
                    ])),
            WireSample(
                "receipt",
                Receipt(
                    position: position, held: [operation(2)],
                    refused: RefusedLine.Code.allCases.enumerated().map { index, code in
                        RefusedLine(sequence: Int64(index), code: code, message: "why")
                    })),
            WireSample(
                "hold-answer-granted",
                HoldAnswer(
                    position: position, granted: true, refusal: nil, expiresAtMs: 1_790_000_600_000,
                    lifetimeSeconds: 600)),
            WireSample(
                "hold-answer-refused",
                HoldAnswer(
                    position: position, granted: false, refusal: .insufficient, expiresAtMs: nil,
                    lifetimeSeconds: nil)),
            WireSample("hold-return", HoldReturn(card: card)),
            WireSample("acknowledgement", Acknowledgement(position: position)),
            WireSample("heartbeat", heartbeat),
            WireSample("remote-request-list", RemoteRequestList(position: position, requests: [remoteRequest])),
            WireSample("remote-answer", remoteAnswer),
            WireSample(
                "feed-page-all",
                FeedPage(
                    position: position, cursor: 12, more: false, asOfMs: 1_790_000_000_000, kiosk: kioskFacts,
                    policies: [policy(text: policyText), policy(text: nil)], members: [wholeMember],
                    removedMembers: [])),
            WireSample("policy-list", PolicyList(policies: [policy(text: policyText)])),
        ]
    }

    var heartbeat: Heartbeat {
        Heartbeat(
            version: "1.2.3", startedAtMs: 1_789_000_000_000, sentAtMs: 1_790_000_000_000,
            lastFrameAtMs: 1_789_999_999_000, screen: "welcome", reader: "ACS ACR1252", storeEpoch: "epoch",
            journalSequence: 9, notUploaded: 2, snapshotAsOfMs: 1_789_999_000_000, freeDiskBytes: 1 << 40,
            acknowledged: AcknowledgedLine(hubEpoch: "e-1", sequence: 7, hash: "00FF"))
    }

    var remoteRequest: RemoteRequest {
        RemoteRequest(id: "r-1", kind: .logs, sinceMs: 1_790_000_000_000, cursor: 5, follow: true)
    }

    var remoteAnswer: RemoteAnswer {
        RemoteAnswer(
            part: 0, lines: [#"{"event":"started"}"#], cursor: 6, skipped: [SkippedLine(cursor: 4, reason: "too long")],
            png: "iVBORw0KGgo=", done: true)
    }

    var kioskFacts: KioskFacts {
        KioskFacts(
            number: 7, salon: words("悦容美容", "Yuerong Beauty"), storeID: "xuhui", store: words("徐汇店", "Xuhui"),
            timeZone: "Asia/Shanghai")
    }

    private var policyText: PolicyText { PolicyText(document: "version: a\n", calendars: ["cn-2026": "days: []\n"]) }

    private func policy(text: PolicyText?) -> PolicyFacts {
        PolicyFacts(version: "a", effectiveFromMs: 1_767_225_600_000, sha256: policyText.sha256, text: text)
    }

    /// With all that the rules need to know.
    private var wholeMember: MemberFacts {
        var member = memberFacts
        var standing = StandingFacts(terms: 2, provenByStay: true)
        standing.joinedAtMs = 1_700_000_000_000
        standing.birthday = BirthdayFacts(reckoning: .lunar, month: 6, day: 15, isLeapMonth: true)
        (standing.tier, standing.sinceMs, standing.keptUntilMs) = ("gold", 1_760_000_000_000, 1_800_000_000_000)
        (standing.keptFromDay, standing.provenOnDay) = (20_400, 20_500)
        (standing.downgradeAtMs, standing.downgradeTo) = (1_800_000_000_000, "silver")
        (standing.upcoming, standing.upcomingFromMs) = ("black", 1_791_000_000_000)
        standing.byHand = HandSetTier(tier: "gold", throughDay: 20_900)
        standing.floor = "silver"
        var held = HeldTier(terms: 1, provenByStay: false)
        (held.tier, held.sinceMs, held.keptUntilMs) = ("silver", 1_750_000_000_000, 1_790_000_000_000)
        (held.keptFromDay, held.provenOnDay, held.floor) = (20_300, 20_350, "base")
        standing.below = [held]
        standing.asOfMs = 1_790_000_000_000
        standing.days = [QualifyingDay(day: 20_600, spend: 38_000, pointsEarned: 380, services: 2, bills: 1)]
        standing.uses = ["mask": [UsedDay(day: 20_600, times: 1)]]
        member.standing = standing
        return member
    }
}
