import KioskTesting
import Testing
import Vocabulary

@testable import HubStore

/// A mend says when entries of a member count. A hub that cannot read one any more books them where a wrong clock put
/// them.
@Suite struct FrozenMendTests {
    @Test func `A mend is written as it was, and read from that`() throws {
        let member = try #require(MemberID("01020304-0506-4708-890a-0b0c0d0e0f01"))
        let mend = Mend(
            id: HubEntryID.mend + "1", member: member, atMs: 1_790_000_000_000, policy: "yuerong-2026-1",
            entries: [.init("e-1", atMs: 1_780_000_000_000), .init("e-2", atMs: nil)],
            spends: [.init("01020304-0506-4708-890a-0b0c0d0e0f02", atMs: 1_780_000_000_005)])
        let kept = try FrozenText.kept("mend-1.json", newest: mend.body)
        #expect(mend.body == kept)
        #expect(Mend(id: mend.id, body: kept) == mend)
    }
}
