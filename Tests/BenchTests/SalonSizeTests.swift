import Testing

@testable import peony_bench

@Suite struct SalonSizeTests {
    @Test(arguments: [
        ("1", 1), ("10000", 10_000), ("1e4", 10_000), ("12e3", 12_000), ("1e6", 1_000_000), ("5e0", 5),
    ])
    func `A size is a whole number, with a power of ten or without`(text: String, members: Int) {
        #expect(SalonSize(text)?.members == members)
    }

    @Test(arguments: [
        "", "0", "-1", "1.5e3", "1e", "e4", "1e7", "1000001", "1e99", "ten", "1e4e1", " 5", "+5", "0x10", "٣",
        "99999999999999999999", "9223372036854775807e6",
    ])
    func `Anything else is refused with what it must be`(text: String) throws {
        let error = #expect(throws: (any Error).self) { try SalonSize.argument(text) }
        #expect("\(try #require(error))".contains("whole number from 1 to 1000000"))
    }

    @Test func `A quick run takes a tenth, and at least one member`() throws {
        #expect(try SalonSize.argument("1e4").tenth == SalonSize.small)
        #expect(try SalonSize.argument("3").tenth.members == 1)
    }
}
