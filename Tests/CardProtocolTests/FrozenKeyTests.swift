import KioskTesting
import Testing
import Vocabulary

@testable import CardProtocol

/// A key file as salons keep it in a safe: with it goes every card that was issued.
struct FrozenKeyTests {
    @Test func `A key file gives the keys that it gave, and each card its own`() throws {
        let ring = try KeyRing(text: try FrozenText.kept("keys-1.txt", newest: ""))
        let uid = try #require(CardUID(hex: "04A1B2C3D4E5F6"))
        let diversification = try #require(MemberCardV1.diversification(uid))
        let keys = try ring.roles.flatMap { role in
            try ring.generations(of: role).map { generation in
                let key = try #require(ring.key(role, generation: generation))
                return "\(role.rawValue) \(generation) \(key.checkValue) \(Hex.text(key.diversified(diversification)))"
            }
        }
        #expect(try keys == FrozenText.lines("keys-1-of-a-card.txt", newest: keys))
        #expect(keys.count == 5)
    }
}
