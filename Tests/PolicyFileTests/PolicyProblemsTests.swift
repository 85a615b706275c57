import Documents
import Loyalty
import PolicyFile
import Testing

/// What is said about a policy in which one thing is wrong: the line, the key, and words that help.
@Suite struct PolicyProblemsTests {
    typealias Change = PolicyBreaks.Change

    @Test(arguments: [
        Change(from: "version: yuerong-2026-1\n", to: "", says: "p:1:1: version: missing; allowed: a to z"),
        Change(from: "per: ¥100\n", to: "per: ¥0\n", says: "earning.per: ¥0 is out of range; allowed: ¥0.01 to"),
        Change(from: "per: ¥100\n", to: "per: 100\n", says: "100 is not an amount in yuan; did you mean ¥100?"),
        Change(from: "tax: 0%", to: "tax: 6", says: "items.deep-clean.tax: 6 is not a percentage; did you mean 6%?"),
        Change(
            from: "mode: proportional", to: "mode: propotional",
            says: "did you mean proportional?; allowed: proportional, block"),
        Change(from: "graceDays: 30", to: "graceDay: 30", says: "tiers.graceDay: unknown key; did you mean graceDays?"),
        Change(
            from: "effect: {kind: amountOff, amount: ¥50}", to: "effect: {kind: amountOff, amount: ¥50, times: 3}",
            says: "offers.spend-300-save-50.effect.times: unknown key here; it belongs to kind amountOffEvery or buyGet"
        ),
        Change(
            from: "item: head-spa\n", to: "item: headspa\n",
            says: "rewards.head-spa.item: there is no item headspa; did you mean head-spa?"),
        Change(
            from: "categories: [facial]", to: "categories: [facials]",
            says: "offers.member-day.scope.categories[0]: there is no category facials; did you mean facial?"),
        Change(
            from: "conditions: {tiers: [gold]}", to: "conditions: {tiers: [golden]}", says: "there is no tier golden"),
        Change(
            from: "tierPrices: {gold:", to: "tierPrices: {goldd:",
            says: "rewards.head-spa.tierPrices.goldd: there is no tier goldd"),
        Change(
            from: "excludes: [item-day]", to: "excludes: [item-days]",
            says: "there is no offer or group item-days; did you mean item-day?"),
        Change(
            from: "lineGroups: [item-day]", to: "lineGroups: [item-days]",
            says: "stacking.lineGroups[0]: there is no group item-days; did you mean item-day?"),
        Change(
            from: "limit: 3000 per day", to: "limit: 3000 per birthday", says: "earning.caps.per-day.limit: 3000 per"),
        Change(
            from: "coupon: thank-you, limit", to: "coupon: birthday, limit",
            says: "earning.actions.referral.coupon: there is no coupon birthday"),
        Change(from: "autoRedeem: ~", to: "autoRedeem: masks", says: "there is no reward masks; did you mean mask?"),
        Change(
            from: "sessions: {deep-clean: 10}", to: "sessions: {deepclean: 10}",
            says: "packages.facial-10.sessions.deepclean: there is no item"),
        Change(from: "festivals: []", to: "festivals: [spring-fest]", says: "there is no festival spring-fest"),
        Change(
            from: "        from: ~\n        through: ~", to: "        from: 2026-05-01\n        through: 2026-04-01",
            says: "when.through: lies before from"),
        Change(
            from: "from: ~\n        through: ~", to: "from: 2026-02-29\n        through: ~",
            says: "when.from: February 2026 has 28 days; allowed: a day as"),
        Change(
            from: "zone: Asia/Shanghai", to: "zone: Asia/Shangai",
            says: "Asia/Shangai is no time zone; did you mean Asia/Shanghai?"),
        Change(
            from: "topUpEarns: false", to: "topUpEarns: true",
            says: "earning.topUpEarns: the same money would earn twice"),
        Change(
            from: "age: ~\n", to: "age: 18-25\n", says: "conditions.age: is protected, and fairness.age gives no reason"
        ),
        Change(from: "warnDays: [30, 7]", to: "warnDays: [7, 30]", says: "tiers.warnDays: must be descending"),
        Change(from: "warnDays: [30, 7]", to: "warnDays: [7, 7]", says: "tiers.warnDays[1]: twice in the list"),
        Change(
            from: "  from: ¥300\n      quantity: 0", to: "  from: ¥0\n      quantity: 0",
            says: "threshold.from: asks for nothing"),
        Change(from: "  hydrating:\n", to: "  deep-clean:\n", says: "items.deep-clean: set twice; first in line"),
        Change(from: "maximumPoints: ~", to: "maximumPoints: -1", says: "moneyOff.maximumPoints: -1 is out of range"),
        Change(
            from: "  price: {points: 80, money: ¥0}\n    tierPrices: {}", to: "  tierPrices: {}",
            says: "rewards.mask.price: missing, and no tierPrices"),
    ])
    func `One thing wrong is said where it stands, in words that help`(_ change: Change) throws {
        let text = try change.applied(to: SampleFiles.text())
        let problems = PolicyBreaks.outcome(text).problems
        let said = problems.first { $0.description.contains(change.says) }
        #expect(said != nil, "\(problems)")
        #expect(problems.count == 1, "\(problems)")
        guard let said, !said.message.contains("missing"), !said.message.contains("set twice") else { return }
        // The line is the one that was changed.
        let line = text.split(separator: "\n", omittingEmptySubsequences: false)[said.line - 1]
        #expect(change.to.split(separator: "\n").contains { line.contains($0.drop { $0 == " " }) }, "\(said): \(line)")
    }

    @Test func `All of it is said at once, in the order of the file`() throws {
        var text = try SampleFiles.text()
        for (from, to) in [
            ("per: ¥100\n", "per: ¥0\n"), ("graceDays: 30", "graceDay: 30"), ("days: 30", "days: x"),
            ("mode: proportional", "mode: x"), ("item: head-spa\n", "item: nothing\n"),
        ] { text = try Change(from: from, to: to).applied(to: text) }
        let problems = PolicyBreaks.outcome(text).problems
        #expect(
            problems.map(\.key) == [
                "earning.mode", "earning.per", "tiers.graceDay", "rewards.head-spa.item", "claims.days",
            ])
        #expect(problems.map(\.line) == problems.map(\.line).sorted())
    }

    @Test func `A file that is not YAML is one problem, not a hundred`() {
        #expect(PolicyBreaks.outcome("version: [").problems.count == 1)
        #expect(PolicyBreaks.outcome("{", format: .json).problems.count == 1)
        #expect(PolicyBreaks.outcome("").problems.map(\.key).contains("version"))
    }

    @Test func `Hundreds of problems are counted, not listed`() {
        let keys = (0..<3000).map { "key\($0): 1" }.joined(separator: "\n")
        let problems = PolicyBreaks.outcome(keys).problems
        #expect(problems.count == 201 && problems.last?.message.hasSuffix("more problems") == true)
    }

    @Test func `A missing calendar is said by its own name`() throws {
        let outcome = PolicyFile.examine(try SampleFiles.text(), file: "/nowhere/p.yaml") {
            name throws(DocumentProblems) in
            try HolidayFile.read("/nowhere/\(name)")
        }
        #expect(outcome.problems.map(\.file) == ["/nowhere/../calendars/cn-2026.yaml"])
    }
}
