import Documents
import KioskTesting
import Loyalty
import PolicyFile
import Testing
import Vocabulary

/// Entries as hubs have kept them: members' points and money stand in these lines for as long as there is a salon.
@Suite struct FrozenEntryTests {
    /// Of each kind, and of each step of a package, the first few that chance makes.
    private static func made() throws -> [String] {
        var maker = CaseMaker(seed: 20_261_129, policy: try SampleFiles.policy())
        var counts: [Substring: Int] = [:]
        return maker.entries(2000).compactMap { entry in
            let kind = kind(entry)
            counts[kind, default: 0] += 1
            return counts[kind, default: 0] <= (kind == "mergedHere" ? 1 : 3) ? EntryLine.text(entry, of: "m-1") : nil
        }
    }

    /// `bill`, `package book`.
    static func kind(_ entry: MemberEntry) -> Substring {
        guard case .package(_, let step) = entry.fact else { return "\(entry.fact)".prefix { $0 != "(" } }
        return "package " + "\(step)".prefix { $0 != "(" }
    }

    private func read(_ line: String) throws -> MemberEntry {
        let (member, entry) = try CaseFile.memberEntry(line, file: "line")
        #expect(member == "m-1")
        return entry
    }

    @Test func `Every kind of entry is read as it was kept, and written the same byte for byte`() throws {
        var kinds: Set<Substring> = []
        for line in try FrozenText.lines("entries-1.jsonl", newest: try Self.made()) {
            let entry = try read(line)
            #expect(EntryLine.text(entry, of: "m-1") == line)
            kinds.insert(Self.kind(entry))
        }
        var maker = CaseMaker(seed: 1, policy: try SampleFiles.policy())
        let all = Set(maker.entries(4000).map(Self.kind))
        #expect(all.subtracting(kinds) == [], "put one of each into a further file")
        #expect(kinds.count == 25)
    }

    /// Earlier versions left out what they did not know: the edition, the lot of a tender, where a reward was asked
    /// for, the member who was merged, sessions among the visits.
    @Test func `What earlier versions wrote is read as what it would be written as now`() throws {
        let (was, now) = (
            try FrozenText.lines("older-entries.jsonl", newest: []),
            try FrozenText.lines("older-entries-now.jsonl", newest: try older().map { EntryLine.text($0, of: "m-1") })
        )
        #expect(was.count == now.count && was.count > 5)
        for (was, now) in zip(was, now) { #expect(try EntryLine.text(read(was), of: "m-1") == now) }
    }

    private func older() throws -> [MemberEntry] {
        try FrozenText.lines("older-entries.jsonl", newest: []).map { try read($0) }
    }
}
