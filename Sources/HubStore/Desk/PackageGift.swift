internal import Loyalty
internal import PolicyFile
internal import Vocabulary

/// A package that one member gives to another: both sides are entered in one transaction, or neither.
struct PackageGift {
    private let taker: MemberEntries
    private let entry: MemberEntry

    /// - Returns: `nil` for entries that give nothing away.
    /// - Throws: `refused` where the entry does not name another member, `notFound` for one who is not there.
    init?(_ given: MemberEntry, of giver: MemberEntries) throws {
        guard case .package(let lot?, .transferredAway(let to)) = given.fact else { return nil }
        guard let member = to.flatMap({ MemberID($0) }), member != giver.member else {
            throw HubStoreError.refused(.receiverMissing)
        }
        taker = MemberEntries(tx: giver.tx, nowMs: giver.nowMs, member: member)
        try taker.tx.lock(member: member)
        try taker.requireMember()
        let account = try MemberHistory.account(of: giver.member, before: given, giver.tx)
        // Where there is nothing to give, the rules say so to the giver.
        guard account.packages[lot] != nil, let step = try account.packageTransfer(lot) else { return nil }
        let id = HubEntryID.received(gift: given.id).description
        entry = MemberEntry(id: id, atMs: given.atMs, policy: given.policy, fact: .package(lot: id, step))
    }

    /// - Throws: `refused` where the other member cannot have it; the whole transaction is undone then.
    func enter() throws {
        try Nights(tx: taker.tx, nowMs: taker.nowMs, member: taker.member).catchUp()
        if let refusal = try taker.enter(entry).refusal { throw HubStoreError.refused(.rule(refusal)) }
    }
}
