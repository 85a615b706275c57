package import Loyalty
package import Settings

/// What a desk asks the hub to enter: an entry as in a case, of which the moment and the policy may be left out.
package struct DeskOrder: Sendable {
    package var entry: MemberEntry
    /// Fen that the customer was told a bill comes to; `nil`: whatever it comes to.
    package var quotedFen: Int64?

    /// - Parameters:
    ///   - now: the moment for an order that names none.
    ///   - policy: the version in force then.
    package static func decode(
        _ text: String, file: String, nowMs now: Int64, policy: String
    ) throws(SettingsProblems) -> DeskOrder {
        try DocumentFile.decode(text, file: file, format: .json) { reader in
            DeskOrder(
                entry: reader.entry(policy: policy, edition: nil, nowMs: now),
                quotedFen: reader.optional(
                    "quotedFen", .integer(in: 0...Bounds.amount),
                    "What the customer was told that the bill comes to; ~ for whatever it comes to."))
        }
    }
}
