import Foundation
import HubAPI
import Synchronization
import Vocabulary

@testable import KioskStore

/// A folder that is gone afterwards, a clock and ids that come from a seed, and shorthands for entries.
final class Bench: Sendable {
    let folder: String
    let random: Mutex<SeededGenerator>
    let clock = Mutex<Int64>(1_790_000_000_000)

    init(seed: UInt64 = 1) throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "kiosk-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        folder = url.path
        random = Mutex(SeededGenerator(seed: seed))
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var path: String { folder + "/kiosk.sqlite" }

    func id() -> UUID {
        random.withLock { random in
            var raw: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
            withUnsafeMutableBytes(of: &raw) { bytes in
                for index in bytes.indices { bytes[index] = UInt8.random(in: 0...255, using: &random) }
            }
            return UUID(uuid: raw)
        }
    }

    func place(_ limits: StoreLimits = .small, pragmas: String = StoreConnection.pragmas) -> StorePlace {
        StorePlace(
            path: path, kiosk: "front", limits: limits, now: { self.clock.withLock { $0 } }, makeID: { self.id() },
            pragmas: pragmas)
    }

    func open(_ limits: StoreLimits = .small) throws -> KioskStore.Opened { try KioskStore.open(place(limits)) }

    func store(_ limits: StoreLimits = .small) throws -> KioskStore { try open(limits).store }

    func entry(_ fact: Fact, member: MemberID? = nil, card: CardID? = nil) -> JournalEntry {
        let at = clock.withLock { at in
            at += 1000
            return at
        }
        return JournalEntry(
            id: OperationID(id()), kiosk: "front", tap: OperationID(id()), tappedAtMs: at - 300, recordedAtMs: at,
            bootID: "boot", monotonicMs: at / 7, member: member, card: card, fact: fact)
    }

    func checkIn(_ member: MemberFacts? = nil, booking: String? = "b1") -> JournalEntry {
        entry(
            .checkIn(CheckIn(booking: booking, offline: true)), member: member?.id, card: member?.cards.first?.id)
    }

    func spend(_ member: MemberFacts, points: Int64, before: Int64 = 0) -> JournalEntry {
        entry(
            .spendIntent(
                SpendIntent(
                    amount: Amount(points: points), before: Amount(points: before, fen: 0),
                    after: Amount(points: before + points, fen: 0), reward: "mask", claimCode: "A1B2C3",
                    authority: .offline)),
            member: member.id, card: member.cards.first?.id)
    }

    func outcome(
        _ intent: OperationID, _ outcome: SpendOutcome.Outcome = .posted, _ member: MemberFacts? = nil
    ) -> JournalEntry {
        entry(
            .spendOutcome(SpendOutcome(settles: intent, outcome: outcome, evidence: .cardAnswer)),
            member: member?.id, card: member?.cards.first?.id)
    }

    func member(_ number: UInt32, points: Int64 = 100, open: [OpenIntent] = []) -> MemberFacts {
        let digits = withUnsafeBytes(of: number.bigEndian) { Array($0) }
        let uid = CardUID([4, 0, 0] + digits)
        let card = uid.map {
            CardFacts(
                id: CardID(uid: $0, issueNumber: 1), kind: .desfire, status: .active,
                settled: Amount.zero, spendsOffline: true, open: open)
        }
        return MemberFacts(
            id: MemberID(id()), surname: Bilingual(zh: "陈", en: "Chen"), title: .known(.ms), tier: "gold",
            tierName: Bilingual(zh: "金卡", en: "Gold"), language: .known(.zh), numberTail: "\(number % 10_000)",
            lots: [
                LotFacts(
                    id: "l\(number)", currency: .known(.points), remaining: points, gainedAtMs: 1_780_000_000_000,
                    expiresAtMs: nil)
            ],
            held: .zero, cards: card.map { [$0] } ?? [], bookings: [])
    }
}

extension StoreLimits {
    /// Without a reserve, so that tests leave the disk alone.
    static let small = StoreLimits(refuseSpendingBelowBytes: 1, reserveBytes: 0, freeBytes: { _ in 1 << 40 })
}

/// A copy of the database and its side files, as an operator makes one while nothing runs.
struct Backup {
    private let path: String
    private var files: [String: [UInt8]] = [:]

    init(_ path: String) throws {
        self.path = path
        for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
            files[suffix] = try Array(Data(contentsOf: URL(filePath: path + suffix)))
        }
    }

    func restore() throws {
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: path + suffix)
            if let bytes = files[suffix] { try Data(bytes).write(to: URL(filePath: path + suffix)) }
        }
    }
}
