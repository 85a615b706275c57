import Foundation
import HubAPI
import HubStore
import Loyalty
import PolicyFile
import Vocabulary

/// The members that a large salon has copies of. All that is theirs came about by the rules: two years of bills,
/// top-ups, redemptions, tiers and nights; coupons, packages, cards, visits at the kiosk, rewards fetched and not.
struct SalonTemplate {
    /// So many lives differ.
    static let members = 400
    private static let membersPerCoupon = 5
    private static let membersPerPackage = 8

    /// Everything happened so long before the salon's moment: what is measured in the salon comes after it.
    static let backMs: Int64 = 30 * 3_600_000

    let database: HubDatabase
    let clock: SalonClock
    let seed: UInt64

    /// - Parameter folder: for the policy, while it is read.
    /// - Returns: the names of kiosks.
    func make(_ count: Int, in folder: URL) async throws -> [String] {
        let policy = try LongPolicy.write(in: folder, momentMs: clock.nowMs)
        let salon = try await database.seedSample(members: count, seed: seed, policy: policy)
        try await enterRights()
        try await TemplateVisits(database: database, kiosks: salon.kiosks, momentMs: clock.nowMs, seed: seed).upload()
        try await handOver()
        clock.catchUp()
        while try await database.runNights().members > 0 {}
        try await database.tidy()
        return salon.kiosks
    }

    /// What only a desk gives.
    private func enterRights() async throws {
        for (place, member) in try await members().enumerated() {
            if place.isMultiple(of: Self.membersPerCoupon) {
                try await enter(
                    """
                    {"id": "\(member.number)-c", "kind": "couponIssued",
                     "offer": "thank-you", "coupon": "\(member.number)-k"}
                    """, for: member.id)
            }
            if place.isMultiple(of: Self.membersPerPackage) {
                try await enter(
                    """
                    {"id": "\(member.number)-p", "kind": "bill", "store": "xuhui",
                     "lines": [{"item": "facial-10", "unitPriceFen": 304000}]}
                    """, for: member.id)
            }
        }
    }

    private func enter(_ order: String, for member: MemberID) async throws {
        let answer = try await database.enter(try DeskOrder.decode(order, file: "order"), for: member)
        if let refusal = answer.refusal { throw BaselineFailure(what: "\(refusal)", code: 1) }
    }

    private func members() async throws -> [MemberSummary] {
        var (members, last): ([MemberSummary], String?) = ([], nil)
        while true {
            let page = try await database.members(number: nil, after: last, limit: nil)
            members += page.members
            last = page.next
            if last == nil { return members }
        }
    }

    /// Every other reward was fetched.
    private func handOver() async throws {
        for (place, claim) in try await database.claims(.open).claims.enumerated() where place.isMultiple(of: 2) {
            _ = try await database.handOver(code: claim.code)
        }
    }
}

/// The sample salon's policy, in force for two years.
private enum LongPolicy {
    private static let years = 2

    static func write(in folder: URL, momentMs: Int64) throws -> String {
        let sample = try PolicyDocument.read(SamplePolicy.path)
        let zone = sample.policy.zone
        let first = zone.day(atMs: momentMs).adding(days: -365 * years)
        let text = sample.text.replacing("effectiveFrom: 2026-01-01\n", with: "effectiveFrom: \(first)\n")
        let path = folder.appending(path: "policies/long.yaml")
        try put(text, path)
        for (name, calendar) in sample.calendars {
            try put(calendar, path.deletingLastPathComponent().appending(path: name).standardized)
        }
        return path.path
    }

    private static func put(_ text: String, _ file: URL) throws {
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: false, encoding: .utf8)
    }
}
