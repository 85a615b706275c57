internal import Identity
internal import Loyalty

/// A package that one member gives to another: both sides are entered in one transaction, or neither.
struct PackageGift {
    private let taker: EntryDesk
    private let entry: MemberEntry

    /// - Returns: `nil` for entries that give nothing away.
    /// - Throws: `refused` where the entry does not name another member, `notFound` for one who is not there.
    init?(_ given: MemberEntry, desk: EntryDesk) throws {
        guard case .package(let lot?, .transferredAway(let to)) = given.fact else { return nil }
        guard let member = to.flatMap({ MemberID($0) }), member != desk.member else {
            throw HubStoreError.refused("A package goes to another member: step.to takes that member's id.")
        }
        taker = EntryDesk(db: desk.db, nowMs: desk.nowMs, member: member)
        try taker.requireMember()
        let giver = try MemberHistory.account(of: desk.member, before: given, desk.db)
        // Where there is nothing to give, the rules say so to the giver.
        guard giver.packages[lot] != nil, let step = try giver.packageTransfer(lot) else { return nil }
        let id = "received-\(given.id)"
        entry = MemberEntry(id: id, atMs: given.atMs, policy: given.policy, fact: .package(lot: id, step))
    }

    /// - Throws: `refused` where the other member cannot have it; the whole transaction is undone then.
    func enter() throws {
        try Nights(db: taker.db, nowMs: taker.nowMs, member: taker.member).catchUp()
        let answer = try taker.enter(entry)
        if let refusal = answer.refusal { throw HubStoreError.refused(refusal.en) }
    }
}
