internal import Documents
internal import Loyalty
internal import Vocabulary

/// What a member has beside points and money: packages, and what the tier gives.
extension AnswerText {
    static func rights(of account: MemberAccount, atMs now: Int64, _ policy: Policy) -> [JSONText.Member] {
        let deposit = account.deposit(atMs: now, policy)
        let packages = account.packages.all.sorted { $0.id < $1.id }
        return [
            .init("packages", .list(packages.map { package($0, atMs: now, policy.zone) })),
            .init("privileges", .list(account.privileges(atMs: now, policy).map(privilege))),
            .init(
                "deposit",
                .object([.init("fen", .number(deposit.fen)), .init("why", deposit.step.map { step($0) } ?? .null)])),
        ]
    }

    /// The same in words.
    static func rights(of account: MemberAccount, atMs now: Int64, _ policy: Policy) -> Derivation {
        var derivation = Derivation()
        for lot in account.packages.all.sorted(by: { $0.id < $1.id }) {
            derivation.steps.append(lot.standing(atMs: now, policy.zone))
        }
        derivation.steps += account.privileges(atMs: now, policy).map(\.step)
        derivation.steps += account.deposit(atMs: now, policy).step.map { [$0] } ?? []
        return derivation
    }

    /// What has ended counts as forfeited from that moment on, whether or not a night has booked it.
    private static func package(_ lot: PackageLot, atMs now: Int64, _ zone: StoreZone) -> JSONText {
        .object([
            .init("id", .text(lot.id)), .init("kind", .text(lot.kind)), .init("name", bilingual(lot.terms.name)),
            .init("left", .number(lot.usable(atMs: now))), .init("booked", .number(Int64(lot.open.count))),
            .init("used", .number(lot.used)), .init("forfeited", .number(lot.lost(atMs: now))),
            .init("expires", lot.expiresAtMs.map { .text(MomentText.text($0)) } ?? .null),
            .init("frozen", .flag(lot.isFrozen(on: zone.day(atMs: now)))),
            .init(
                "freezes",
                .list(
                    lot.frozen.map {
                        .object([
                            .init("from", .text($0.lowerBound.description)),
                            .init("through", .text($0.upperBound.adding(days: -1).description)),
                        ])
                    })),
        ])
    }

    private static func privilege(_ standing: PrivilegeStanding) -> JSONText {
        .object([
            .init("privilege", .text(standing.privilege.id)), .init("kind", .text(standing.privilege.kind.rawValue)),
            .init("name", bilingual(standing.privilege.name)), .init("used", .number(standing.used)),
            .init("left", standing.left.map { .number($0) } ?? .null), .init("why", step(standing.step)),
        ])
    }
}
