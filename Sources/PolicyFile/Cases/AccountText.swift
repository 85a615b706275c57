package import Documents
package import Loyalty
internal import Vocabulary

extension AnswerText {
    /// Where a member stands at a moment.
    package static func account(_ account: MemberAccount, atMs now: Int64, _ policy: Policy) -> JSONText {
        var account = account
        // What became active since the last entry has paid debts back.
        account.purse.advance(toMs: now, entry: DerivedID.timePassing)
        let purse = account.purse
        var members: [JSONText.Member] = LotCurrency.allCases.map {
            .init($0.rawValue, .number(purse.balance($0, atMs: now)))
        }
        members.append(.init("pendingPoints", .number(purse.pending(.points, atMs: now))))
        let debts = LotCurrency.allCases.filter { purse.debt[$0] ?? 0 > 0 }
        members.append(
            .init("debts", .object(debts.map { .init($0.rawValue, .number(purse.debt[$0] ?? 0)) })))
        members.append(.init("lots", .list(purse.lots.map { lot($0, atMs: now) })))
        members.append(.init("tier", account.tier(atMs: now, policy).map { .text($0.id) } ?? .null))
        if let progress = account.tierProgress(atMs: now, policy) {
            members.append(.init("tierWarning", progress.warning.map(warning) ?? .null))
        }
        members += derivation(account.derivation(atMs: now, policy))
        members.append(
            .init(
                "coupons",
                .list(
                    account.coupons.all.filter { $0.counts(atMs: now) }.sorted { $0.id < $1.id }.map {
                        .object([.init("id", .text($0.id)), .init("offer", .text($0.offer))])
                    })))
        return .object(members + rights(of: account, atMs: now, policy))
    }

    private static func warning(_ warning: TierWarning) -> JSONText {
        .object([
            .init("tier", .text(warning.tier)), .init("fallsTo", .text(warning.fallsTo)),
            .init("on", .text(warning.on.description)), .init("daysLeft", .number(Int64(warning.daysLeft))),
        ])
    }

    private static func lot(_ lot: PurseLot, atMs now: Int64) -> JSONText {
        .object([
            .init("id", .text(lot.id)), .init("currency", .text(lot.currency.rawValue)),
            .init("remaining", .number(lot.remaining)), .init("counts", .flag(lot.counts(atMs: now))),
            .init("activeFrom", .text(MomentText.text(lot.activeFromMs))),
            .init("expires", lot.expiresAtMs.map { .text(MomentText.text($0)) } ?? .null),
        ])
    }

    /// What points buy, now and nearly.
    static func shelf(_ shelf: RewardShelf) -> JSONText {
        .object(
            [
                .init("now", .list(shelf.now.map(entry))), .init("soon", .list(shelf.nearly.map(entry))),
                .init(
                    "refused",
                    .list(
                        shelf.refused.sorted { $0.key < $1.key }.map {
                            .object([.init("reward", .text($0.key)), .init("why", step($0.value))])
                        })),
            ] + derivation(shelf.derivation))
    }

    private static func entry(_ entry: RewardShelf.Entry) -> JSONText {
        .object([
            .init("reward", .text(entry.reward)), .init("name", bilingual(entry.name)),
            .init("points", .number(entry.price.points.count)), .init("fen", .number(entry.price.money.fen)),
            .init("missing", .number(entry.missing)),
        ])
    }
}
