internal import Vocabulary

/// Where a virtual card takes its challenges and transaction identifiers from.
///
/// Seeded, so that a run can be repeated; a test that drives the card with published vectors puts the printed
/// RndB and TI in front of the stream.
package struct CardRandom: Sendable {
    private var scripted: [UInt8]
    private var generator: SeededGenerator

    /// - Parameter first: bytes that come before the seeded ones, in the order in which the card will ask.
    package init(seed: UInt64, first: [UInt8] = []) {
        generator = SeededGenerator(seed: seed)
        scripted = first
    }

    package mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in next() }
    }

    /// One byte of each step. Good enough for a simulator, and for nothing else.
    private mutating func next() -> UInt8 {
        scripted.isEmpty ? UInt8(truncatingIfNeeded: generator.next()) : scripted.removeFirst()
    }
}
