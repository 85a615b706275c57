import KioskTesting
import Testing
import Vocabulary

@testable import CardProtocol

/// What stands on cards in people's purses. Nobody can write these anew when the code changes.
struct FrozenCardTests {
    private func member() throws -> MemberFile {
        MemberFile(
            member: try #require(MemberID("6f1f3c9e-4b58-4c61-9a0b-0d1f2a3b4c5d")), issueNumber: 0x0102_0304,
            expiryDay: 21_000, tierHint: 2, language: 1, generation: .ev3)
    }

    private func record() throws -> CardRecord {
        CardRecord(
            operation: try #require(OperationID("11111111-2222-4333-8444-555555555555")), kind: 2,
            amount: Amount(points: 0x0102_0304, fen: 0x0506_0708), after: Amount(points: 0x1112_1314, fen: 0x1516_1718),
            kioskNumber: 0x2122_2324, atSeconds: 1_790_000_000)
    }

    @Test func `The member file and a record are on the card what they were, byte for byte`() throws {
        let written = [Hex.text(try member().bytes), Hex.text(try record().bytes)]
        let frozen = try FrozenText.lines("card-files-1.txt", newest: written)
        #expect(written == frozen)
        #expect(try MemberFile(#require(Hex.bytes(frozen[0]))) == member())
        #expect(try CardRecord(#require(Hex.bytes(frozen[1]))) == record())
    }

    @Test(arguments: [(0, "FFFFFF7F"), (1, "FEFFFF7F"), (1_250, "1DFBFF7F"), (Odometer.limit, "00000000")])
    func `An odometer counts from what is left`(spent: Int64, value: String) throws {
        #expect(try Odometer.spent(#require(Hex.bytes(value))) == spent)
    }
}
