import Testing
import Vocabulary

@testable import Loyalty

/// Moments and policies that the tests of stored value, packages and redeeming share.
enum Sample {
    static let zone = StoreZone.shanghai
    static let t0: Int64 = at("2026-01-10")

    /// Noon of a day in Shanghai, or another time of it.
    static func at(_ day: String, _ hour: Int64 = 12, _ minute: Int64 = 0) -> Int64 {
        zone.startMs(of: Day(day) ?? Day(0)) + (hour * 60 + minute) * 60_000
    }

    static func policy(_ change: (inout Policy) -> Void = { _ in }) -> Policy {
        var policy = Policy(version: "test-1", name: name("测试"), effectiveFromMs: 0, zone: zone)
        policy.region.maximumPerCard = nil
        change(&policy)
        return policy
    }

    static func name(_ text: String) -> Bilingual { Bilingual(both: text) }

    /// ¥1000 given from ¥3000 on, with 300 points; ¥100 from ¥500 on.
    static func topUps(_ change: (inout Policy) -> Void = { _ in }) -> Policy {
        policy {
            var large = TopUpRule(id: "large", name: name("充三千送一千"), fromFen: 300_000, giftFen: 100_000)
            large.points = 300
            $0.storedValue.topUps = [
                TopUpRule(id: "small", name: name("充五百送一百"), fromFen: 50_000, giftFen: 10_000), large,
            ]
            change(&$0)
        }
    }
}

extension MemberAccount {
    /// Points of a lot of their own.
    mutating func gain(_ points: Int64, _ id: String, atMs now: Int64, until end: Int64? = nil) {
        purse.grant(
            PurseLot(id: id, currency: .points, source: id, granted: points, gainedAtMs: now, expiresAtMs: end))
    }

    func value(_ currency: LotCurrency, atMs now: Int64) -> Int64 { purse.balance(currency, atMs: now) }
}

/// Every posting so far adds up to what each lot changed by, and no lot is below zero.
func expectLedgerHolds(
    _ purse: Purse, _ postings: [Posting], _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation
) {
    var sums: [String: Int64] = [:]
    for posting in postings { sums[posting.lot, default: 0] += posting.amount }
    for lot in purse.all {
        #expect(sums[lot.id, default: 0] == lot.remaining, comment, sourceLocation: sourceLocation)
        #expect(lot.remaining >= 0, comment, sourceLocation: sourceLocation)
        #expect(lot.taken >= 0 && lot.expired >= 0, comment, sourceLocation: sourceLocation)
        sums[lot.id] = nil
    }
    for currency in LotCurrency.allCases {
        let debt = purse.debt[currency] ?? 0
        #expect(sums[Purse.debtLot(currency), default: 0] == -debt, comment, sourceLocation: sourceLocation)
        #expect(debt >= 0, comment, sourceLocation: sourceLocation)
        sums[Purse.debtLot(currency)] = nil
    }
    #expect(sums.values.allSatisfy { $0 == 0 }, comment, sourceLocation: sourceLocation)
}

/// A word with the figures of a step filled in, for golden comparisons.
func words(_ derivation: Derivation) -> [String] { derivation.steps.map(\.words.zh) }
func nearly(_ derivation: Derivation) -> [String] { derivation.nearly.map(\.words.zh) }
