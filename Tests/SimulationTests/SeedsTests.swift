import Seeds
import Testing

@Suite struct SeedsTests {
    @Test(
        arguments: [
            ("", 1...4), ("all", 1...40), ("7", 1...7), ("90", 1...90), ("7-9", 7...9), ("9-7", 9...9), ("0", 1...1),
            ("many", 1...4), ("-", 1...4),
        ] as [(String, ClosedRange<UInt64>)])
    func `So many seeds are taken as somebody asks for`(wish: String, seeds: ClosedRange<UInt64>) {
        #expect(Seeds.asked(wish, usual: 4, all: 40) == seeds)
    }
}
