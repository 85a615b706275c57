import CardProtocol
import CardSimulator
import Identity
import KioskTesting

/// Issued cards of the salon's first members.
struct CardBox: Sendable {
    static let size = 320

    let keys: KioskKeys
    let cards: [VirtualCard]

    /// - Parameter count: at most `size`.
    init(_ salon: BenchSalon, count: Int) throws {
        let press = try CardPress()
        keys = press.kioskKeys
        cards = try (0..<min(count, Self.size)).compactMap { number in
            try salon.card(number).map { try press.card($0, of: salon.id(number), seed: UInt64(number + 1)) }
        }
    }
}
