package import Documents
package import Loyalty
internal import Vocabulary

/// What a desk asks the hub to enter: an entry as in a case, whose moment and policy may be left to the hub.
package struct DeskOrder: Hashable, Sendable {
    package var id: String
    /// Milliseconds since 1970 UTC; `nil`: when the hub gets it.
    package var atMs: Int64?
    /// The version that the desk goes by; `nil`: the one in force at that moment.
    package var policy: String?
    package var fact: MemberFact
    /// Fen that the customer was told a bill comes to; `nil`: whatever it comes to.
    package var quotedFen: Int64?

    /// - Throws: everything that is wrong in the document, by key.
    package static func decode(_ text: String, file: String) throws(DocumentProblems) -> DeskOrder {
        try DocumentFile.decode(text, file: file, format: .json) { reader in
            var order = DeskOrder(reader)
            order.quotedFen = reader.optional(
                "quotedFen", .integer(in: 0...Bounds.amount),
                "What the customer was told that the bill comes to; ~ for whatever it comes to.")
            return order
        }
    }

    /// Reads all but `quotedFen`. A fact that holds the moment itself holds 0 where the order names none.
    init(_ reader: DocumentReader) {
        let entry = reader.entry(policy: "", edition: nil, nowMs: 0)
        id = entry.id
        atMs = reader.has("at") ? entry.atMs : nil
        policy = reader.has("policy") ? entry.policy : nil
        fact = entry.fact
    }

    /// As `decode` reads it: the hub keeps it beside the entry, to know the same order when it comes again.
    package var text: String {
        var members: [JSONText.Member] = [.init("id", .text(id))]
        if let atMs { members.append(.init("at", .text(MomentText.text(atMs)))) }
        members += EntryText.optional("policy", policy) + EntryText.fact(fact)
        if let quotedFen { members.append(.init("quotedFen", .number(quotedFen))) }
        return JSONText.object(members).compact
    }

    /// The entry that it asks for.
    ///
    /// - Parameters:
    ///   - nowMs: the moment for an order that names none.
    ///   - inForce: the policy for one that names none.
    package func entry(nowMs: Int64, inForce: String) -> MemberEntry {
        let atMs = atMs ?? nowMs
        return MemberEntry(id: id, atMs: atMs, policy: policy ?? inForce, fact: fact.dated(atMs: atMs))
    }
}

extension MemberFact {
    /// With the moment at which it happened, where it holds it itself.
    fileprivate func dated(atMs: Int64) -> MemberFact {
        switch self {
        case .bill(var bill):
            bill.atMs = atMs
            return .bill(bill)
        case .joined(var person):
            person.joinedAtMs = atMs
            return .joined(person)
        default: return self
        }
    }
}
