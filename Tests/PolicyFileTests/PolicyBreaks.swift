import Documents
import Foundation
import Loyalty
import PolicyFile
import Testing

/// The sample policy with one thing changed.
enum PolicyBreaks {
    struct Change: CustomTestStringConvertible {
        var from: String
        var to: String
        /// Part of what must be said about it; with the line.
        var says = ""

        var testDescription: String { to.isEmpty ? "without \(from)" : to }

        /// - Throws: when what is to be changed does not stand in the text.
        func applied(to text: String) throws -> String {
            let range = try #require(text.firstRange(of: from), "\(from) is not in the sample")
            return text.replacingCharacters(in: range, with: to)
        }
    }

    static func outcome(_ text: String, format: DocumentFile.Format = .yaml) -> DocumentFile.Outcome<Policy> {
        PolicyFile.examine(text, file: "p", format: format) { _ in HolidayCalendar() }
    }

    /// Refused by reader and schema alike.
    static let structural = [
        Change(from: "version: yuerong-2026-1\n", to: ""),
        Change(from: "effectiveFrom: 2026-01-01\n", to: ""),
        Change(from: "version: yuerong-2026-1", to: "version: Yuerong 2026"),
        Change(from: "currency: CNY", to: "currency: USD"),
        Change(from: "per: ¥100\n", to: "per: 10000\n"),
        Change(from: "per: ¥100\n", to: "per: ¥1e2\n"),
        Change(from: "per: ¥100\n", to: "per: ￥100\n"),
        Change(from: "price: ¥380\n", to: "price: ¥380.5\n"),
        Change(from: "price: ¥380\n", to: "price: ¥-380\n"),
        Change(from: "tax: 0%", to: "tax: 0"),
        Change(from: "minutes: 60", to: "minutes: 0"),
        Change(from: "minutes: 60", to: "minutes: sixty"),
        Change(from: "mode: proportional", to: "mode: proportinal"),
        Change(from: "earnsOn: [cash, principal]", to: "earnsOn: [cash, cash]"),
        Change(from: "earnsOn: [cash, principal]", to: "earnsOn: cash"),
        Change(from: "topUpEarns: false", to: "topUpEarns: 0"),
        Change(from: "window: rolling 12 months", to: "window: rolling 12 years"),
        Change(from: "validity: 12 months to month end", to: "validity: a year"),
        Change(from: "limit: 1 per day", to: "limit: 1 per week"),
        Change(from: "effect: {kind: amountOff, amount: ¥50}", to: "effect: {kind: amountOff, percent: 50%}"),
        Change(
            from: "effect: {kind: amountOff, amount: ¥50}", to: "effect: {kind: percentOff, percent: 10%, times: 3}"),
        Change(from: "effect: {kind: amountOff, amount: ¥50}", to: "effect: {amount: ¥50}"),
        Change(from: "hours: [\"10:00-12:00\"]", to: "hours: [\"10:00\"]"),
        Change(from: "searchLimit: 12", to: "searchLimit: 13"),
        Change(from: "order: [item, bill, coupon, tier]", to: "order: [item, bill, coupon]"),
        Change(from: "graceDays: 30", to: "graceDay: 30"),
        Change(from: "kind: other, price: {points: 200}", to: "kind: other, item: mask, price: {points: 200}"),
        Change(from: "sessions: {deep-clean: 10}", to: "sessions: {}"),
        Change(from: "en: Classic", to: "en: ''"),
        Change(from: "{zh: 普通会员, en: Classic}", to: "{}"),
        Change(from: "{zh: 普通会员, en: Classic}", to: "[普通会员]"),
        Change(from: "percent: 15%, cap: ~}", to: "percent: 10折, cap: ~}"),
        Change(from: "percent: 15%, cap: ~}", to: "percent: 0.8, cap: ~}"),
        Change(from: "percent: 15%, cap: ~}", to: "percent: 八五, cap: ~}"),
        Change(from: "stay: {spend: ¥1500, visits: 8}", to: "stay:"),
        Change(from: "warnDays: [30, 7]", to: "warnDays:"),
        Change(from: "tierPrices: {}", to: "tierPrices:"),
    ]

    /// Taken by reader and schema alike.
    static let harmless = [
        Change(from: "effectiveFrom: 2026-01-01", to: "effectiveFrom: 2026-01-01 06:00"),
        Change(from: "per: ¥100\n", to: "per: ¥100.00\n"),
        Change(from: "tax: 0%", to: "tax: 6.25%"),
        Change(from: "window: rolling 12 months", to: "window: rolling 400 days"),
        Change(from: "validity: 12 months to month end", to: "validity: 1 year to year end"),
        Change(from: "maximumPerCard: ¥5000", to: "maximumPerCard: ~"),
        Change(
            from: "effect: {kind: amountOff, amount: ¥50}",
            to: "effect: {kind: amountOffEvery, every: ¥300, amount: ¥50}"),
        Change(from: "  deposit: 20%\n", to: ""),
        Change(from: "fairness:\n  age: ~", to: "fairness:\n  age: {zh: 学生优惠, en: For students}"),
        Change(from: "stay: {spend: ¥1500, visits: 8}", to: "stay: {}"),
        Change(from: "{zh: 普通会员, en: Classic}", to: "普通会员"),
        Change(from: "{zh: 普通会员, en: Classic}", to: "{zh: 普通会员}"),
        Change(from: "percent: 15%, cap: ~}", to: "percent: 85折, cap: ~}"),
        Change(from: "percent: 15%, cap: ~}", to: "percent: 八五折, cap: ~}"),
        Change(from: "percent: 15%, cap: ~}", to: "percent: 8.5折, cap: ~}"),
        Change(from: "    shared: ~\n    price: ¥3040\n", to: ""),
    ]
}
