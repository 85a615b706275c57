/// A coupon that a member holds. It is used up by bills and given back by refunds, and in no other way.
package struct Coupon: Hashable, Sendable {
    package private(set) var id: String
    package let offer: String
    package let issuedAtMs: Int64
    package private(set) var expiresAtMs: Int64?
    package private(set) var usesLeft: Int64
    /// The entry that issued it.
    package let source: String

    package init(
        id: String, offer: String, issuedAtMs: Int64, expiresAtMs: Int64?, usesLeft: Int64, source: String
    ) {
        self.id = id
        self.offer = offer
        self.issuedAtMs = issuedAtMs
        self.expiresAtMs = expiresAtMs
        self.usesLeft = usesLeft
        self.source = source
    }

    package func counts(atMs now: Int64) -> Bool {
        usesLeft > 0 && issuedAtMs <= now && expiresAtMs.map { now < $0 } ?? true
    }

    mutating func use() { usesLeft -= 1 }

    /// Makes the coupon unusable, because what it was given for is taken back.
    mutating func void() { usesLeft = 0 }

    /// Gives a use back, and moves the end if it would come too soon to use it.
    ///
    /// - Parameter graceEndMs: the coupon stays valid at least until then; `nil` leaves its end as it is.
    mutating func giveBack(graceEndMs: Int64?) {
        usesLeft += 1
        if let end = expiresAtMs, let graceEndMs, end < graceEndMs { expiresAtMs = graceEndMs }
    }

    /// A copy of this coupon under another id, for when its own id is in use already.
    func renamed(_ id: String) -> Coupon {
        var coupon = self
        coupon.id = id
        return coupon
    }
}
