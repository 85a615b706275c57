internal import Loyalty
package import Vocabulary

/// A first policy for a small salon, to be changed by its owner, and a first case to try it with.
package enum FirstPolicy {
    /// - Parameters:
    ///   - day: from which it is in force, such as 2026-01-01.
    ///   - file: its name, for the commands that its comments show.
    package static func text(_ language: Language, from day: String, file: String) -> String {
        let template = language == .zh ? chinese : english
        return template.replacing("DAY", with: day).replacing("YEAR", with: day.prefix(4)).replacing("FILE", with: file)
    }

    /// The name of the case beside a policy: `salon.case.json` beside `salon.yaml`.
    package static func caseFile(beside file: String) -> String {
        let ending = [".yaml", ".yml", ".json"].first { file.hasSuffix($0) } ?? ""
        return file.dropLast(ending.count) + ".case.json"
    }

    /// A member who bought a package and paid in, and a bill on the day after.
    package static func caseText(from day: String) -> String {
        let next = Day(day)?.adding(days: 1).description ?? day
        return firstCase.replacing("DAY", with: day).replacing("NEXT", with: next)
    }

    private static let chinese = """
        # 会员规则。一个文件是一个版本：发布以后不再改；要改规则，另存一份，换 version 和 effectiveFrom。
        #   检查：kioskctl policy check FILE --words zh
        #   试算：kioskctl policy explain --policy FILE --words zh 案例.json（用 kioskctl policy new --case 可得一个案例）
        # 编号只用小写字母、数字和 -，以后不要改；名称随意。标点用半角（: , { } [ ]），缩进用空格。
        version: my-salon-YEAR-1
        name: 我的美甲店会员规则          # 也要英文时写 {zh: 中文, en: English}，下面的名称也一样
        effectiveFrom: DAY
        zone: Asia/Shanghai
        region: {maximumPerCard: ¥5000}   # 一张卡最多存多少本金；请与律师确认

        # 价目表。kind：service 服务，product 产品，package 次卡。category 由您自定，规则可以按它来分。
        items:
          gel: {name: 单色美甲, kind: service, category: nails, price: ¥98, minutes: 60}
          french: {name: 法式美甲, kind: service, category: nails, price: ¥158, minutes: 90}
          removal: {name: 卸甲, kind: service, category: nails, price: ¥30, minutes: 20}
          oil: {name: 指缘油, kind: product, category: goods, price: ¥39}
          gel-10: {name: 单色美甲十次卡, kind: package, category: cards, price: ¥780}

        # 积分：每消费 ¥1 得 1 分，到第二年年底过期。
        points: {validity: 1 year to year end}
        earning:
          per: ¥1
          amounts: {every: {points: 1}}
          actions:
            review: {action: feedback, name: 写点评, points: 20, limit: 1 per month}

        # 等级：第一级人人都有；一年内消费满 ¥2000 升金卡，金卡积分 1.5 倍。
        tiers:
          window: rolling 12 months
          levels:
            member: {name: 会员}
            gold: {name: 金卡, reach: {spend: ¥2000}, earning: 150%}

        # 优惠。打折写 8折，或写减去多少（20%）。同一个 group 里只用最合算的一个。
        offers:
          tuesday:
            name: 周二会员日 8 折
            layer: item
            group: nails-day
            conditions: {when: {weekdays: [tuesday]}}
            scope: {categories: [nails]}
            effect: {kind: percentOff, percent: 8折}
          gold:
            name: 金卡 9 折
            layer: item
            group: nails-day
            conditions: {tiers: [gold]}
            scope: {categories: [nails]}
            effect: {kind: percentOff, percent: 9折}

        # 积分能换什么。
        rewards:
          free-gel: {name: 单色美甲一次, kind: service, item: gel, price: {points: 980}}

        # 储值：充多少送多少。
        storedValue:
          topUps:
            t500: {name: 充 500 送 50, from: ¥500, gift: ¥50}

        # 次卡：编号与价目表里的相同，名称和价格就用那里的。
        packages:
          gel-10: {sessions: {gel: 10}, validity: 24 months}

        """

    private static let english = """
        # Members' rules. One file is one version: once published it is never changed. To change a rule, copy the file
        # and give it another version and effectiveFrom.
        #   check:  kioskctl policy check FILE
        #   try:    kioskctl policy explain --policy FILE --words en CASE.json  (kioskctl policy new --case writes one)
        # Ids take a to z, 0 to 9 and -, and are never changed; names are free.
        version: my-salon-YEAR-1
        name: My salon's rules            # in two languages: {zh: 中文, en: English}; so with all names below
        effectiveFrom: DAY
        zone: Asia/Shanghai
        region: {maximumPerCard: ¥5000}   # principal on one card; ask a lawyer

        # The price list. kind: service, product, package. A category is what rules can take together.
        items:
          gel: {name: Gel manicure, kind: service, category: nails, price: ¥98, minutes: 60}
          french: {name: French manicure, kind: service, category: nails, price: ¥158, minutes: 90}
          removal: {name: Removal, kind: service, category: nails, price: ¥30, minutes: 20}
          oil: {name: Cuticle oil, kind: product, category: goods, price: ¥39}
          gel-10: {name: Ten gel manicures, kind: package, category: cards, price: ¥780}

        # One point for each ¥1 paid, until the end of the next year.
        points: {validity: 1 year to year end}
        earning:
          per: ¥1
          amounts: {every: {points: 1}}
          actions:
            review: {action: feedback, name: Review, points: 20, limit: 1 per month}

        # Everybody has the first tier; ¥2000 spent within a year reach gold, which earns half as much again.
        tiers:
          window: rolling 12 months
          levels:
            member: {name: Member}
            gold: {name: Gold, reach: {spend: ¥2000}, earning: 150%}

        # Offers. percent is what is off, or as 8折 what is left to pay. Of one group only the best is applied.
        offers:
          tuesday:
            name: Tuesday 20% off
            layer: item
            group: nails-day
            conditions: {when: {weekdays: [tuesday]}}
            scope: {categories: [nails]}
            effect: {kind: percentOff, percent: 20%}
          gold:
            name: Gold 10% off
            layer: item
            group: nails-day
            conditions: {tiers: [gold]}
            scope: {categories: [nails]}
            effect: {kind: percentOff, percent: 10%}

        # What points buy.
        rewards:
          free-gel: {name: A gel manicure, kind: service, item: gel, price: {points: 980}}

        # Stored value: what is paid in, and what is given on top.
        storedValue:
          topUps:
            t500: {name: ¥500 and ¥50 on top, from: ¥500, gift: ¥50}

        # Packages have the id, name and price of their item on the price list.
        packages:
          gel-10: {sessions: {gel: 10}, validity: 24 months}

        """

    private static let firstCase = """
        {
          "at": "NEXTT15:00:00+08:00",
          "history": [
            {"id": "b-1", "at": "DAYT11:00:00+08:00", "kind": "bill", "store": "main", "lines": [{"item": "gel-10"}]},
            {"id": "t-1", "at": "DAYT11:05:00+08:00", "kind": "topUp", "paid": "¥500"}
          ],
          "ask": {
            "kind": "bill", "store": "main",
            "lines": [{"item": "french"}, {"item": "oil", "quantity": 2}]
          }
        }

        """
}
