internal import HubAPI

/// How much more fits on a page of the feed. Sizes are slight overestimates of the JSON in bytes, so that nothing has
/// to be encoded twice.
struct FeedRoom {
    private(set) var bytesLeft: Int
    private(set) var members = 0

    init(bytes: Int) { bytesLeft = bytes }

    /// One member always fits, whatever there is of it.
    var isFull: Bool { members >= HubLimits.membersPerFeedPage || (members > 0 && bytesLeft <= 0) }

    mutating func take(_ member: MemberFacts) {
        members += 1
        bytesLeft -= Self.bytes(of: member)
    }

    static func bytes(of member: MemberFacts) -> Int {
        let cards = member.cards.reduce(0) { $0 + 250 + 180 * $1.open.count }
        return 500 + 170 * member.lots.count + cards + 350 * member.bookings.count
            + (member.standing.map(bytes(of:)) ?? 0)
    }

    private static func bytes(of standing: StandingFacts) -> Int {
        let uses = standing.uses.reduce(0) { $0 + $1.key.utf8.count + 8 + 16 * $1.value.count }
        let days = standing.days.reduce(0) { sum, day in
            sum + 16 + [day.spend, day.pointsEarned, day.services].reduce(0) { $0 + "\($1)".utf8.count }
        }
        return 350 + 200 * standing.below.count + days + uses
    }
}
