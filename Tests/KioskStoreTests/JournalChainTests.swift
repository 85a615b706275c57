import HubAPI
import Testing
import Vocabulary

/// The chain as its documentation describes it, worked out by another program (Python's hashlib): a hub and a kiosk of
/// different ages must agree on it for ever.
@Suite struct JournalChainTests {
    private static let root = "1A7B526E4AB15F041F22BBDDF9A8B981E7B289D3500BBD0A5AE3C4FEF79CE039"
    private static let first = "04899FAB9C251AF2A5A9EC460902D35E332CC37D775A9007D1CED7E3979202DE"
    private static let second = "3A8A256B0A2474C0771BD162EFD829D231177E0300F84F72B17BA6CDC17DDD39"

    @Test func `The hashes of a journal are these, byte for byte`() throws {
        #expect(Hex.text(JournalChain.root(ofEpoch: "0d9f5a1e-1111-4222-8333-444455556666")) == Self.root)
        let body = #"{"kind":"checkIn","name":"李"}"#
        let previous = try #require(Hex.bytes(Self.root))
        #expect(Hex.text(JournalChain.hash(previous: previous, sequence: 1, body: body)) == Self.first)
        // A sequence of more than one byte, and nothing to hash behind it.
        let next = try #require(Hex.bytes(Self.first))
        #expect(Hex.text(JournalChain.hash(previous: next, sequence: 258, body: "")) == Self.second)
    }
}
