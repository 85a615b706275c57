import CardProtocol
import CardSimulator
import KioskTesting
import Vocabulary

/// Issued cards of some of the salon's first members.
struct CardBox: Sendable {
    /// So many members have cards that can be laid on a reader, and appointments today.
    static let size = 321

    let keys: KioskKeys
    let cards: [VirtualCard]

    /// - Parameter members: below `size`. What happens to a card stays in the journal, so sections must not share any.
    init(_ salon: BenchSalon, of members: Range<Int>) throws {
        let press = try CardPress()
        keys = press.kioskKeys
        cards = try members.compactMap { number in
            try salon.card(number).map { try press.card($0, of: salon.id(number), seed: UInt64(number + 1)) }
        }
    }
}
