import Loyalty

/// Stored value as rolls of single coins: slow, obvious, and without a division.
///
/// Each top-up is a row of coins of one fen, principal and gift mixed as evenly as they go. A spend takes coins
/// from the front of the oldest row that still has some; gift coins crumble on their day.
struct CoinOracle {
    struct Coin {
        var lot: String
        var isGift: Bool
        var crumblesAtMs: Int64?
    }

    var rows: [[Coin]] = []

    mutating func topUp(_ id: String, principal: Int64, gift: Int64, giftEndMs: Int64?) {
        var row: [Coin] = []
        var heap: Int64 = 0
        for _ in 0..<(principal + gift) {
            heap += principal
            let isGift = heap < principal + gift
            if !isGift { heap -= principal + gift }
            row.append(
                Coin(
                    lot: isGift ? "\(id)-gift" : "\(id)-principal", isGift: isGift,
                    crumblesAtMs: isGift ? giftEndMs : nil))
        }
        rows.append(row)
    }

    /// Fen by lot.
    mutating func spend(_ amount: Int64, atMs now: Int64, _ order: StoredValueRules.Order) -> [String: Int64] {
        for index in rows.indices { rows[index].removeAll { $0.crumblesAtMs.map { $0 <= now } ?? false } }
        var taken: [String: Int64] = [:]
        for _ in 0..<amount {
            guard let (row, place) = next(order) else { break }
            taken[rows[row].remove(at: place).lot, default: 0] += 1
        }
        return taken
    }

    private func next(_ order: StoredValueRules.Order) -> (Int, Int)? {
        if order == .proportional {
            guard let row = rows.firstIndex(where: { !$0.isEmpty }) else { return nil }
            return (row, 0)
        }
        for wantsGift in order == .giftFirst ? [true, false] : [false, true] {
            var best: (Int, Int)?
            for row in rows.indices {
                guard let place = rows[row].firstIndex(where: { $0.isGift == wantsGift }) else { continue }
                let end = rows[row][place].crumblesAtMs ?? .max
                if let (other, otherPlace) = best, (rows[other][otherPlace].crumblesAtMs ?? .max) <= end { continue }
                best = (row, place)
            }
            if let best { return best }
        }
        return nil
    }
}

/// Which package is used, by trying them all against each other.
enum PackageOracle {
    struct Pack {
        var id: String
        var left: Int64
        /// Days since 1970, both included.
        var first: Int
        var last: Int?
        var boughtAtMs: Int64
        var frozen: [ClosedRange<Int>]
    }

    static func choose(_ packs: [Pack], day: Int) -> String? {
        let valid = packs.filter { pack in
            pack.left > 0 && pack.first <= day && day <= pack.last ?? .max
                && !pack.frozen.contains { $0.contains(day) }
        }
        return valid.first { pack in valid.allSatisfy { $0.id == pack.id || beats(pack, $0) } }?.id
    }

    private static func beats(_ one: Pack, _ other: Pack) -> Bool {
        let ends = (one.last ?? .max, other.last ?? .max)
        if ends.0 < ends.1 { return true }
        if ends.0 > ends.1 { return false }
        if one.boughtAtMs < other.boughtAtMs { return true }
        if one.boughtAtMs > other.boughtAtMs { return false }
        return one.id < other.id
    }
}
