import Testing

@testable import Hub

@Suite struct CertificateEndTests {
    static let steps: [(days: Int64, words: String?)] = [
        (400, nil), (31, nil), (30, nil), (29, "29 days"), (7, "7 days"), (6, "6 days"), (0, "has ended"),
        (-9, "has ended"),
    ]

    @Test(arguments: steps) func `People are told a month and a week before, and when it is too late`(
        days: Int64, words: String?
    ) {
        let now: Int64 = 1_772_416_800_000
        let end = CertificateEnd(endsAtMs: now + days * 86_400_000, nowMs: now)
        #expect((end.words == nil) == (words == nil))
        #expect(words.map { end.words?.contains($0) ?? false } ?? true, "\(end)")
        // Told once a step, not once a look: days count within a month.
        #expect(end == CertificateEnd(endsAtMs: now + days * 86_400_000, nowMs: now + (days > 0 ? -1 : 1)))
    }
}
