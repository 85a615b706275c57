import Testing

@testable import HubStore

/// Bodies in a column that cannot hold U+0000.
@Suite struct BodyTextTests {
    @Test(arguments: [
        "", "{\"id\": 1}", "100 %", "\0", "a\0b%0c%%", "\u{FFFF}%", "\u{FFFF}%0\0", "%\0%", "\u{FFFF}\0", "女士\0%0",
        "\u{301}\0", "\0%\u{301}", "\u{FFFF}%\u{301}",
    ])
    func `What was kept comes back as it was`(body: String) {
        let kept = BodyText.kept(body)
        #expect(!kept.utf8.contains(0))
        #expect(BodyText.bytes(kept) == Array(body.utf8))
    }

    @Test func `A body without U+0000 stands as it came, and no two stand alike`() {
        #expect(BodyText.kept("100 % {}") == "100 % {}")
        #expect(BodyText.kept("a\0") != BodyText.kept("a%0"))
    }
}
