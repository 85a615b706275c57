import Foundation
import HubAPI
import KioskStore
import Vocabulary

/// A large salon, made of numbers: member 0, 1, 2 …, each with one card, three lots and some bookings of today.
struct BenchSalon: Sendable {
    let members: Int
    let nowMs = Int64(Date().timeIntervalSince1970 * 1000)

    static let zone = StoreZone.shanghai
    static let kiosk = "bench-1"
    static let rewards: [(id: String, zh: String, en: String, points: Int64, yuan: Int64)] = [
        ("mask", "补水面膜一片", "Hydrating mask", 80, 0), ("hand-care", "手部护理一次", "Hand care", 200, 0),
        ("head-spa", "头皮护理一次", "Head spa", 500, 0), ("essence", "精华液小样", "Essence sample", 60, 20),
        ("facial", "深层清洁护理一次", "Deep cleansing facial", 900, 0),
    ]

    static let policy = PolicyText(
        document: """
            version: bench-1
            name: {zh: 测量, en: Bench}
            effectiveFrom: 2020-01-01
            zone: \(zone.name)
            items:
              care: {name: {zh: 护理, en: Care}, kind: service, category: care, price: ¥380}
            tiers:
              levels:
                classic: {name: {zh: 普通会员, en: Classic}}
                gold: {name: {zh: 金卡会员, en: Gold}, reach: {spend: ¥5000, visits: 24}}
                diamond: {name: {zh: 钻石会员, en: Diamond}, reach: {spend: ¥20000}}
            rewards:
            \(rewards.map(Self.line).joined(separator: "\n"))
            kiosk:
              offlineLimit: {points: 1000000, money: ¥0}
              snapshotMaxAgeSeconds: 86400
              proofAbove: {points: 1000000, money: ¥0}
            """, calendars: [:])

    private static func line(_ reward: (id: String, zh: String, en: String, points: Int64, yuan: Int64)) -> String {
        "  \(reward.id): {name: {zh: \(reward.zh), en: \(reward.en)}, kind: other, "
            + "price: {points: \(reward.points), money: ¥\(reward.yuan)}}"
    }

    private static let names = [
        ("王", "Wang"), ("李", "Li"), ("张", "Zhang"), ("刘", "Liu"), ("陈", "Chen"), ("杨", "Yang"), ("黄", "Huang"),
        ("赵", "Zhao"), ("欧阳", "Ouyang"), ("司徒", "Situ"),
    ]

    func id(_ number: Int) -> MemberID { MemberID(Self.uuid(UInt64(number))) }

    /// UIDs of seven bytes begin with the maker: 04 is NXP.
    func card(_ number: Int) -> CardID? {
        let tail = (0..<6).map { UInt8(truncatingIfNeeded: number >> (8 * (5 - $0))) }
        return CardUID([0x04] + tail).map { CardID(uid: $0, issueNumber: 1) }
    }

    /// The same number gives the same UUID.
    static func uuid(_ seed: UInt64) -> UUID {
        var generator = SeededGenerator(seed: seed)
        var raw: uuid_t = UUID().uuid
        withUnsafeMutableBytes(of: &raw) { bytes in
            for index in bytes.indices { bytes[index] = UInt8(truncatingIfNeeded: generator.next()) }
        }
        return UUID(uuid: raw)
    }

    func facts(_ number: Int) -> MemberFacts {
        let name = Self.names[number % Self.names.count]
        return MemberFacts(
            id: id(number), surname: Bilingual(zh: name.0, en: name.1), title: .known(.ms), tier: "gold",
            tierName: Bilingual(zh: "金卡会员", en: "Gold"), language: .known(number.isMultiple(of: 7) ? .en : .zh),
            numberTail: String(format: "%04d", number % 10_000), lots: lots(number), held: .zero,
            cards: cards(number), bookings: bookings(number), standing: standing(number))
    }

    /// Somebody who came every other week for two years.
    private func standing(_ number: Int) -> StandingFacts {
        let (today, dayMs) = (Int(nowMs / 86_400_000), Int64(86_400_000))
        var standing = StandingFacts()
        standing.joinedAtMs = nowMs - 730 * dayMs
        standing.tier = "gold"
        standing.sinceMs = nowMs - 100 * dayMs
        standing.keptUntilMs = nowMs + 265 * dayMs
        standing.keptFromDay = today - 100
        standing.provenOnDay = today - 100
        standing.asOfMs = nowMs - dayMs
        standing.days = (0..<52).map { visit in
            QualifyingDay(
                day: today - 14 * (52 - visit), spend: 38_000, pointsEarned: 76, services: 1, bills: 1)
        }
        standing.uses = ["mask": [UsedDay(day: today - 40, times: 1)]]
        return standing
    }

    private func lots(_ number: Int) -> [LotFacts] {
        let year: Int64 = 365 * 86_400_000
        return [
            LotFacts(
                id: "p\(number)", currency: .known(.points), remaining: 50_000, gainedAtMs: nowMs - year,
                expiresAtMs: nowMs + year),
            LotFacts(
                id: "q\(number)", currency: .known(.points), remaining: 300, gainedAtMs: nowMs - year,
                expiresAtMs: nowMs + year / 2),
            LotFacts(
                id: "f\(number)", currency: .known(.principal), remaining: 128_000, gainedAtMs: nowMs - year,
                expiresAtMs: nil),
        ]
    }

    private func cards(_ number: Int) -> [CardFacts] {
        card(number).map { id in
            [
                CardFacts(
                    id: id, kind: .desfire, status: .active, settled: Amount(points: 0, fen: 0),
                    spendsOffline: true, open: [])
            ]
        } ?? []
    }

    /// Everybody who will tap has an appointment now and one later; of the others, one in a hundred.
    private func bookings(_ number: Int) -> [BookingFacts] {
        guard number < CardBox.size || number.isMultiple(of: 100) else { return [] }
        return [(0, "now"), (180, "later")].map { minutes, when in
            BookingFacts(
                id: "\(number)-\(when)", startsAtMs: nowMs + Int64(minutes) * 60_000, minutes: 60,
                service: Bilingual(zh: "深层清洁护理", en: "Deep cleansing facial"),
                staff: Bilingual(zh: "林老师", en: "Lin"), status: .booked)
        }
    }

    /// The feed that brings everybody, page by page.
    func page(_ number: Int, hubEpoch: String) -> FeedPage {
        let size = HubLimits.membersPerFeedPage
        let range = number * size..<min(members, (number + 1) * size)
        return FeedPage(
            position: HubPosition(hubEpoch: hubEpoch, lastSequence: 0, lastHash: ""), cursor: Int64(number + 1),
            more: range.upperBound < members, asOfMs: nowMs,
            kiosk: KioskFacts(
                number: 1, salon: Bilingual(zh: "悦容美容", en: "Yuerong Beauty"), storeID: "xuhui",
                store: Bilingual(zh: "徐汇店", en: "Xuhui"), timeZone: Self.zone.name),
            policies: [
                PolicyFacts(version: "bench-1", effectiveFromMs: 0, sha256: Self.policy.sha256, text: Self.policy)
            ], members: range.map(facts), removedMembers: [])
    }

    var pages: Int { (members + HubLimits.membersPerFeedPage - 1) / HubLimits.membersPerFeedPage }
}

/// How a large snapshot came into a kiosk's file.
struct StoreFilling: Sendable {
    let path: String
    /// Time in `KioskStore.apply` alone.
    let applySeconds: Double
    let bytes: Int64

    static func fill(_ path: String, _ salon: BenchSalon) throws -> StoreFilling {
        Progress.say("   \(salon.members) members into a snapshot")
        let store = try KioskStore.benching(path)
        defer { store.close() }
        var nanoseconds: UInt64 = 0
        for number in 0..<salon.pages {
            let page = salon.page(number, hubEpoch: "bench")
            nanoseconds += try Ticks.of { _ = try store.apply(page, to: try store.feedRequest()) }
        }
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int64
        return StoreFilling(path: path, applySeconds: Double(nanoseconds) / 1e9, bytes: size ?? 0)
    }
}

extension KioskStore {
    /// A store as the kiosk opens it, with the machine's clock.
    static func benching(_ path: String, kiosk: String = BenchSalon.kiosk) throws -> KioskStore {
        try KioskStore.open(
            at: path, kiosk: kiosk, now: { Int64(Date().timeIntervalSince1970 * 1000) }, makeID: { UUID() }
        ).store
    }
}
