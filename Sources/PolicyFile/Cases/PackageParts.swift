internal import Documents
internal import Loyalty
internal import Vocabulary

/// What is done with packages, as documents hold it.
extension DocumentReader {
    private enum StepKind: String, CaseIterable {
        case book, used, cancelled, freeze, extend, refund, transferredAway, transferredHere
    }

    func packageFact() -> MemberFact {
        let lot = optional(
            "lot", .key,
            "The package that was bought: BILL/LINE.UNIT, both from 0, as b-1/0.0, or in a case its id on the policy "
                + "where the member has one of it; ~ for a booking: the one to be used first; and for its session "
                + "had or cancelled.")
        let step: PackageStep = object("step", "What is done with it.") { reader in
            reader.variant("do", of: StepKind.self, "What is done.") { kind in reader.packageStep(kind) }
        }
        require("step", with: ["lot"], .needsLot) {
            switch step {
            case .book, .used, .cancelled: true
            default: lot != nil
            }
        }
        return .package(lot: lot, step)
    }

    private func packageStep(_ kind: StepKind) -> PackageStep {
        switch kind {
        case .book:
            .book(
                session: value("session", .key, "The session's id."), item: value("item", .id, "What is had."),
                forMs: value("for", .instant, "When it begins; the package must be valid then."))
        case .used: .used(session: value("session", .key, "The session's id."))
        case .cancelled: .cancelled(session: value("session", .key, "The session's id."))
        case .freeze:
            .freeze(
                from: value("from", .day, "First day."), days: value("days", .integer(in: 1...3660), "So many days."))
        case .extend: .extend(days: value("days", .integer(in: 1...3660), "So many days."))
        case .refund: .refund(sessions: sessions(in: 1...Bounds.quantity, "To go back, by item; empty for all left."))
        case .transferredAway: .transferredAway(to: optional("to", .key, "The member who gets it; ~: not recorded."))
        case .transferredHere:
            .transferredHere(
                kind: value("package", .id, "The policy's kind of package."),
                sessions: sessions(in: 0...Bounds.quantity, "Left, by item."),
                paid: Money(
                    fen: value("paidFen", .integer(in: 0...Bounds.amount), "What was paid for what is left.")),
                expiresAtMs: optional("expires", .instant, "The first moment at which it has ended; ~ for never."))
        }
    }

    func sessions(in range: ClosedRange<Int64>, _ why: String) -> [String: Int64] {
        let counts = map("sessions", by: DocumentKey("item id, or any"), in: 0...1000, why) { id, reader in
            (id == "any" ? PackageLot.anyItem : id, reader.value("count", .integer(in: range), "So many."))
        }
        return Dictionary(counts) { first, _ in first }
    }
}

extension EntryText {
    static func package(_ lot: String?, _ step: PackageStep) -> [JSONText.Member] {
        optional("lot", lot) + [.init("step", .object(self.step(step)))]
    }

    static func step(_ step: PackageStep) -> [JSONText.Member] {
        func named(_ kind: String, _ members: JSONText.Member...) -> [JSONText.Member] {
            [.init("do", .text(kind))] + members
        }
        return switch step {
        case .book(let session, let item, let forMs):
            named(
                "book", .init("session", .text(session)), .init("item", .text(item)),
                .init("for", .text(MomentText.text(forMs))))
        case .used(let session): named("used", .init("session", .text(session)))
        case .cancelled(let session): named("cancelled", .init("session", .text(session)))
        case .freeze(let from, let days):
            named("freeze", .init("from", .text(from.description)), .init("days", .number(Int64(days))))
        case .extend(let days): named("extend", .init("days", .number(Int64(days))))
        case .refund(let sessions): named("refund", .init("sessions", counts(sessions)))
        case .transferredAway(let to): [.init("do", .text("transferredAway"))] + optional("to", to)
        case .transferredHere(let kind, let sessions, let paid, let end):
            named(
                "transferredHere", .init("package", .text(kind)), .init("sessions", counts(sessions)),
                .init("paidFen", .number(paid)), .init("expires", end.map { .text(MomentText.text($0)) } ?? .null))
        }
    }

    static func counts(_ sessions: [String: Int64]) -> JSONText {
        .object(
            sessions.sorted { $0.key < $1.key }.map { item, count in
                .init(item == PackageLot.anyItem ? "any" : item, .object([.init("count", .number(count))]))
            })
    }
}
