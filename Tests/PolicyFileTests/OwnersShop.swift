import Documents
import Loyalty
import PolicyFile

/// A nail bar's policy as its owner writes it: one language, every price once, 折.
enum OwnersShop {
    static let text = """
        version: petal-2026-1
        name: 花瓣美甲会员规则
        effectiveFrom: 2026-01-01
        zone: Asia/Shanghai
        items:
          gel: {name: 甲油胶, kind: service, category: hands, price: ¥120, minutes: 60}
          soak: {name: {zh: 卸甲, en: Soak off}, kind: service, category: hands, price: ¥40}
          gel-10: {name: 甲油胶十次卡, kind: package, category: cards, price: ¥960}
        points: {validity: 12 months}
        earning:
          per: ¥1
          amounts: {every: {points: 1}}
          actions:
            review: {action: feedback, name: {en: Review}, points: 20, limit: 1 per month}
        tiers:
          levels:
            guest: {name: 顾客}
        offers:
          tuesday:
            name: 周二优惠
            layer: item
            conditions: {when: {weekdays: [tuesday], hours: ["10:00-12:00"]}}
            scope: {items: [gel, soak]}
            effect: {kind: percentOff, percent: 8折}
        storedValue:
          topUps:
            t500: {name: 充五百, from: ¥500, gift: ¥50}
        packages:
          gel-10: {sessions: {gel: 10}, validity: 24 months}

        """

    static func outcome(_ change: PolicyBreaks.Change? = nil) throws -> DocumentFile.Outcome<Policy> {
        PolicyBreaks.outcome(try change?.applied(to: text) ?? text)
    }

    /// Everything that is said of it, problems before warnings.
    static func said(_ change: PolicyBreaks.Change) throws -> [DocumentProblem] {
        let outcome = try outcome(change)
        return outcome.problems + outcome.warnings
    }
}
