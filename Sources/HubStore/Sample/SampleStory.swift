internal import Loyalty
internal import Vocabulary

/// One of six people whose card a demonstration lays beside the kiosk: each shows something else that happens at a
/// salon's door.
enum SampleStory: String, CaseIterable {
    /// A few points short of a reward.
    case nearly
    case late
    case early
    /// No appointment.
    case walkIn = "walk-in"
    /// Reads English only.
    case english
    /// Money paid in, and sessions of a package.
    case prepaid

    /// What is printed on the card, so that whoever tries it knows what to look for.
    var told: Bilingual {
        switch self {
        case .nearly: Bilingual(zh: "差 14 分换手部护理", en: "14 points short of hand care")
        case .late: Bilingual(zh: "迟到半小时", en: "Half an hour late")
        case .early: Bilingual(zh: "早到一个半小时", en: "An hour and a half early")
        case .walkIn: Bilingual(zh: "没有预约", en: "No appointment")
        case .english: Bilingual(zh: "只会英文", en: "Reads English only")
        case .prepaid: Bilingual(zh: "储值和 10 次卡", en: "Stored value and a package")
        }
    }

    var surname: (zh: String, en: String) {
        switch self {
        case .nearly: ("王", "Wang")
        case .late: ("陈", "Chen")
        case .early: ("周", "Zhou")
        case .walkIn: ("刘", "Liu")
        case .english: ("Smith", "Smith")
        case .prepaid: ("李", "Li")
        }
    }

    var title: String { self == .walkIn ? "mr" : "ms" }
    var language: String { self == .english ? "en" : "zh" }

    /// Index of the tier in the policy, from the lowest.
    var tier: Int {
        switch self {
        case .nearly: 2
        case .late, .english: 1
        case .early: 0
        case .walkIn: 0
        case .prepaid: 3
        }
    }

    var points: Int64 {
        switch self {
        case .nearly: 186
        case .late: 640
        case .early: 90
        case .walkIn: 45
        case .english: 520
        case .prepaid: 1260
        }
    }

    /// How long after now the appointment begins, in minutes; `nil` for none.
    var appointmentMinutes: Int64? {
        switch self {
        case .nearly: 20
        case .late: -30
        case .early: 90
        case .walkIn: nil
        case .english: 15
        case .prepaid: 10
        }
    }

    /// The member's life, under the policy that is in force.
    func entries(number: String, nowMs: Int64, _ policy: Policy) -> [MemberEntry] {
        let today = policy.zone.day(atMs: nowMs)
        var moment = max(policy.effectiveFromMs, policy.zone.startMs(of: today.adding(days: -60)))
        var entries: [MemberEntry] = []
        func add(_ fact: MemberFact) {
            moment += 1000
            entries.append(
                MemberEntry(id: "\(number)-\(entries.count + 1)", atMs: moment, policy: policy.version, fact: fact))
        }
        add(.joined(Person(joinedAtMs: moment)))
        if policy.tiers.tiers.indices.contains(tier), tier > 0 {
            add(.tierSet(policy.tiers.tiers[tier].id, through: today.adding(days: 200)))
        }
        let lasts = policy.zone.startMs(of: today.adding(days: 120))
        add(.adjust(Adjustment(currency: .points, amount: points, reason: "brought along", expiresAtMs: lasts)))
        guard self == .prepaid else { return entries }
        add(.topUp(paid: Money(fen: 300_000)))
        if let package = policy.items.values.filter({ $0.kind == .package }).min(by: { $0.id < $1.id }) {
            let line = Bill.Line(item: package.id, quantity: 1, unitPrice: package.price)
            add(.bill(Bill(id: "\(number)-package", atMs: moment + 1000, store: "xuhui", lines: [line])))
        }
        return entries
    }
}
