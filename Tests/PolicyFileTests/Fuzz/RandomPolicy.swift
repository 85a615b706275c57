import Documents
import Foundation
import Loyalty
import PolicyFile
import Vocabulary

/// The sample policy with many values changed, often to the limits, as far as its checks let them pass.
struct RandomPolicy {
    var text: String
    var policy: Policy

    private static let words: [(String, [String])] = [
        ("mode: proportional", ["mode: block"]), ("rounding: down", ["rounding: up", "rounding: half"]),
        ("basis: net", ["basis: list", "basis: netBeforePoints"]), ("withoutTax: false", ["withoutTax: true"]),
        ("tierUsed: before", ["tierUsed: after", "tierUsed: split"]),
        ("earnsOn: [cash, principal]", ["earnsOn: [cash, gift, package, points]", "earnsOn: []"]),
        ("topUpEarns: false", ["topUpEarns: true"]), ("autoRedeem: ~", ["autoRedeem: mask"]),
        ("window: rolling 12 months", ["window: calendarYear", "window: lifetime", "window: anniversary"]),
        ("upgrade: immediate", ["upgrade: nextPeriod"]), ("downgrade: oneLevel", ["downgrade: reassess"]),
        ("review: periodEnd", ["review: immediate", "review: monthEnd"]),
        ("graceToMonthEnd: false", ["graceToMonthEnd: true"]), ("floor: false", ["floor: true"]),
        ("order: proportional", ["order: principalFirst", "order: giftFirst"]),
        ("refund: ratio", ["refund: principalFirst"]), ("discount: share", ["discount: reevaluate"]),
        ("shortfall: debt", ["shortfall: withinBalance", "shortfall: onlyPending"]),
        ("restored: reverse", ["restored: reissue"]), ("couponsReturn: true", ["couponsReturn: false"]),
        ("giftsReturn: true", ["giftsReturn: false"]), ("unclaimed: giveBack", ["unclaimed: forfeit"]),
        ("credit: storedValueGift", ["credit: points", "credit: none"]), ("effect: clip", ["effect: reject"]),
        ("forever", ["1 days", "1 months"]), ("12 months to month end", ["forever", "1 days", "10 years"]),
        ("principalExpires: false", ["principalExpires: true"]), ("maximumPerCard: ¥5000", ["maximumPerCard: ~"]),
        ("coolingOffDays: 7", ["coolingOffDays: 0"]), ("transferable: false", ["transferable: true"]),
        ("partialCredit: false", ["partialCredit: true"]), ("base: running", ["base: list"]),
        ("{kind: amountOff, amount: ¥50}", ["{kind: amountOffEvery, every: ¥0.01, amount: ¥0.01}"]),
        ("{kind: amountOff, amount: ¥30}", ["{kind: fixedPrice, price: ¥1}"]),
        ("Asia/Shanghai", ["Pacific/Apia", "America/St_Johns", "Asia/Urumqi"]),
        ("effectiveFrom: 2026-01-01", ["effectiveFrom: 1971-01-01", "effectiveFrom: 9998-01-01"]),
    ]
    private static let money = ["¥0", "¥0.01", "¥0.99", "¥7", "¥10000", "¥9999999999.99", "¥10000000000"]
    private static let shares = ["0%", "0.01%", "33.33%", "99.99%", "100%", "10000%"]
    private static let counts = ["0", "1", "2", "7", "365", "10000", "1000000000000"]

    /// The sample itself.
    static func sample() throws -> RandomPolicy {
        RandomPolicy(text: try SampleFiles.text(), policy: try SampleFiles.policy())
    }

    /// - Returns: the sample where hardly a change held.
    static func make(seed: UInt64) throws -> RandomPolicy {
        var random = SeededGenerator(seed: seed)
        let sample = try SampleFiles.text().replacing("yuerong-2026-1", with: "fuzz")
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var lines = sample
        let density = Int.random(in: 2...40, using: &random)
        for index in lines.indices where !lines[index].hasPrefix("#") {
            if Int.random(in: 0..<100, using: &random) < density { lines[index] = changed(lines[index], &random) }
        }
        // Only the line that is complained about is put back, then a random half of the rest.
        for attempt in 0..<12 {
            let text = lines.joined(separator: "\n")
            let outcome = try examine(text)
            if outcome.problems.isEmpty { return RandomPolicy(text: text, policy: outcome.value) }
            for problem in outcome.problems where lines.indices.contains(problem.line - 1) {
                lines[problem.line - 1] = sample[problem.line - 1]
            }
            guard attempt >= 3 else { continue }
            for index in lines.indices where Bool.random(using: &random) { lines[index] = sample[index] }
        }
        let text = sample.joined(separator: "\n")
        return RandomPolicy(text: text, policy: try examine(text).get())
    }

    static func examine(_ text: String) throws -> DocumentFile.Outcome<Policy> {
        let calendar = SampleFiles.folder.appending(path: "../calendars/cn-2026.yaml").path
        return PolicyFile.examine(text, file: "p") { _ throws(DocumentProblems) in try HolidayFile.read(calendar) }
    }

    private static func changed(_ line: String, _ random: inout SeededGenerator) -> String {
        var line = line
        for (from, to) in words where line.contains(from) {
            line = line.replacing(from, with: to.randomElement(using: &random) ?? from)
        }
        func some(_ values: [String]) -> String { values.randomElement(using: &random) ?? "0" }
        line.replace(/¥[0-9.]+/) { _ in some(money) }
        line.replace(/[0-9.]+%/) { _ in some(shares) }
        line.replace(/(: )([0-9]+)(,|}|$)/) { ": " + some(counts) + $0.3 }
        return line
    }
}
