import Documents
import Loyalty
import PolicyFile
import Testing
import Vocabulary

/// Policies as four kinds of owners write them from nothing, and what the check says of each.
@Suite struct OwnerPolicyTests {
    typealias Change = PolicyBreaks.Change

    private static func head(_ version: String, _ more: String = "") -> String {
        "version: \(version)\nname: \(version) 会员规则\neffectiveFrom: 2026-01-01\nzone: Asia/Shanghai\n\(more)"
    }

    /// One shop for nails: a half-price second, a day of the week, a service along with another.
    static let nails =
        head("willow-1") + """
            items:
              plain: {name: 纯色, kind: service, category: hands, price: ¥88, minutes: 50}
              cat-eye: {name: 猫眼, kind: service, category: hands, price: ¥148, minutes: 80}
              strip: {name: 卸除, kind: service, category: hands, price: ¥25}
              plain-8: {name: 纯色八次卡, kind: package, category: cards, price: ¥560}
            points: {validity: 1 year to year end}
            earning: {per: ¥1, amounts: {all: {points: 1}}}
            tiers: {levels: {guest: {name: 会员}}}
            offers:
              pair: {name: 第二件半价, layer: item, group: day, scope: {items: [plain, cat-eye]},
                  effect: {kind: buyGet, buy: 1, free: 1, percent: 5折}}
              wednesday: {name: 周三 8 折, layer: item, group: day, conditions: {when: {weekdays: [wednesday]}},
                  scope: {categories: [hands]}, effect: {kind: percentOff, percent: 8折}}
              free-strip: {name: 做指甲免卸除, layer: item, priority: 10, scope: {items: [strip]}, threshold: {from: ¥88,
                  scope: {items: [plain, cat-eye]}}, effect: {kind: percentOff, percent: 100%}}
            storedValue: {topUps: {t300: {name: 充 300 送 20, from: ¥300, gift: ¥20}}}
            packages: {plain-8: {sessions: {plain: 8}, validity: forever}}

            """

    /// Some shops together: tiers with prices, a members' day, large top-ups.
    static let chain =
        head("harbour-2", "region: {maximumPerCard: ¥30000}\n") + """
            items:
              cut: {name: {zh: 剪发, en: Cut}, kind: service, category: hair, price: ¥98, minutes: 40}
              colour: {name: {zh: 染发, en: Colour}, kind: service, category: hair, price: ¥580, minutes: 120}
              serum: {name: {zh: 精华, en: Serum}, kind: product, category: goods, price: ¥260}
              colour-6: {name: {zh: 染发六次卡, en: Six colours}, kind: package, category: cards, price: ¥2880}
            points: {validity: 12 months to month end}
            earning: {per: ¥10, amounts: {spend: {points: 10}}, actions: {friend: {action: referral, name: 推荐,
                points: 300, coupon: newcomer, limit: 5 per month}}}
            tiers:
              window: rolling 12 months
              levels:
                plain: {name: 普通}
                silver: {name: 银卡, reach: {spend: ¥1000}}
                gold: {name: 金卡, reach: {spend: ¥4000}, earning: 150%}
            offers:
              eighth: {name: 会员日 8 折, layer: bill, conditions: {when: {weekdays: [thursday]}},
                  scope: {kinds: [service]}, effect: {kind: percentOff, percent: 8折}}
              silver: {name: 会员价, layer: tier, conditions: {tiers: [silver]}, scope: {kinds: [service]},
                  effect: {kind: percentOff, percent: 9折}}
              gold: {name: 会员价, layer: tier, conditions: {tiers: [gold]}, scope: {kinds: [service]},
                  effect: {kind: percentOff, percent: 85折}, excludes: [eighth]}
              newcomer: {name: 新友券, layer: coupon, threshold: {from: ¥150}, effect: {kind: amountOff,
                  amount: ¥30}, coupon: {validity: 30 days}}
            storedValue: {order: principalFirst, topUps: {t2000: {name: 充 2000, from: ¥2000, gift: ¥200},
                t10000: {name: 充 10000, from: ¥10000, gift: ¥2000}}}
            packages: {colour-6: {sessions: {colour: 6}, validity: 18 months, transferable: true}}

            """

    /// A clinic: devices that earn nothing, privileges with limits, an offer for an age with its reason.
    static let clinic =
        head("juniper-3", "region: {maximumPerCard: ~}\n") + """
            items:
              light: {name: 光子, kind: service, category: light, price: ¥1180, minutes: 40}
              lift: {name: 射频紧致, kind: service, category: device, price: ¥16800, minutes: 100}
              advice: {name: 面诊, kind: fee, category: fee, price: ¥60}
              light-4: {name: 光子四次, kind: package, category: cards, price: ¥3980}
            points: {validity: 2 years to year end, pendingDays: 7}
            earning: {per: ¥1, amounts: {device: {points: 0, scope: {categories: [device]}}, other: {points: 1}}}
            tiers:
              window: rolling 12 months
              downgrade: oneLevel
              levels:
                friend: {name: 朋友}
                member: {name: 会员, reach: {spend: ¥6000, visits: 5}, privileges: [{kind: invitation, id: talk,
                    name: 护肤讲座, limit: 4 per year}]}
                vip: {name: 贵宾, reach: {spend: ¥40000}, stay: {spend: ¥25000}, privileges: [{kind: consultant,
                    name: 专属顾问}]}
            offers:
              young: {name: 青年 95 折, layer: bill, conditions: {age: 18-24}, scope: {categories: [light]},
                  effect: {kind: percentOff, percent: 95折}}
              back: {name: 久别回来, layer: bill, conditions: {awayDays: 200}, threshold: {from: ¥900},
                  scope: {categories: [device]}, effect: {kind: amountOff, amount: ¥150}}
            moneyOff: {points: 100, money: ¥1, minimumPoints: 1000, maximumShare: 30%}
            packages: {light-4: {sessions: {light: 4}, validity: 18 months}}
            fairness: {age: 青年护肤计划}

            """

    /// A beauty parlour with one discount for goods and one for care in each tier.
    static let parlour =
        head("lotus-4") + """
            items:
              care: {name: 护理, kind: service, category: care, price: ¥168}
              cream: {name: 面霜, kind: product, category: goods, price: ¥220}
            tiers:
              levels:
                none: {name: 散客}
                plain: {name: 普卡, reach: {spend: ¥900}}
                silver: {name: 银卡, reach: {spend: ¥3600}}
            offers:
              plain-goods: {name: 会员折扣, layer: tier, conditions: {tiers: [plain]}, scope: {kinds: [product]},
                  effect: {kind: percentOff, percent: 95折}}
              plain-care: {name: 会员折扣, layer: tier, conditions: {tiers: [plain]}, scope: {kinds: [service]},
                  effect: {kind: percentOff, percent: 8折}}
              silver-goods: {name: 会员折扣, layer: tier, conditions: {tiers: [silver]}, scope: {kinds: [product]},
                  effect: {kind: percentOff, percent: 88折}}
              silver-care: {name: 会员折扣, layer: tier, conditions: {tiers: [silver]}, scope: {kinds: [service]},
                  effect: {kind: percentOff, percent: 6折}}
            rewards:
              gift-care: {name: 节日护理, kind: service, item: care, tierPrices: {silver: {points: 0}},
                  perMember: 4 per year, when: {festivals: [new-year, mid-autumn]}}

            """

    /// What the check says of each, in Chinese and English: nothing where it is right.
    static let verdicts: [(name: String, text: String, change: Change?, zh: [String], en: [String])] = [
        ("nails", nails, nil, [], []), ("chain", chain, nil, [], []), ("clinic", clinic, nil, [], []),
        ("parlour", parlour, nil, [], []),
        (
            "nails with 80% for 8折", nails, Change(from: "percent: 8折", to: "percent: 80%"),
            ["减去 80%，顾客只付 20%；若是要打 8折，请写 8折 或 20%；若确实如此，请写 2折，就不再提醒"],
            [
                "takes 80% off and leaves 20% to pay; if 8折 is meant, write 8折 or 20%; if it is meant so, write 2折, "
                    + "and nothing more is said"
            ]
        ),
        (
            "nails with a card nobody can buy", nails,
            Change(from: "  plain-8: {name: 纯色八次卡, kind: package", to: "  plain-9: {name: 纯色九次卡, kind: package"),
            [
                "是次卡（package），但 packages 里没有写它包含几次",
                "缺少这一项，items 里也没有同编号、kind 为 package 的项目",
            ],
            ["missing, and no item of kind package has this id"]
        ),
        (
            "chain without its region", chain, Change(from: "region: {maximumPerCard: ¥30000}\n", to: ""),
            ["超过一张卡的上限 ¥5,000；上限由 region.maximumPerCard 设定（不写就是 ¥5,000，~ 为不限）"],
            ["a card holds at most ¥5,000: see region.maximumPerCard, which is ¥5,000 unless it is set; ~ for no bound"]
        ),
        (
            "clinic without its reason", clinic, Change(from: "fairness: {age: 青年护肤计划}\n", to: ""),
            ["属于受保护的条件，而 fairness.age 没有写理由"], ["is protected, and fairness.age gives no reason"]
        ),
        (
            "parlour with a tier too low", parlour, Change(from: "spend: ¥3600", to: "spend: ¥360"),
            ["低于下一级 plain 的要求；门槛要逐级升高", "达到它就同时达到更高的等级，所以没有人会停在这一级"],
            ["is less than the lower tier plain asks for; thresholds must ascend"]
        ),
    ]

    @Test(arguments: verdicts.indices)
    func `An owner's policy passes or fails for the right reason`(_ index: Int) throws {
        let verdict = Self.verdicts[index]
        let outcome = PolicyBreaks.outcome(try verdict.change?.applied(to: verdict.text) ?? verdict.text)
        let said = (outcome.problems + outcome.warnings).map(\.fault.words)
        #expect(Set(said.map(\.zh)).isSubset(of: verdict.zh), "\(verdict.name): \(said)")
        #expect(Set(said.map(\.en)).isSuperset(of: verdict.en), "\(verdict.name): \(said)")
        #expect(said.isEmpty == verdict.zh.isEmpty, "\(verdict.name): \(said)")
    }

    /// 2 × ¥88 on a Wednesday: the second at half price leaves ¥132, a fifth off leaves ¥140.80.
    @Test func `The nail shop's bill comes to what its owner would work out`() throws {
        let policy = PolicyBreaks.outcome(Self.nails).value
        let text =
            "{\"at\": \"2026-03-11T15:00:00+08:00\", \"ask\": {\"kind\": \"bill\", \"store\": \"s\", \"lines\": "
            + "[{\"item\": \"plain\", \"quantity\": 2}, {\"item\": \"strip\"}]}}"
        let book = PolicyBook([policy])
        let answer = try CaseFile.decode(text, file: "case", policy: policy.version, book: book)
            .answer(under: policy, book: book)
        #expect(answer.result.first?.zh == "应付 ¥132：原价 ¥201，优惠 ¥69")
    }
}
