import Testing

@testable import HubStore

/// For what the hub waits, from facts alone.
@Suite struct WaitingTests {
    /// In parts of the time after which a kiosk is not waited for, which is 24 of them.
    @Test(
        arguments: [
            // Never heard of: there is nothing to wait for.
            (nil, true, 12, 12), (nil, false, 12, 12),
            // It has told everything that it had done by then.
            (10, true, 12, 10), (12, true, 12, 12), (13, true, 12, 12),
            // It was not heard of since, or holds back what it has written.
            (10, false, 12, -12), (2, true, 36, 12), (2, false, 36, 12), (2, true, 12, 2),
        ] as [(Int64?, Bool, Int64, Int64)])
    func `A hold that ran out is given back once its kiosk has told what it did, or is silent for too long`(
        _ heard: Int64?, _ isUpToDate: Bool, _ now: Int64, _ through: Int64
    ) {
        let part = HubStoreLimits.silentKioskMs / 24
        let release = HoldRelease(heardAtMs: heard.map { $0 * part }, isUpToDate: isUpToDate)
        #expect(release.throughMs(nowMs: now * part) == through * part)
    }

    @Test func `A kiosk has cleared a version when the line is here that it had written when it held it`() {
        var barrier = FeedBarrier(heldVersion: 5, clearedVersion: 5, awaited: nil)
        func raised(_ epoch: String, _ sequence: Int64) -> Bool { barrier.raise(epoch: epoch, sequence: sequence) }
        func cleared(_ lastSequence: Int64) -> Bool { barrier.clear(lastSequence: lastSequence) }
        #expect(!raised("a", 9), "it holds nothing new")
        barrier.heldVersion = 7
        #expect(raised("a", 9))
        barrier.heldVersion = 8
        #expect(!raised("b", 1), "one at a time")
        #expect(!cleared(8) && barrier.clearedVersion == 5)
        #expect(cleared(9) && barrier.clearedVersion == 7 && barrier.awaited == nil)
        #expect(!cleared(10))
        #expect(raised("b", 0) && cleared(0) && barrier.clearedVersion == 8)
    }

    @Test(
        arguments: [
            (nil, nil, nil), (nil, 9, 9), (9, nil, nil), (9, 12, 12), (12, 9, 9),
            // Due and not run yet.
            (4, nil, 4), (5, nil, 5), (4, 9, 4), (4, 3, 3),
        ] as [(Int64?, Int64?, Int64?)])
    func `A night that is due and was not run stays due`(_ before: Int64?, _ next: Int64?, _ due: Int64?) {
        #expect(Nights.dueMs(before: before, next: next, nowMs: 5) == due)
    }
}
