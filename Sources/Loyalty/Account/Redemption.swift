package import Vocabulary

/// A reward that points were taken for, and what became of the claim to it.
package struct Redemption: Hashable, Sendable {
    package enum State: String, Hashable, Sendable { case open, handedOver, returned, forfeited, reversed }

    package var id: String
    package var reward: String
    package var atMs: Int64
    package var price: Amount
    package var parts: [LotPart]
    /// The coupon it gave, if it gave one.
    package private(set) var coupon: String?
    /// How often that coupon could be used when it was given.
    package private(set) var couponUses: Int64 = 0
    package private(set) var state = State.open

    package init(id: String, reward: String, atMs: Int64, price: Amount, parts: [LotPart]) {
        self.id = id
        self.reward = reward
        self.atMs = atMs
        self.price = price
        self.parts = parts
    }

    /// There is nothing to fetch where a coupon is given: the claim is met at once.
    mutating func give(_ coupon: Coupon) {
        self.coupon = coupon.id
        couponUses = coupon.usesLeft
        state = .handedOver
    }

    /// Ends the claim, in one of the ways in which it can end.
    mutating func end(as state: State) { self.state = state }
}
