import Documents
import Loyalty
import PolicyFile
import Vocabulary

/// What came of a question about fairness, as a table and sentences, and as JSON.
struct FairnessAnswer {
    enum Found {
        case groups(FairnessReport)
        case member(String, PersonalisationEffect)
    }

    /// Entries that fail under the policy they were made under.
    struct Broken {
        private(set) var count = 0
        private(set) var first: String?

        mutating func note(_ entry: String) {
            count += 1
            first = first ?? entry
        }

        var words: Bilingual? {
            guard let first else { return nil }
            let fail = count == 1 ? "1 entry fails" : "\(count) entries fail"
            return Bilingual(
                zh: "有 \(count) 条记录在当时的规则下无法计算，未计入；第一条：\(first)",
                en: "\(fail) under the policy recorded; left out. The first: \(first)")
        }
    }

    private let question: FairnessQuestion
    private let policy: Policy
    private let found: Found
    private let broken: Broken

    init(_ question: FairnessQuestion, _ policy: Policy, _ found: Found, _ broken: Broken) {
        self.question = question
        self.policy = policy
        self.found = found
        self.broken = broken
    }

    private var item: Item? { policy.items[question.item] }
    private var time: String {
        let (hour, minute) = question.minuteOfDay.quotientAndRemainder(dividingBy: 60)
        return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }

    /// By offer, in the policy's order.
    private var reasons: Derivation {
        var derivation = Derivation()
        for offer in policy.offers { derivation.noteReasons(of: offer, policy) }
        return derivation
    }
}

// For people.
extension FairnessAnswer {
    func lines(_ language: Language) -> [String] {
        let list = Value.fen(item?.price ?? .zero).words[language]
        var lines = [
            Bilingual(
                zh: "\(item?.name.zh ?? "")（\(question.item)）标价 \(list)，\(question.store)，"
                    + "\(question.day) \(time)，规则 \(policy.version)",
                en: "\(item?.name.en ?? "") (\(question.item)), list price \(list), at \(question.store) on "
                    + "\(question.day) \(time) under \(policy.version)")[language],
            FairnessQuestion.assumption[language],
        ]
        if let words = broken.words { lines.append(words[language]) }
        switch found {
        case .groups(let report): lines += groups(report, language)
        case .member(let member, let effect):
            lines += ["\(member):"] + effect.derivation.steps.map { "  " + $0.words[language] }
        }
        return lines
    }

    private func groups(_ report: FairnessReport, _ language: Language) -> [String] {
        var lines = [
            Bilingual(
                zh: "\(report.members) 位会员各买一份时的价格",
                en: "what \(report.members) members would pay for one")[language]
        ]
        for distribution in report.distributions { lines += [""] + Self.table(distribution, language) }
        if report.distributions.contains(where: { $0.groups.contains { $0.figures == nil } }) {
            let least = FairnessReport.smallestShown
            lines += [
                "",
                Bilingual(
                    zh: "少于 \(least) 人的组不显示；若由其余各组可推算出来，次小的组也不显示。",
                    en: "Groups of fewer than \(least) are not shown, nor the next smallest where it would give "
                        + "them away.")[language],
            ]
        }
        return lines + [""] + protectedUses(language)
    }

    private func protectedUses(_ language: Language) -> [String] {
        let steps = reasons.steps
        guard !steps.isEmpty else {
            return [Bilingual(zh: "没有优惠看年龄、性别或职业。", en: "No offer looks at age, sex or occupation.")[language]]
        }
        let title = Bilingual(zh: "看年龄、性别或职业的优惠：", en: "Offers that look at age, sex or occupation:")
        return [title[language]] + steps.map { "  " + $0.words[language] }
    }

    private static func table(_ distribution: FairnessReport.Distribution, _ language: Language) -> [String] {
        let head = [
            distribution.attribute.name, Bilingual(zh: "人数", en: "members"), Bilingual(zh: "最低", en: "least"),
            Bilingual(zh: "下四分位", en: "quartile"), Bilingual(zh: "中位", en: "median"),
            Bilingual(zh: "上四分位", en: "quartile"), Bilingual(zh: "最高", en: "most"), Bilingual(zh: "平均", en: "mean"),
        ].map { $0[language] }
        var lines = [row(head)]
        for group in distribution.groups {
            let name = group.band.name[language]
            guard let figures = group.figures else {
                lines.append(row([name, Bilingual(zh: "不显示", en: "hidden")[language]]))
                continue
            }
            let prices = [figures.min, figures.p25, figures.median, figures.p75, figures.max, figures.mean]
            lines.append(row([name, "\(figures.count)"] + prices.map { Value.fen($0).words.en }))
        }
        let words = distribution.gap?.derivation.steps.map { $0.words[language] } ?? []
        return lines + words.prefix(1) + words.dropFirst().map { "  " + $0 }
    }

    private static func row(_ cells: [String]) -> String {
        Columns.row(cells, first: 18, others: 11)
    }
}

// For programs.
extension FairnessAnswer {
    var json: JSONText {
        var members: [JSONText.Member] = [
            .init("policy", .text(policy.version)), .init("item", .text(question.item)),
            .init("listFen", .number(item?.price.fen ?? 0)), .init("store", .text(question.store)),
            .init("day", .text(question.day.description)), .init("time", .text(time)),
            .init("broken", .number(Int64(broken.count))),
            .init(
                "assumes",
                .object([
                    .init("coupons", .text("all")), .init("points", .text("none")),
                    .init("words", AnswerText.bilingual(FairnessQuestion.assumption)),
                ])),
        ]
        switch found {
        case .groups(let report):
            members += [
                .init("members", .number(Int64(report.members))),
                .init("attributes", .list(report.distributions.map(Self.json))),
                .init("protectedUses", .list(policy.protectedUses.map(Self.json))),
            ]
        case .member(let member, let effect):
            members += [
                .init("member", .text(member)), .init("personalisedFen", .number(effect.personalised.fen)),
                .init("plainFen", .number(effect.plain.fen)), .init("savingFen", .number(effect.saving.fen)),
                .init("causes", Self.json(effect.causes)), .init("why", AnswerText.steps(effect.derivation.steps)),
            ]
        }
        return .object(members)
    }

    private static func json(_ distribution: FairnessReport.Distribution) -> JSONText {
        .object([
            .init("attribute", .text(distribution.attribute.rawValue)),
            .init("groups", .list(distribution.groups.map(json))),
            .init("gap", distribution.gap.map(json) ?? .null),
        ])
    }

    /// A group that is too small to be shown has no figures.
    private static func json(_ group: FairnessReport.Group) -> JSONText {
        func figures(_ figures: FairnessReport.Figures) -> JSONText {
            .object([
                .init("members", .number(Int64(figures.count))), .init("leastFen", .number(figures.min)),
                .init("p25Fen", .number(figures.p25)), .init("medianFen", .number(figures.median)),
                .init("p75Fen", .number(figures.p75)), .init("mostFen", .number(figures.max)),
                .init("meanFen", .number(figures.mean)),
            ])
        }
        return .object([
            .init("band", .text(group.band.id)), .init("name", AnswerText.bilingual(group.band.name)),
            .init("figures", group.figures.map(figures) ?? .null),
        ])
    }

    private static func json(_ gap: FairnessReport.Gap) -> JSONText {
        .object([
            .init("fen", .number(gap.fen)), .init("dearest", .text(gap.dearest.id)),
            .init("cheapest", .text(gap.cheapest.id)), .init("causes", json(gap.causes)),
            .init("why", AnswerText.steps(gap.derivation.steps)),
        ])
    }

    private static func json(_ causes: [PriceCause]) -> JSONText {
        .list(causes.map { .object([.init("rule", .text($0.rule)), .init("fen", .number($0.fen))]) })
    }

    private static func json(_ use: ProtectedUse) -> JSONText {
        .object([
            .init("offer", .text(use.offer)), .init("attribute", .text(use.attribute.rawValue)),
            .init("reason", use.reason.map(AnswerText.bilingual) ?? .null),
        ])
    }
}
