import Testing
import Vocabulary

@testable import Loyalty

/// Random policies and lives: the engine against the oracle, and what must hold whatever the rules are.
@Suite struct TierOracleTests {
    @Test(arguments: 0..<50 as Range<UInt64>)
    func `The engine gives the oracle's tier at every moment`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for round in 0..<104 {
            let life = TierLife.random(&random, days: round % 20 == 0 ? 400 : 70)
            let told = life.tell().flatMap { $0 }
            var given: [Int] = []
            let share = UInt64(round % 3)
            var dice = SeededGenerator(seed: seed &* 31 &+ UInt64(round))
            _ = life.run(nights: { _ in share == 0 ? false : share == 1 ? true : dice.next() % 5 == 0 }) {
                day, account in
                let now = max(life.midnightMs(day), account.standing.asOfMs ?? 0)
                given.append(account.tierIndex(atMs: now, life.policy) ?? 0)
            }
            let place = zip(given, told).enumerated().first { $1.0 != $1.1 }.map { "\($0): \($1)" }
            #expect(place == nil && given.count == told.count, "seed \(seed) round \(round) \(life.summary)")
        }
    }

    @Test(arguments: 0..<10 as Range<UInt64>)
    func `A job every night, now and then or never leaves the same tier, and asking changes nothing`(seed: UInt64) {
        var random = SeededGenerator(seed: 500 + seed)
        for round in 0..<25 {
            let life = TierLife.random(&random, days: 150)
            let end = life.midnightMs(life.through) + StoreZone.dayMs
            func outcome(_ nights: (Int) -> Bool) -> TierStanding {
                life.run(nights: nights) { _, _ in }.standing(atMs: end, life.policy)
            }
            let never = outcome { _ in false }
            #expect(outcome { _ in true } == never, "seed \(seed) round \(round)")
            #expect(outcome { $0 % 7 == 0 } == never, "seed \(seed) round \(round)")
        }
    }

    @Test(arguments: 0..<10 as Range<UInt64>)
    func `A longer history never changes the past`(seed: UInt64) {
        var random = SeededGenerator(seed: 700 + seed)
        for _ in 0..<30 {
            let life = TierLife.random(&random)
            let cut = life.joined + 100
            var long: [Int] = []
            _ = life.run(nights: { _ in false }, through: cut) { day, account in
                long.append(account.tierIndex(atMs: life.midnightMs(day), life.policy) ?? 0)
            }
            var short = life
            short.events.removeAll { $0.day > cut }
            var told: [Int] = []
            _ = short.run(nights: { _ in false }, through: cut) { day, account in
                told.append(account.tierIndex(atMs: life.midnightMs(day), life.policy) ?? 0)
            }
            #expect(long == told)
        }
    }

    @Test(arguments: 0..<10 as Range<UInt64>)
    func `A refund of everything restores what counts, and the tier where refunds drop at once`(seed: UInt64) {
        var random = SeededGenerator(seed: 900 + seed)
        for round in 0..<25 {
            var life = TierLife.random(&random)
            life.policy.tiers.refund = .dropsAtOnce
            life.events.removeAll { if case .sale = $0.event { false } else { true } }
            if round % 2 == 0 { life.events = life.events.map { (life.joined + 3, $0.event) } }
            let day = life.events.last?.day ?? life.joined
            for place in life.events.indices { life.events.append((day, .refund(sale: place, isWhole: true))) }
            let account = life.run(nights: { _ in false }, through: day) { _, _ in }
            let end = account.standing.asOfMs ?? 0
            #expect(
                account.qualification.days.allSatisfy {
                    $0.spend == 0 && $0.pointsEarned == 0 && $0.services == 0 && $0.bills == 0
                })
            // Within one day nothing else happened to the tier.
            let isWithinADay = Set(life.events.map(\.day)).count <= 1
            if isWithinADay { #expect(account.tierIndex(atMs: end, life.policy) == 0, "seed \(seed) round \(round)") }
        }
    }

    @Test(arguments: 0..<10 as Range<UInt64>)
    func `Entries of one day commute`(seed: UInt64) {
        var random = SeededGenerator(seed: 1100 + seed)
        for round in 0..<25 {
            var life = TierLife.random(&random, days: 100)
            life.events.removeAll { if case .refund = $0.event { true } else { false } }
            let day = life.joined + 20
            for place in life.events.indices.prefix(4) { life.events[place].day = day }
            life.events.sort { $0.day < $1.day }
            var other = life
            let places = life.events.indices.filter { life.events[$0].day == day }
            for (place, from) in zip(places, places.reversed()) { other.events[place] = life.events[from] }
            func outcome(_ life: TierLife) -> Int? {
                life.run(nights: { _ in false }) { _, _ in }.tierIndex(atMs: life.midnightMs(life.through), life.policy)
            }
            #expect(outcome(life) == outcome(other), "seed \(seed) round \(round)")
        }
    }
}
