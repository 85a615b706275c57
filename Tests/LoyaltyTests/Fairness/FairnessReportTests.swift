import Foundation
import Seeds
import Vocabulary
@testable import Loyalty
import Testing

@Suite struct FairnessReportTests {
    private let salon = FairnessSalon()

    private func distribution(
        _ attribute: FairnessAttribute, _ report: FairnessReport
    ) throws -> FairnessReport.Distribution {
        try #require(report.distributions.first { $0.attribute == attribute })
    }

    @Test func `Groups, figures, gap and cause of a small salon`() throws {
        let members =
            (0..<6).map { _ in FairnessSalon.member(born: 1955) }
            + (0..<5).map { _ in FairnessSalon.member(born: 1990) }
            + [FairnessSalon.member(born: 1990, segments: ["regular"])]
        let report = try salon.report(members)
        let ages = try distribution(.age, report)
        #expect(ages.groups.map(\.band.id) == ["35-44", "65+"])
        #expect(
            ages.groups[0].figures
                == .init(
                    count: 6, min: 38_200, p25: 39_900, median: 39_900, p75: 39_900, max: 39_900, mean: 39_617))
        #expect(ages.groups[1].figures?.mean == 34_900)
        // 5000 off for the old, 1700 off for one young one of six: 283.33.
        #expect(ages.gap?.fen == 4717)
        #expect(
            ages.gap?.causes == [PriceCause(rule: "senior", fen: 5000), PriceCause(rule: "regulars", fen: -283)])
        #expect(try distribution(.sex, report).groups.map(\.band.id) == ["unknown"])
        #expect(try distribution(.sex, report).gap == nil)
    }

    @Test func `The words name the gap, its cause and the reason`() throws {
        let members =
            (0..<5).map { _ in FairnessSalon.member(born: 1955) }
            + (0..<5).map { _ in FairnessSalon.member(born: 1990) } + [FairnessSalon.member(born: 2015)]
        let report = try salon.report(members)
        let age = report.derivation.steps.filter { $0.rule == "fairness.age" || $0.rule == "senior" }.map(\.words)
        #expect(
            age.map(\.zh) == [
                "年龄 0-17 岁：为保护隐私不显示（每组至少 5 人，否则可推算出个人价格）",
                "年龄 35-44 岁：为保护隐私不显示（每组至少 5 人，否则可推算出个人价格）",
                "年龄 65 岁及以上：5 人，平均 ¥349；最低 ¥349，四分位 ¥349、¥349、¥349，最高 ¥349",
            ])
        let whole = try salon.report(Array(members.dropLast())).derivation.steps.map(\.words)
        #expect(
            whole.map(\.zh).contains("年龄：35-44 岁组平均 ¥399，65 岁及以上组平均 ¥349，相差 ¥50"), "\(whole.map(\.zh))")
        #expect(whole.map(\.zh).contains("差距中的 ¥50 来自“长者优惠”"))
        #expect(whole.map(\.zh).contains("“长者优惠”与年龄有关，理由：敬老"))
        #expect(
            whole.map(\.en).contains("age: group 35-44 pays ¥399 on average, group 65 or more pays ¥349, a gap of ¥50"))
        #expect(whole.map(\.en).contains("¥50 of the difference comes from “senior”"))
        #expect(whole.map(\.en).contains("“senior” depends on age, because: respect for the elderly"))
    }

    @Test func `A group of four is hidden, and so is the next one that would give it away`() throws {
        let four = (0..<4).map { _ in FairnessSalon.member(sex: .male) }
        let six = (0..<6).map { _ in FairnessSalon.member(sex: .female) }
        let seven = (0..<7).map { _ in FairnessSalon.member() }
        let three = try distribution(.sex, salon.report(four + six + seven))
        #expect(three.groups.map { $0.figures?.count } == [nil, nil, 7])
        #expect(three.gap == nil)
        let alone = try distribution(.sex, salon.report(four))
        #expect(alone.groups.map { $0.figures?.count } == [nil])
        let twoSmall = try distribution(.sex, salon.report(four + Array(six.prefix(4)) + seven))
        #expect(twoSmall.groups.map { $0.figures?.count } == [nil, nil, 7])
        let enough = try distribution(.sex, salon.report(Array(six.prefix(5)) + seven))
        #expect(enough.groups.map { $0.figures?.count } == [5, 7])
        #expect(enough.gap?.causes.first?.rule == "ladies")
    }

    @Test func `Bands begin on the birthday and on the day of joining`() throws {
        func age(_ year: Int, _ month: Int, _ day: Int) throws -> String {
            var member = FairnessSalon.member()
            member.person?.birthday = Birthday(year: year, month: month, day: day)
            return try distribution(.age, salon.report([member])).groups[0].band.id
        }
        #expect(try age(2008, 11, 22) == "0-17")
        #expect(try age(2008, 11, 21) == "18-24")
        #expect(try age(1961, 11, 22) == "55-64")
        #expect(try age(1961, 11, 21) == "65+")
        #expect(try age(2026, 11, 22) == "unknown")
        func tenure(_ joined: String) throws -> String {
            try distribution(.tenure, salon.report([FairnessSalon.member(joined: joined)])).groups[0].band.id
        }
        #expect(try tenure("2025-11-22") == "0")
        #expect(try tenure("2025-11-21") == "1-2")
        #expect(try tenure("2023-11-21") == "3-4")
        #expect(try tenure("2021-11-21") == "5+")
        #expect(try tenure("2027-01-01") == "0")
    }

    @Test func `Nobody makes an empty report, an unknown item an error`() throws {
        #expect(try salon.report([]).distributions.allSatisfy { $0.groups.isEmpty && $0.gap == nil })
        var question = FairnessSalon.question
        question.item = "massage"
        #expect(throws: RuleError.unknown(kind: "item", id: "massage")) {
            try question.quote(for: MemberAccount(), salon.policy)
        }
        question = FairnessSalon.question
        question.minuteOfDay = 1440
        #expect(throws: RuleError.self) { try question.bill(for: MemberAccount(), salon.policy) }
        var later = salon.policy
        later.effectiveFromMs = FairnessSalon.question.atMs(.shanghai) + 1
        #expect(throws: RuleError.beforePolicy(atMs: later.effectiveFromMs - 1, zone: .shanghai)) {
            try FairnessSalon.question.quote(for: MemberAccount(), later)
        }
    }

    @Test func `The bill is of that minute of the store's day, with the coupons that count then`() throws {
        var member = FairnessSalon.member()
        let noon = try ms("2026-11-21T12:00+08:00")
        for (id, from, to, left) in [
            ("b", noon, nil, 1), ("a", noon - 1, noon + 1, 1), ("early", noon + 1, nil, 1), ("late", 0, noon, 1),
            ("used", 0, nil, 0),
        ] as [(String, Int64, Int64?, Int64)] {
            let coupon = Coupon(
                id: id, offer: "thanks", issuedAtMs: from, expiresAtMs: to, usesLeft: left, source: "s")
            member.coupons.add(coupon, id: id)
        }
        let bill = try FairnessSalon.question.bill(for: member, salon.policy)
        #expect(bill.atMs == noon)
        #expect(bill.coupons == ["a", "b"])
        #expect(bill.lines == [Bill.Line(item: "facial", unitPrice: 39_900)])
        var policy = salon.policy
        policy.zone = try storeZone("Europe/Berlin")
        let spring = FairnessQuestion(item: "facial", day: try day("2026-03-29"), minuteOfDay: 600, store: "main")
        #expect(try spring.bill(for: member, policy).atMs == ms("2026-03-29T10:00+02:00"))
    }

    @Test func `Where all groups pay the same it is said so`() throws {
        let members = [1990, 1955].flatMap { year in (0..<5).map { _ in FairnessSalon.member(born: year) } }
        var policy = salon.policy
        policy.offers.removeAll { $0.id == "senior" }
        var survey = FairnessSurvey(FairnessSalon.question, policy)
        for member in members { survey.add(try FairnessSalon.question.quote(for: member, policy), of: member) }
        let gap = try #require(try distribution(.age, survey.report).gap)
        #expect(gap.fen == 0 && gap.causes.isEmpty)
        #expect(gap.derivation.steps.map(\.words.en) == ["age: the groups pay the same on average"])
    }

    @Test func `Points that pay a part make nothing cheaper`() throws {
        let members = (0..<5).map { _ in FairnessSalon.member(sex: .male) }
        var survey = FairnessSurvey(FairnessSalon.question, salon.policy)
        for member in members {
            var quote = try salon.quote(member)
            (quote.pointsUsed, quote.pointsOff, quote.payable) = (100, 1000, quote.payable - 1000)
            survey.add(quote, of: member)
        }
        let report = survey.report
        #expect(try distribution(.sex, report).groups[0].figures?.mean == 39_900)
    }

    @Test func `Fractions of a fen are given out by largest remainder`() throws {
        // 3 of 7 women are regulars (1700 each), no man of 6 is; all women have 3333 off and 67 by rounding.
        let women = (0..<7).map { FairnessSalon.member(sex: .female, segments: $0 < 3 ? ["regular"] : []) }
        let men = (0..<6).map { _ in FairnessSalon.member(sex: .male) }
        let gap = try #require(try distribution(.sex, salon.report(women + men)).gap)
        #expect(gap.causes.reduce(0) { $0 + $1.fen } == gap.fen)
        #expect(gap.causes.map(\.rule) == ["ladies", "regulars", "stacking.roundBillToFen"])
        #expect(gap.causes.map(\.fen) == [3333, 729, 67])
        #expect(gap.fen == 4129)
    }
}

@Suite struct FairnessOracleTests {
    private let salon = FairnessSalon()

    @Test(arguments: Seeds.first(200, of: 2000))
    func `A naive count agrees`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let members = FairnessSalon.randomMembers(&random)
        let report = try salon.report(members)
        #expect(report.members == members.count)
        for distribution in report.distributions {
            var groups: [String: [Quote]] = [:]
            for member in members {
                let quote = salon.quoteByHand(try FairnessSalon.question.bill(for: member, salon.policy), member)
                groups[try band(distribution.attribute, member), default: []].append(quote)
            }
            #expect(Set(distribution.groups.map(\.band.id)) == Set(groups.keys), "seed \(seed)")
            expectHidden(distribution, groups, seed)
            for group in distribution.groups where group.figures != nil {
                expectFigures(group, groups[group.band.id] ?? [], seed)
            }
            try expectGap(distribution, groups, seed)
        }
    }

    private func band(_ attribute: FairnessAttribute, _ member: MemberAccount) throws -> String {
        guard let person = member.person else { return "unknown" }
        func years(since date: DateComponents) throws -> Int {
            let calendar = gregorian("UTC")
            let from = try #require(calendar.date(from: date))
            let to = try #require(calendar.date(from: DateComponents(year: 2026, month: 11, day: 21)))
            return try #require(calendar.dateComponents([.year], from: from, to: to).year)
        }
        switch attribute {
        case .sex: return person.sex?.rawValue ?? "unknown"
        case .age:
            guard let birthday = person.birthday else { return "unknown" }
            let age = try years(since: .init(year: birthday.year, month: birthday.month, day: birthday.day))
            switch age {
            case ..<18: return "0-17"
            case ..<25: return "18-24"
            case ..<35: return "25-34"
            case ..<45: return "35-44"
            case ..<55: return "45-54"
            case ..<65: return "55-64"
            default: return "65+"
            }
        case .tenure:
            let (year, month, day) = StoreZone.shanghai.day(atMs: person.joinedAtMs).components
            let count = try years(since: .init(year: year, month: month, day: day))
            return count < 1 ? "0" : count < 3 ? "1-2" : count < 5 ? "3-4" : "5+"
        }
    }

    /// Whatever is hidden is small or the next to it, and hides five or nobody; nothing large is hidden besides.
    private func expectHidden(
        _ distribution: FairnessReport.Distribution, _ groups: [String: [Quote]], _ seed: UInt64
    ) {
        let sizes = distribution.groups.map { (groups[$0.band.id]?.count ?? 0, $0.figures == nil) }
        #expect(sizes.allSatisfy { $0.0 >= 5 || $0.1 }, "seed \(seed)")
        let hidden = sizes.filter(\.1).map(\.0)
        let small = sizes.map(\.0).filter { $0 < 5 }
        #expect(hidden.isEmpty || hidden.reduce(0, +) >= 5 || hidden.count == sizes.count, "seed \(seed)")
        let large = hidden.filter { $0 >= 5 }
        #expect(large.count <= (!small.isEmpty && small.reduce(0, +) < 5 ? 1 : 0), "seed \(seed)")
        #expect(large.allSatisfy { size in sizes.allSatisfy { $0.1 || $0.0 >= size } }, "seed \(seed)")
    }

    private func expectFigures(_ group: FairnessReport.Group, _ quotes: [Quote], _ seed: UInt64) {
        let prices = quotes.map { ($0.list - $0.discount - $0.roundedOff).fen }
        /// The least price that so many in a hundred pay at most.
        func quantile(_ percent: Int) -> Int64? {
            prices.filter { price in 100 * prices.count { $0 <= price } >= percent * prices.count }.min()
        }
        let mean = (Decimal(prices.reduce(0, +)) / Decimal(prices.count) + Decimal(0.5)) as NSDecimalNumber
        let figures = group.figures
        #expect(figures?.count == prices.count && figures?.min == prices.min() && figures?.max == prices.max())
        #expect(figures?.p25 == quantile(25) && figures?.median == quantile(50) && figures?.p75 == quantile(75))
        #expect(figures?.mean == Int64(floor(mean.doubleValue)), "seed \(seed)")
    }

    private func expectGap(
        _ distribution: FairnessReport.Distribution, _ groups: [String: [Quote]], _ seed: UInt64
    ) throws {
        let shown = distribution.groups.filter { $0.figures != nil }.map(\.band.id)
        guard shown.count >= 2 else {
            #expect(distribution.gap == nil)
            return
        }
        let gap = try #require(distribution.gap)
        func mean(_ id: String, _ figure: (Quote) -> Int64) -> Double {
            let quotes = groups[id] ?? []
            return Double(quotes.reduce(0) { $0 + figure($1) }) / Double(quotes.count)
        }
        let means = shown.map { mean($0) { $0.payable.fen } }
        let widest = (means.max() ?? 0) - (means.min() ?? 0)
        #expect(abs(Double(gap.fen) - widest) <= 0.500001, "seed \(seed)")
        #expect(abs(mean(gap.dearest.id) { $0.payable.fen } - mean(gap.cheapest.id) { $0.payable.fen } - widest) < 1e-6)
        #expect(gap.causes.reduce(0) { $0 + $1.fen } == gap.fen, "seed \(seed)")
        #expect(gap.causes.map(\.fen) == gap.causes.map(\.fen).sorted(by: >), "seed \(seed)")
        for rule in salon.policy.offers.map(\.id) + ["stacking.roundBillToFen"] {
            func off(_ quote: Quote) -> Int64 {
                rule == "stacking.roundBillToFen"
                    ? quote.roundedOff.fen
                    : quote.applied.filter { $0.offer == rule }.reduce(0) { $0 + $1.discount.fen }
            }
            let exact = mean(gap.cheapest.id, off) - mean(gap.dearest.id, off)
            let stated = gap.causes.first { $0.rule == rule }?.fen ?? 0
            #expect(abs(Double(stated) - exact) < 1.000001, "seed \(seed) \(rule): \(stated), \(exact)")
        }
    }
}
