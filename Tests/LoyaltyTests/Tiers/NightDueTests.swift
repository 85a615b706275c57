import Loyalty
import Testing
import Vocabulary

@Suite struct NightDueTests {
    /// Every midnight before the one that is announced is tried.
    @Test(arguments: 0..<60 as Range<UInt64>)
    func `Nights before the next one that is due have nothing to do`(seed: UInt64) throws {
        var salon = RandomSalon(seed: seed)
        var account = MemberAccount()
        var due = 0
        for entry in salon.history(60) {
            _ = try? account.apply(entry, under: salon.policy)
            guard account.entries.count % 4 == 0, account.lastAtMs > .min else { continue }
            let now = account.lastAtMs
            let next = account.nextNight(afterMs: now, salon.policy)
            var day = salon.policy.zone.day(atMs: now).adding(days: 1)
            let end = min(next ?? day.adding(days: 60), day.adding(days: 60))
            while day < end {
                expectQuiet(day, account, salon.policy)
                day = day.adding(days: 1)
            }
            if next != nil { due += 1 }
        }
        #expect(due > 0)
    }

    private func expectQuiet(_ day: Day, _ account: MemberAccount, _ policy: Policy) {
        var after = account
        let entry = MemberEntry(
            id: "night \(day)", atMs: policy.zone.startMs(of: day), policy: policy.version, fact: .night(day))
        guard let outcome = try? after.apply(entry, under: policy) else { return }
        // A debt that an activated lot pays back is the purse's own work, at any moment.
        let postings = outcome.postings.filter { $0.kind != .repayment }
        #expect(postings.isEmpty && outcome.derivation.steps.isEmpty && outcome.tierChange == nil, "\(day): \(outcome)")
    }
}
