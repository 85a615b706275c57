import Documents
import Loyalty
import PolicyFile
import Vocabulary

/// Applies entries one by one, whatever is refused, and holds the account to what must always be true.
struct Stepper {
    struct Broken: Error, CustomStringConvertible {
        var description: String
    }

    private(set) var account = MemberAccount()
    private var posted: [LotCurrency: Int64] = [:]
    /// Those that made sense.
    private(set) var accepted: [MemberEntry] = []

    mutating func run(_ entries: [MemberEntry], _ book: PolicyBook) throws {
        for entry in entries { try step(entry, book) }
        try checkPurse()
    }

    private mutating func step(_ entry: MemberEntry, _ book: PolicyBook) throws {
        let before = (total(), account.bills.count, account.coupons.count, account.packages.count)
        let outcome: Outcome
        do throws(RuleError) {
            outcome = try account.apply(entry, under: try book.policy(version: entry.policy), detail: .proof)
        } catch {
            try Self.check(error.words, of: entry)
            let after = (total(), account.bills.count, account.coupons.count, account.packages.count)
            guard before == after else { throw Broken(description: "\(entry) failed (\(error)) and changed \(before)") }
            return
        }
        accepted.append(entry)
        for posting in outcome.postings { posted[posting.currency, default: 0] += posting.amount }
        if outcome.refusal != nil, before.0 != total() {
            throw Broken(description: "\(entry) was refused and changed \(before.0) to \(total())")
        }
        for step in outcome.derivation.steps + outcome.derivation.nearly + [outcome.refusal].compactMap({ $0 }) {
            try Self.check(step.words, of: entry)
        }
        if let quote = outcome.quote { try check(quote) }
        if let refund = outcome.refund { try check(refund) }
        try checkPurse()
    }

    /// Of each currency what the lots hold, less debts.
    private func total() -> [LotCurrency: Int64] {
        var sums: [LotCurrency: Int64] = [:]
        for lot in account.purse.all { sums[lot.currency, default: 0] += lot.remaining }
        for (currency, debt) in account.purse.debt { sums[currency, default: 0] -= debt }
        return sums.filter { $0.value != 0 }
    }

    static func check(_ words: Bilingual, of what: Any) throws {
        for text in [words.zh, words.en] where text.isEmpty || text.firstMatch(of: /\{[0-9]\}/) != nil {
            throw Broken(description: "no words or a hole in them: \(words) of \(what)")
        }
    }

    /// Lots are never below nothing, and what was posted is what they hold.
    private func checkPurse() throws {
        for lot in account.purse.all where lot.granted <= 0 || lot.taken < 0 || lot.expired < 0 || lot.remaining < 0 {
            throw Broken(description: "a lot out of bounds: \(lot)")
        }
        for debt in account.purse.debt where debt.value < 0 { throw Broken(description: "a debt below 0: \(debt)") }
        var posted = posted
        for posting in account.purse.postings { posted[posting.currency, default: 0] += posting.amount }
        guard posted.filter({ $0.value != 0 }) == total() else {
            throw Broken(description: "posted \(posted), but the lots hold \(total())")
        }
    }

    private func check(_ quote: Quote) throws {
        let payable = quote.lines.sum(\.payable)
        let rest = quote.list - quote.discount - quote.pointsOff - quote.roundedOff
        let isBounded = quote.lines.allSatisfy { 0...$0.list ~= $0.net && 0...$0.net ~= $0.payable }
        guard isBounded, payable == quote.payable, rest == payable, quote.pointsUsed >= 0 else {
            throw Broken(description: "a bill that does not add up: \(quote)")
        }
    }

    private func check(_ refund: RefundPlan) throws {
        let tenders = refund.tenders.values.reduce(0, +)
        let paid = account.bills[refund.bill]?.quote.payable ?? 0
        guard tenders == refund.payable, refund.payable >= 0, refund.after.payable <= paid else {
            throw Broken(description: "a refund that does not add up: \(refund) of \(paid)")
        }
    }
}
