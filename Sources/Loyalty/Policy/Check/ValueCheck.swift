internal import Vocabulary

extension PolicyCheck {
    mutating func rewards() {
        distinct("rewards", policy.rewards.map(\.id))
        let most = mostPointsEver
        for reward in policy.rewards {
            let path = "rewards.\(reward.id)"
            occasion(reward.when, "\(path).when")
            split(reward.perMember, reward.when, "\(path).perMember")
            item(of: reward, path)
            if reward.perMember?.count == 0 { error("\(path).perMember", .checkNobody) }
            if reward.price == nil, reward.tierPrices.isEmpty { error(path, .checkNoPrice) }
            let prices = reward.tierPrices.sorted { $0.key < $1.key }.map { ("tierPrices.\($0.key)", $0.value) }
            for (place, price) in (reward.price.map { [("price", $0)] } ?? []) + prices {
                if price == .zero, reward.perMember == nil {
                    warning("\(path).\(place)", .checkCostsNothing)
                }
                if let most, price.points.count > most {
                    error("\(path).\(place)", .checkMostBeforeLapse, .count(most))
                }
            }
            dearerAbove(reward, path)
            if policy.points.autoRedeem == reward.id, reward.price == nil {
                warning("points.autoRedeem", .checkSomeTiers, .id(reward.id))
            }
        }
    }

    private mutating func item(of reward: RewardRule, _ path: String) {
        switch reward.kind {
        case .service(let id):
            if let item = policy.items[id], item.kind != .service {
                error("\(path).item", .checkNoServiceItem, .id(id))
            }
        case .product(let id):
            if let item = policy.items[id], item.kind != .product {
                error("\(path).item", .checkNoProductItem, .id(id))
            }
        case .coupon, .other: break
        }
    }

    /// Warns if a higher tier pays more for a reward than a lower one.
    private mutating func dearerAbove(_ reward: RewardRule, _ path: String) {
        var least: (tier: String, price: Amount)?
        for tier in policy.tiers.tiers {
            guard let price = reward.tierPrices[tier.id] ?? reward.price else { continue }
            if let least, price.points > least.price.points, price.money >= least.price.money {
                warning("\(path).tierPrices.\(tier.id)", .checkDearer, .id(least.tier))
            }
            if price.points <= least?.price.points ?? Points(.max) { least = (tier.id, price) }
        }
    }

    /// The most points that anybody can hold, by the caps and the time points live; `nil` when nothing bounds them.
    var mostPointsEver: Int64? {
        // Gifts and the difference to the best price are no earnings, so no cap holds them.
        let isGiven = policy.offers.contains { if case .gift(let gift) = $0.effect { gift.points > 0 } else { false } }
        guard !isGiven, policy.stacking.credit != .points else { return nil }
        let days: Int64? =
            switch policy.points.validity {
            case .forever: nil
            case .days(let days): Self.bounded(days) + 1
            case .months(let months, let toEnd): (Self.bounded(months) + (toEnd ? 1 : 0)) * 31 + 1
            case .years(let years): (Self.bounded(years) + 1) * 366
            }
        return mostPoints(inDays: days.map { $0 + Self.bounded(policy.points.pendingDays) })
    }

    /// The most points that anybody can earn in so many days on end, `nil` for all time, by the caps; `nil` when none
    /// bounds them.
    func mostPoints(inDays days: Int64?) -> Int64? {
        guard !policy.storedValue.topUps.contains(where: { $0.points > 0 }) else { return nil }
        let most = policy.earning.caps.compactMap { cap -> Int128? in
            let count = Int128(cap.limit.count)
            switch cap.limit.period {
            case .ever: return count
            case .year: return days.map { count * Int128($0 / 365 + 2) }
            // Birthdays of the Chinese calendar may be only 353 days apart.
            case .birthday: return days.map { count * Int128($0 / 353 + 2) }
            case .month: return days.map { count * Int128($0 / 28 + 2) }
            case .day: return days.map { count * Int128($0 + 1) }
            case .transaction: return nil
            }
        }
        return most.min().map { Int64(clamping: $0) }
    }

    /// Limits a count, so that sums and products of a few such counts cannot overflow.
    static func bounded(_ count: Int) -> Int64 { min(max(0, Int64(count)), 1_000_000) }

    mutating func values() {
        moneyOff()
        topUps()
        packages()
        privileges()
    }

    private mutating func moneyOff() {
        guard let rule = policy.moneyOff else { return }
        someItem(rule.scope, "moneyOff.scope")
        if rule.points <= 0 || rule.fen <= 0 || rule.step <= 0 {
            return error("moneyOff", .checkMoneyOffZero)
        }
        if let most = rule.maximumPoints, most / rule.points < rule.step {
            error("moneyOff.maximumPoints", .checkLessThanStep, .count(rule.points), .count(rule.step))
        }
        // What a bill earns at most against what it costs, in fen.
        let best = (policy.tiers.tiers.map(\.earningBasisPoints).max() ?? 10_000)
        let points = policy.earning.amounts.map(\.points).max() ?? 0
        let earned = Int128(points) * Int128(best) * Int128(rule.fen)
        if earned >= Int128(max(1, policy.earning.perFen)) * 10_000 * Int128(rule.points) {
            warning("moneyOff.money", .checkPointsWorthBill)
        }
    }

    private mutating func topUps() {
        let rules = policy.storedValue.topUps
        distinct("storedValue.topUps", rules.map(\.id))
        for (index, rule) in rules.enumerated() {
            let path = "storedValue.topUps.\(rule.id)"
            occasion(rule.when, "\(path).when")
            if rule.giftFen <= 0, rule.points <= 0 { error("\(path).gift", .checkGivesNothing) }
            if let most = policy.region.maximumPerCard, rule.fromFen > most {
                error("\(path).from", .checkCardHolds, .fen(most), .fen(RegionalProfile().maximumPerCard ?? 0))
            }
            if rule.giftFen > rule.fromFen {
                warning("\(path).gift", .checkGiftLarge, .fen(rule.giftFen), .fen(rule.fromFen))
            }
            for other in rules[..<index] where overlap(other.when, rule.when) {
                if other.fromFen == rule.fromFen {
                    error("\(path).from", .checkTopUpTies, .id(other.id))
                } else if (other.fromFen < rule.fromFen) != (other.giftFen <= rule.giftFen), other.points == rule.points
                {
                    warning("\(path).gift", .checkTopUpLess, .id(other.id))
                }
            }
        }
    }

    private mutating func packages() {
        distinct("packages", policy.packages.map(\.id))
        for item in policy.items.values.filter({ $0.kind == .package }).map(\.id).sorted()
        where !policy.packages.contains(where: { $0.id == item }) {
            error("items.\(item)", .checkNoSessions)
        }
        for kind in policy.packages {
            let path = "packages.\(kind.id)"
            if let item = policy.items[kind.id], item.kind == .package {
                if item.price != kind.price {
                    error("\(path).price", .checkTwoPrices, .fen(kind.price), .fen(item.price))
                }
            } else {
                error(path, .checkNoPackageItem)
            }
            for id in kind.sessions.keys.sorted() where policy.items[id].map({ $0.kind != .service }) ?? false {
                error("\(path).sessions.\(id)", .checkNoServiceHere)
            }
            let single: Int128 =
                if let shared = kind.shared {
                    Int128(shared) * Int128(kind.sessions.keys.compactMap { policy.items[$0]?.price.fen }.max() ?? 0)
                } else {
                    kind.sessions.reduce(0) { $0 + Int128($1.value) * Int128(policy.items[$1.key]?.price.fen ?? 0) }
                }
            if single > 0, Int128(kind.price.fen) >= single {
                warning("\(path).price", .checkPackageDear)
            }
        }
    }
}
