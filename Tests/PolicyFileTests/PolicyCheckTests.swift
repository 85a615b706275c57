import Documents
import Loyalty
import PolicyFile
import Testing
import Vocabulary

/// Contradictions and unreachable rules, each put into the sample, which has none.
@Suite struct PolicyCheckTests {
    typealias Change = PolicyBreaks.Change

    private func remarks(_ change: Change) throws -> (problems: [String], warnings: [String]) {
        let outcome = PolicyBreaks.outcome(try change.applied(to: SampleFiles.text()))
        return (outcome.problems.map(\.description), outcome.warnings.map(\.description))
    }

    private static let bill = "  member-day:\n"

    private static func offer(_ text: String) -> Change {
        Change(from: bill, to: "  extra:\n    name: {zh: 加, en: Extra}\n    \(text)\n" + bill)
    }

    /// An offer that one member may have so often on an occasion.
    private static func limited(_ when: String, _ limit: String) -> Change {
        offer(
            "layer: bill\n    priority: 99\n    conditions: {when: {\(when)}, perMember: \(limit)}\n"
                + "    effect: {kind: amountOff, amount: ¥1}")
    }

    static let errors: [(Change, String)] = [
        (
            Change(from: "reach: {spend: ¥5000}", to: "reach: {spend: ¥1999}"),
            "tiers.levels.gold.reach.spend: is less than the lower tier silver"
        ),
        (
            Change(from: "reach: {spend: ¥20000}", to: "reach: {spend: ¥5000}"),
            "tiers.levels.gold.reach: whatever reaches it reaches a higher tier too"
        ),
        (Change(from: "      reach: {spend: ¥20000}\n", to: ""), "tiers.levels.diamond: nothing reaches it"),
        (
            Change(from: "reach: {spend: ¥20000}", to: "reach: {visits: 373}"),
            "tiers.levels.diamond.reach: nobody can reach it"
        ),
        (
            Change(
                from: "factor: 200%",
                to: "factor: 100%"), "earning.campaigns.holiday-double.factor: changes nothing"
        ),
        (
            Change(
                from: "  visits:\n    come-in",
                to:
                    "    also-double: {name: {zh: 又, en: Also}, factor: 180%, when: {dayKinds: [publicHoliday], "
                    + "weekdays: [monday]}}\n  visits:\n    come-in"
            ),
            "earning.campaigns.also-double: can never win: holiday-double"
        ),
        (
            Change(
                from: "  # Dated multipliers.",
                to: "    masks: {points: 5, scope: {categories: [masks]}}\n  # Dated multipliers."),
            "earning.amounts.masks: never used"
        ),
        (
            Change(from: "limit: 3000 per day, effect: clip", to: "limit: 150 per day, effect: reject"),
            "earning.actions.referral.points: never given"
        ),
        (
            Change(from: "from: ¥500\n      points: 50", to: "from: ¥500\n      points: 0"),
            "earning.bonuses.over-500.points: gives nothing"
        ),
        (
            Change(from: "pendingDays: 0", to: "pendingDays: 400"),
            "points.validity: points lapse before they can be used"
        ),
        (
            Change(from: "percent: 15%, cap: ~}", to: "percent: 0%, cap: ~}"),
            "offers.member-day.effect.percent: 0% takes nothing off"
        ),
        (
            Change(from: "weekdays: [tuesday]", to: "weekdays: [tuesday], through: 2025-12-31"),
            "offers.member-day.conditions.when.through: ends on 31 Dec 2025"
        ),
        (
            Change(from: "weekdays: [tuesday]", to: "weekdays: [tuesday], from: 2026-05-06, through: 2026-05-08"),
            "offers.member-day.conditions.when: no day from its first"
        ),
        (
            Change(from: "scope: {categories: [facial]}", to: "scope: {categories: [facial], except: [facial]}"),
            "offers.member-day.scope: no item"
        ),
        (
            offer(
                "layer: bill\n    group: bill-offer\n    threshold: {from: ¥400}\n"
                    + "    scope: {kinds: [service], except: [medical]}\n    effect: {kind: amountOff, amount: ¥50}"
            ),
            "offers.extra: can never win: spend-300-save-50"
        ),
        (
            offer(
                "layer: bill\n    scope: {kinds: [service], except: [medical]}\n"
                    + "    effect: {kind: percentOff, percent: 10%}"
            ),
            "priority: ties with"
        ),
        (
            offer(
                "layer: bill\n    excludes: [extra]\n    effect: {kind: percentOff, percent: 10%}\n"
                    + "    priority: 5"),
            "offers.extra.excludes: it excludes itself"
        ),
        (
            offer(
                "layer: item\n    priority: 5\n    scope: {items: [mask]}\n"
                    + "    effect: {kind: fixedPrice, price: ¥28}"),
            "offers.extra.effect.price: no item in scope costs more"
        ),
        (
            offer(
                "layer: item\n    priority: 5\n    conditions: {firstPurchase: true, awayDays: 90}\n"
                    + "    effect: {kind: amountOff, amount: ¥5}"
            ),
            "offers.extra.conditions.awayDays: nobody has stayed away"
        ),
        (
            Change(from: "order: [item, bill, coupon, tier]", to: "order: [item, bill, coupon, coupon]"),
            "stacking.order"
        ),
        (Change(from: "    item: head-spa\n", to: "    item: mask\n"), "rewards.head-spa.item: mask is no service"),
        (
            Change(from: "limit: 3000 per day, effect: clip", to: "limit: 300 ever, effect: clip"),
            "rewards.facial.price: nobody can have so many points: the caps allow 300"
        ),
        (Change(from: "maximumPoints: ~", to: "maximumPoints: 9"), "moneyOff.maximumPoints: is less than one step"),
        (Change(from: "from: ¥3000", to: "from: ¥1000"), "storedValue.topUps.topup-3000.from: ties with topup-1000"),
        (
            Change(from: "from: ¥3000", to: "from: ¥6000"),
            "storedValue.topUps.topup-3000.from: a card holds at most ¥5,000"
        ),
        (
            Change(from: "sessions: {deep-clean: 10}", to: "sessions: {mask: 10}"),
            "packages.facial-10.sessions.mask: is no service"
        ),
    ]

    /// A policy of two offers only, so that nothing else decides. Items: a ¥100 (x), b ¥50 (y), c ¥10 (z, a product).
    private static func pair(_ first: String, _ second: String, calendar: String = "[]") -> String {
        """
        version: mini
        name: {zh: 小, en: Mini}
        effectiveFrom: 2026-01-01
        zone: Asia/Shanghai
        holidays: \(calendar)
        items:
          a: {name: {zh: 甲, en: A}, kind: service, category: x, price: ¥100}
          b: {name: {zh: 乙, en: B}, kind: service, category: y, price: ¥50}
          c: {name: {zh: 丙, en: C}, kind: product, category: z, price: ¥10}
        tiers: {levels: {one: {name: {zh: 普, en: One}}}}
        offers:
          aa: {name: {zh: 一, en: One}, layer: bill, \(first)}
          bb: {name: {zh: 二, en: Two}, layer: bill, \(second)}

        """
    }

    private static func gift(_ points: Int) -> String {
        "group: g, effect: {kind: gift, gift: {kind: points, points: \(points)}}"
    }

    private static func off(_ percent: Int, _ more: String) -> String {
        "effect: {kind: percentOff, percent: \(percent)%}\(more.isEmpty ? "" : ", ")\(more)"
    }

    static let pairs: [(String, String, String)] = [
        // A wider scope with more off; the cheapest beside all; more points.
        (
            off(20, "group: g, priority: 1, scope: {kinds: [service]}"),
            off(10, "group: g, priority: 2, scope: {categories: [x]}"), "offers.bb: can never win: aa"
        ),
        (
            off(50, "group: g"), "group: g, priority: 2, effect: {kind: cheapestOff, percent: 50%}",
            "offers.bb: can never win: aa"
        ),
        (gift(100), gift(10), "offers.bb: can never win: aa"), (gift(10), gift(100), "offers.aa: can never win: bb"),
        (
            "group: g, effect: {kind: amountOffEvery, every: ¥100, amount: ¥10}",
            "group: g, priority: 2, threshold: {from: ¥100}, effect: {kind: amountOff, amount: ¥10}",
            "offers.bb: can never win: aa"
        ),
        // The narrower is taken where both are the same.
        (off(20, "group: g, priority: 3"), off(20, "group: g, scope: {categories: [x]}"), ""),
        // Half of the dearer category's cheapest may be more than half of the cheapest of all.
        (
            "group: g, effect: {kind: cheapestOff, percent: 50%}",
            "group: g, scope: {categories: [x]}, effect: {kind: cheapestOff, percent: 50%}", ""
        ),
        // E19: amounts on scopes that overlap.
        (
            "scope: {categories: [x, y]}, effect: {kind: amountOff, amount: ¥5}",
            "scope: {categories: [y, z]}, effect: {kind: amountOff, amount: ¥10}", "offers.bb.priority: ties with aa"
        ),
        (
            "scope: {categories: [x, y]}, threshold: {from: ¥300}, effect: {kind: amountOff, amount: ¥5}",
            "scope: {categories: [y, z]}, threshold: {from: ¥300}, effect: {kind: amountOff, amount: ¥10}", ""
        ),
        (off(10, "scope: {categories: [x, y]}"), off(20, "scope: {categories: [y, z]}"), ""),
        (off(10, ""), "effect: {kind: amountOff, amount: ¥10}", "offers.bb.priority: ties with aa"),
        // A workday is no day off, and 七夕 never the national day; a Sunday is a day off, and 七夕 may be a workday.
        (
            off(10, "conditions: {when: {dayKinds: [workday]}}"),
            "conditions: {when: {dayKinds: [dayOff]}}, effect: {kind: amountOff, amount: ¥10}", ""
        ),
        (
            off(10, "conditions: {when: {festivals: [qixi]}}"),
            "conditions: {when: {festivals: [national-day]}}, effect: {kind: amountOff, amount: ¥10}", ""
        ),
        (
            off(10, "conditions: {when: {weekdays: [sunday]}}"),
            "conditions: {when: {dayKinds: [dayOff]}}, effect: {kind: amountOff, amount: ¥10}",
            "offers.bb.priority: ties with aa"
        ),
        (
            off(10, "conditions: {when: {festivals: [qixi]}}"),
            "conditions: {when: {dayKinds: [workday]}}, effect: {kind: amountOff, amount: ¥10}",
            "offers.bb.priority: ties with aa"
        ),
        (
            off(10, "conditions: {when: {hours: [\"22:00-02:00\"]}}"), off(20, "group: g"),
            "22:00-02:00 goes over midnight, where another day begins; write it as two: 22:00-24:00 and 00:00-02:00"
        ),
    ]

    @Test(arguments: pairs)
    func `Offers that can never win, and ties, are found, and nothing else`(
        _ first: String, _ second: String, _ says: String
    ) throws {
        let problems = PolicyBreaks.outcome(Self.pair(first, second)).problems.map(\.description)
        if says.isEmpty {
            #expect(problems == [])
        } else {
            #expect(problems.count == 1 && problems.allSatisfy { $0.contains(says) }, "\(problems)")
        }
    }

    @Test func `A year without an arrangement is told where rules ask for kinds of days`() throws {
        let (one, two) = (Self.off(10, "conditions: {when: {dayKinds: [workday]}}"), Self.off(20, "priority: 2"))
        func holidays(_ text: String) throws -> [String] {
            try RandomPolicy.examine(text).warnings.map(\.description).filter { $0.contains("arrangement") }
        }
        let told = try holidays(Self.pair(one, two))
        #expect(told.count == 1 && told.allSatisfy { $0.contains("no file has the arrangement of 2026") })
        #expect(told.allSatisfy { $0.contains("offers.aa") })
        #expect(try holidays(Self.pair(two, two.replacing("priority: 2", with: "priority: 3"))) == [])
        #expect(try holidays(SampleFiles.text()) == [])
        let later = try SampleFiles.text().replacing("effectiveFrom: 2026-01-01", with: "effectiveFrom: 2027-01-01")
        #expect(try holidays(later).count == 1)
        #expect(try holidays(later).allSatisfy { $0.contains("offers.happy-hours") && $0.contains("of 2027") })
    }

    @Test func `A tier by points that the caps never let anybody have is told`() throws {
        for (metric, period) in [("pointsEarned", "in the window"), ("activePoints", "before they lapse")] {
            let change = Change(from: "reach: {spend: ¥20000}", to: "reach: {\(metric): 50000}")
            let text = try change.applied(to: SampleFiles.text())
            let cap = Change(from: "per-day: {limit: 3000 per day", to: "per-day: {limit: 1000 per month")
            let problems = PolicyBreaks.outcome(try cap.applied(to: text)).problems.map(\.description)
            #expect(problems.contains { $0.contains("tiers.levels.diamond.reach: nobody can reach it") }, "\(problems)")
            let warnings = PolicyBreaks.outcome(try cap.applied(to: text)).warnings.map(\.description)
            #expect(warnings.contains { $0.contains("the caps allow") && $0.contains(period) }, "\(warnings)")
            #expect(PolicyBreaks.outcome(text).problems.isEmpty, "3000 a day are enough")
        }
    }

    @Test(arguments: errors)
    func `What cannot be meant so is a problem`(_ change: Change, _ says: String) throws {
        let (problems, _) = try remarks(change)
        #expect(problems.contains { $0.contains(says) }, "\(problems)")
    }

    static let warnings: [(Change, String)] = [
        (
            limited("birthday: {daysBefore: 7}", "1 per year"),
            "offers.extra.conditions.perMember: one birthday may lie in two years and then counts twice; 1 per birthday"
        ),
        (limited("birthday: {daysAfter: 7}", "2 per month"), "one birthday may lie in two months"),
        (
            limited("from: 2026-12-24, through: 2027-01-06", "1 per year"),
            "from 24 Dec 2026 to 6 Jan 2027 are two years, and each counts by itself; 1 ever counts them as one"
        ),
        (limited("from: 2026-06-24, through: 2026-07-06", "3 per month"), "are two months"),
        (limited("hours: ['22:00-24:00', '00:00-02:00']", "1 per day"), "midnight parts the night in two days"),
        (
            Change(from: "stay: {spend: ¥4000}", to: "stay: {spend: ¥5001}"),
            "tiers.levels.gold.stay.spend: staying asks for more"
        ),
        (
            Change(
                from: "classic: {name: {zh: 普通会员, en: Classic}}",
                to: "classic: {name: {zh: 普通会员, en: Classic}, reach: {spend: ¥1}}"),
            "tiers.levels.classic.reach: everybody has"
        ),
        (
            Change(from: "age: ~\n  sex: ~", to: "age: {zh: 因, en: Why}\n  sex: ~"),
            "fairness.age: gives a reason, but no offer"
        ),
        (
            Change(
                from: "limit: 3000 per day, effect: clip}",
                to: "limit: 3000 per day, effect: clip}\n    month: {limit: 2000 per month, effect: clip}"),
            "earning.caps.per-day: never bites: month"
        ),
        (
            Change(from: "gold: {points: 800}", to: "gold: {points: 950}"),
            "rewards.facial.tierPrices.gold: is dearer than for the lower tier silver"
        ),
        (
            Change(from: "price: ¥380\n", to: "price: ¥304\n"),
            "packages.facial-10.price: its sessions cost no more"
        ),
        (
            Change(from: "points: 10\n  money: ¥1\n", to: "points: 1\n  money: ¥4\n"),
            "moneyOff.money: the points for a bill are worth"
        ),
    ]

    @Test(arguments: warnings)
    func `What is odd is a warning, not a problem`(_ change: Change, _ says: String) throws {
        let (problems, warnings) = try remarks(change)
        #expect(problems == [])
        #expect(warnings.contains { $0.contains(says) }, "\(warnings)")
    }

    @Test func `A coupon that no rule gives to anybody is told`() throws {
        var text = try SampleFiles.text()
        for _ in 0..<2 { text = try Change(from: "coupon: thank-you", to: "coupon: ~").applied(to: text) }
        // A bonus without anything to give would be a problem of its own.
        text = try Change(from: "from: ¥1500, coupon: ~", to: "from: ¥1500, points: 1").applied(to: text)
        let outcome = PolicyBreaks.outcome(text)
        #expect(outcome.problems == [])
        #expect(outcome.warnings.contains { $0.description.contains("offers.thank-you.coupon: no rule gives it") })
    }

    /// Programs can make policies that no document can say; the check must tell, not trap.
    @Test func `Impossible figures are told, whatever they are`() throws {
        var policy = PolicyBreaks.outcome(try SampleFiles.text()).value
        policy.points.pendingDays = .max
        policy.points.validity = .days(.max)
        policy.tiers.window = .rollingMonths(.max)
        policy.earning.perFen = 0
        policy.earning.caps = [EarningCap(id: "c", limit: Limit(count: .max, period: .day), effect: .clip)]
        policy.offers[0].effect = .buyGet(buy: .max, free: .max, basisPoints: .max, times: .max)
        policy.offers[1].effect = .amountOffEvery(every: 0, off: .min, times: 0)
        policy.tiers.tiers.append(policy.tiers.tiers[1])
        policy.storedValue.topUps[0].fromFen = .max
        let paths = Set(PolicyCheck.findings(policy).filter { $0.severity == .error }.map(\.path))
        #expect(paths.isSuperset(of: ["earning.per", "offers.spend-300-save-50.effect.buy", "tiers.levels.silver"]))
        policy.tiers.tiers = []
        #expect(PolicyCheck.findings(policy).contains { $0.path == "tiers.levels" })
    }
}
