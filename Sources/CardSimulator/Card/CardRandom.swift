/// Where a virtual card takes its challenges and transaction identifiers from.
///
/// Seeded, so that a run can be repeated; a test that drives the card with published vectors puts the printed
/// RndB and TI in front of the stream.
package struct CardRandom: Sendable {
    private var scripted: [UInt8]
    private var state: UInt64

    /// - Parameter first: bytes that come before the seeded ones, in the order in which the card will ask.
    package init(seed: UInt64, first: [UInt8] = []) {
        state = seed
        scripted = first
    }

    package mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in next() }
    }

    /// SplitMix64, one byte of each step. Good enough for a simulator, and for nothing else.
    private mutating func next() -> UInt8 {
        if !scripted.isEmpty { return scripted.removeFirst() }
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return UInt8(truncatingIfNeeded: mixed ^ (mixed >> 31))
    }
}
