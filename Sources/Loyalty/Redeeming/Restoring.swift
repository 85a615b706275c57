internal import Vocabulary

extension Purse {
    /// Gives back what was taken, as the policy has it: to the old lots with their old expiry (but at least the
    /// grace), or as new lots with a new expiry. Principal always goes back to where it came from.
    package mutating func restore(_ parts: [LotPart], atMs now: Int64, entry: String, _ policy: Policy) {
        let grace = policy.graceEndMs(atMs: now)
        guard policy.reversal.restored == .reissue else {
            giveBack(parts, atMs: now, entry: entry, notBeforeMs: grace)
            return
        }
        for part in parts where part.amount > 0 {
            if part.currency == .principal || part.lot == Self.debtLot(part.currency) {
                giveBack([part], atMs: now, entry: entry, notBeforeMs: grace)
            } else {
                reissue(part, atMs: now, entry, policy)
            }
        }
    }

    private mutating func reissue(_ part: LotPart, atMs now: Int64, _ entry: String, _ policy: Policy) {
        let validity = part.currency == .points ? policy.points.validity : policy.storedValue.giftValidity
        grant(
            PurseLot(
                id: DerivedID.copy(of: part.lot, by: entry), currency: part.currency, source: entry,
                granted: part.amount,
                gainedAtMs: now, expiresAtMs: validity.endMs(fromMs: now, policy.zone)), kind: .spendReversal)
    }
}

extension Policy {
    /// The earliest end that anything given back may have, be it points, stored value or coupons; `nil` for no grace,
    /// so that what has expired meanwhile stays expired.
    func graceEndMs(atMs now: Int64) -> Int64? {
        reversal.graceDays > 0 ? Validity.days(reversal.graceDays).endMs(fromMs: now, zone) : nil
    }
}
