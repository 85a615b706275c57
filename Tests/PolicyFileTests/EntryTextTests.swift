import Documents
import Loyalty
import PolicyFile
import Testing
import Vocabulary

/// Entries as text and back: what is written for one program is what another reads.
@Suite struct EntryTextTests {
    @Test func `An entry written and read again is the same, whatever its kind`() throws {
        let policy = try SampleFiles.policy()
        var kinds: Set<Substring> = []
        for seed in 1...8 as ClosedRange<UInt64> {
            var maker = CaseMaker(seed: seed, policy: policy)
            maker.absurdity = 20
            for entry in maker.entries(150) {
                let text = EntryText.json(entry).printed
                let read = try CaseFile.memberEntry("{\"member\": \"m-1\"," + text.dropFirst(), file: "line")
                #expect(read.entry == entry && read.member == "m-1", "\(text)")
                kinds.insert("\(entry.fact)".prefix { $0 != "(" })
            }
        }
        #expect(kinds.count == 18, "\(kinds)")
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `A moment written and read again is the same`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let bounds = Bounds.momentsMs
        for moment in [bounds.lowerBound, bounds.upperBound]
            + (0..<2000).map({ _ in .random(in: bounds, using: &random) })
        { #expect(MomentText.parse(MomentText.text(moment)) == moment) }
    }

    @Test(
        arguments: [
            ("2026-03-01T10:00:00+08:00", 1_772_330_400_000), ("2026-03-01T02:00Z", 1_772_330_400_000),
            ("2026-03-01T02:00:00.007Z", 1_772_330_400_007), ("1970-01-01T00:00:00Z", 0),
            ("1969-12-31T23:00:00-01:00", 0), ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
            ("2024-02-29T00:00:00-14:00", 1_709_215_200_000),
        ] as [(String, Int64)])
    func `A moment is read as ISO 8601 says`(_ text: String, _ atMs: Int64) { #expect(MomentText.parse(text) == atMs) }

    @Test(arguments: [
        "", "T", "2026-03-01", "2026-03-01T10:00:00", "2026-03-01 10:00:00Z", "2026-02-29T10:00:00Z",
        "2026-03-01T24:00:00Z", "2026-03-01T10:60:00Z", "2026-03-01T10:00:60Z", "2026-03-01T10:00:00.5Z",
        "2026-03-01T10:00.500Z", "2026-03-01T1:00:00Z", "2026-03-01T010:00:00Z", "2026-03-01T10:00:00+15:00",
        "2026-03-01T10:00:00+08", "2026-03-01T10:00:00+0800", "2026-03-01T10:00:00ZZ", "2026-03-01T10:00:00Z+08:00",
        "1969-12-31T23:59:59.999Z", "1970-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "10000-01-01T00:00:00Z",
        "2026-03-01T-1:00:00Z", "2026-03-01T+1:00:00Z", "２026-03-01T10:00:00Z", "2026-03-01T1０:00:00Z",
        "2026-03-01T10:00:00.0001Z", "2026-03-01T10::00Z", "2026-03-01T10:00:00z",
        "2026-03-01T10:00:00+008:00", "2026-03-01T010:000Z",
    ])
    func `What is no moment is refused`(_ text: String) { #expect(MomentText.parse(text) == nil) }
}
