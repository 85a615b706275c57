internal import Vocabulary

/// A sort key made of an offer's contents, so that the order of two offers depends on what they do and not on their
/// ids. Exchanging two offers with the same key changes no figure.
///
/// It is compared after layer, priority, breadth, the discount on the bill and the gift, and before the id. The kind of
/// effect comes first, as the policy's documentation lists them, then the greater figures, then the lower threshold.
struct OfferTurn: Hashable, Comparable, Sendable {
    private let figures: [Int64]
    private let names: [String]

    init(_ offer: Offer) {
        let threshold = offer.threshold ?? OfferThreshold()
        figures =
            Self.figures(of: offer.effect)
            + [
                offer.base == .running ? 0 : 1, threshold.base == .list ? 0 : 1, threshold.fen, threshold.quantity,
                offer.coupon == nil ? 0 : 1, Int64(offer.excludes.count),
            ]
        names = Self.names(of: offer.scope) + Self.names(of: threshold.scope ?? offer.scope) + [offer.group ?? ""]
    }

    static func < (left: OfferTurn, right: OfferTurn) -> Bool {
        if left.figures != right.figures { return left.figures.lexicographicallyPrecedes(right.figures) }
        return left.names.lexicographicallyPrecedes(right.names)
    }

    private static func figures(of effect: Offer.Effect) -> [Int64] {
        switch effect {
        case .percentOff(let rate, let cap): [0, falling(rate), falling(cap)]
        case .amountOff(let fen): [1, falling(fen)]
        case .amountOffEvery(let every, let off, let times): [2, every, falling(off), falling(times)]
        case .fixedPrice(let price): [3, price]
        case .buyGet(let buy, let free, let rate, let times): [4, buy, falling(free), falling(rate), falling(times)]
        case .cheapestOff(let rate, let cap): [5, falling(rate), falling(cap)]
        case .gift(let gift): [6, falling(gift.value), falling(gift.points)]
        }
    }

    /// Sorts greater figures first; `nil`, which means no bound, comes before all of them.
    private static func falling(_ figure: Int64?) -> Int64 { .max &- (figure ?? .max) }

    /// Makes one text of each set, so that sets of different sizes are never taken for one another.
    private static func names(of scope: ItemScope) -> [String] {
        [scope.items, scope.categories, Set(scope.kinds.map(\.rawValue)), scope.except].map {
            $0.sorted().joined(separator: ",")
        }
    }
}

extension Gift {
    /// Points that it gives; 0 for a coupon or a thing.
    var points: Int64 { if case .points(let points) = kind { min(max(0, points), Bounds.amount) } else { 0 } }
}
