internal import Documents
internal import Loyalty
internal import Vocabulary

/// Packages that go along with a merge, under the terms they were bought under.
extension DocumentReader {
    private var count: DocumentScalar<Int64> { .integer(in: 0...Bounds.quantity * 100) }

    func handedPackage() -> PackageLot {
        let id = value("id", .key, "The package that was bought.")
        let terms = object("terms", "As they were on the day of buying.") { $0.handedTerms() }
        let lot = PackageLot(
            id: id, terms: terms, source: value("source", .key, "The bill, or another entry, that bought it."),
            boughtAtMs: value("bought", .instant, "When."),
            paid: Money(fen: value("paidFen", .integer(in: 0...Bounds.amount), "For all of its sessions.")),
            left: sessions(in: 0...Bounds.quantity, "Neither booked nor used, by item."),
            expiresAtMs: optional("expires", .instant, "The first moment at which it has ended; ~ for never."))
        var past = PackageLot.Past()
        past.sessions = list("booked", in: 0...10_000, "Sessions that were booked, whatever became of them.") {
            $0.handedSession()
        }
        past.frozen = list("frozen", in: 0...100, "Times for which it stands still.") { reader in
            let from = reader.value("from", .day, "First day.")
            return from..<from.adding(days: reader.value("days", .integer(in: 1...3660), "So many days."))
        }
        let bought = value("sessionsBought", count, "In all.")
        past.extendedDays = value("extendedDays", .integer(in: 0...3660), default: 0, "By staff, so far.")
        past.forfeited = value("forfeited", count, default: 0, "Lapsed.")
        past.transferred = value("transferred", count, default: 0, "Given to others.")
        past.refunded = value("refunded", count, default: 0, "Paid back.")
        past.repaid = Money(
            fen: value("repaidFen", .integer(in: 0...Bounds.amount), default: 0, "For those paid back."))
        return lot.with(past, bought: bought)
    }

    private func handedSession() -> PackageLot.Session {
        var session = PackageLot.Session(
            id: value("id", .key, "The session's id."), item: value("item", .id, "What is had."),
            forMs: value("for", .instant, "When it begins."))
        session.state = value("state", .choice(), default: .booked, "What became of it.")
        return session
    }

    private func handedTerms() -> PackageKind {
        var kind = PackageKind(
            id: value("package", .id, "The policy's kind of package."), name: words("name", "As members read it."),
            sessions: sessions(in: 0...Bounds.quantity, "How many of each service."),
            price: Money(fen: value("priceFen", .integer(in: 0...Bounds.amount), default: 0, "Of the whole.")))
        kind.shared = optional("shared", .integer(in: 1...Bounds.quantity), "So many in all; ~: by service.")
        kind.validity = .forever
        kind.freezeMaxDays = value("freezeMaxDays", .integer(in: 0...3660), default: 0, "All freezes together.")
        kind.freezes = value("freezes", .integer(in: 0...100), default: 0, "How often it can be frozen.")
        kind.extendMaxDays = value("extendMaxDays", .integer(in: 0...3660), default: 0, "Staff may extend it so far.")
        kind.isTransferable = value("transferable", .flag, default: false, "To another member.")
        kind.cancelMinutes = value("cancelMinutes", .integer(in: 0...100_000), default: 0, "So long before is in time.")
        kind.partialCredit = value("partialCredit", .flag, default: false, "Whether a part can be paid back.")
        return kind
    }
}

extension EntryText {
    static func handedPackage(_ lot: PackageLot) -> JSONText {
        .object(
            [
                .init("id", .text(lot.id)), .init("terms", terms(lot.terms)), .init("source", .text(lot.source)),
                .init("bought", .text(MomentText.text(lot.boughtAtMs))), .init("paidFen", .number(lot.paid)),
                .init("sessions", counts(lot.left)), .init("booked", .list(lot.sessions.map(session))),
                .init(
                    "frozen",
                    .list(
                        lot.frozen.map { range in
                            .object([
                                .init("from", .text(range.lowerBound.description)),
                                .init("days", .number(Int64(range.upperBound.number - range.lowerBound.number))),
                            ])
                        })),
                .init("sessionsBought", .number(lot.bought)), .init("extendedDays", .number(Int64(lot.extendedDays))),
                .init("forfeited", .number(lot.forfeited)), .init("transferred", .number(lot.transferred)),
                .init("refunded", .number(lot.refunded)), .init("repaidFen", .number(lot.repaid)),
            ] + optional("expires", lot.expiresAtMs.map(MomentText.text)))
    }

    private static func session(_ session: PackageLot.Session) -> JSONText {
        .object([
            .init("id", .text(session.id)), .init("item", .text(session.item)),
            .init("for", .text(MomentText.text(session.forMs))), .init("state", .text(session.state.rawValue)),
        ])
    }

    private static func terms(_ kind: PackageKind) -> JSONText {
        .object(
            [
                .init("package", .text(kind.id)), .init("name", AnswerText.bilingual(kind.name)),
                .init("sessions", counts(kind.sessions)), .init("priceFen", .number(kind.price)),
                .init("freezeMaxDays", .number(Int64(kind.freezeMaxDays))),
                .init("freezes", .number(Int64(kind.freezes))),
                .init("extendMaxDays", .number(Int64(kind.extendMaxDays))),
                .init("transferable", .flag(kind.isTransferable)),
                .init("cancelMinutes", .number(Int64(kind.cancelMinutes))),
                .init("partialCredit", .flag(kind.partialCredit)),
            ] + (kind.shared.map { [.init("shared", .number($0))] } ?? []))
    }
}
