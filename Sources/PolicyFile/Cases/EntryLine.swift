internal import Documents
package import Loyalty

/// An entry as a line of an exported history, JSON on one line.
package enum EntryLine {
    /// - Parameters:
    ///   - member: the owner's id.
    ///   - hasEdition: `false` for how the same entry was written before there were editions.
    package static func text(_ entry: MemberEntry, of member: String, hasEdition: Bool = true) -> String {
        let owner = JSONText.Member("member", .text(member))
        guard case .object(let members) = EntryText.json(entry) else { return "{}" }
        return JSONText.object([owner] + members.filter { hasEdition || $0.key != EntryText.edition }).compact
    }
}
