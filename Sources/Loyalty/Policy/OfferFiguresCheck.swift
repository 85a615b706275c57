internal import Vocabulary

/// Figures in a policy with which no offer can be computed; a document that was checked has none of them.
extension Policy {
    /// - Throws: `senseless` with the path of the figure.
    func checkOfferFigures() throws(RuleError) {
        guard (1...Bounds.amount).contains(stacking.roundBillToFen) else {
            throw .senseless("stacking.roundBillToFen", stacking.roundBillToFen, 1...Bounds.amount)
        }
        if let problem = offerTable.problem { throw problem }
        try moneyOff?.checkFigures()
    }
}

extension Offer {
    /// - Throws: `senseless` with the path of the figure.
    func checkFigures() throws(RuleError) {
        if let threshold {
            try check(threshold.fen, 0...Bounds.amount, "threshold.fen")
            try check(threshold.quantity, 0...Bounds.amount, "threshold.quantity")
        }
        switch effect {
        case .percentOff(let rate, let cap), .cheapestOff(let rate, let cap):
            try check(rate, 0...10_000, "effect.basisPoints")
            try check(cap ?? 0, 0...Bounds.amount, "effect.cap")
        case .amountOff(let fen): try check(fen, 0...Bounds.amount, "effect.amountOff")
        case .amountOffEvery(let every, let off, let times):
            try check(every, 1...Bounds.amount, "effect.every")
            try check(off, 0...Bounds.amount, "effect.off")
            try check(times ?? 0, 0...Bounds.amount, "effect.times")
        case .fixedPrice(let price): try check(price, 0...Bounds.amount, "effect.fixedPrice")
        case .buyGet(let buy, let free, let rate, let times):
            try check(buy, 0...Bounds.quantity, "effect.buy")
            try check(free, 1...Bounds.quantity, "effect.free")
            try check(rate, 0...10_000, "effect.basisPoints")
            try check(times ?? 0, 0...Bounds.amount, "effect.times")
        case .gift(let gift): try check(gift.value, 0...Bounds.amount, "effect.value")
        }
    }

    private func check(_ figure: Int64, _ allowed: ClosedRange<Int64>, _ path: StaticString) throws(RuleError) {
        guard !allowed.contains(figure) else { return }
        throw .senseless("offers.\(id).\(path)", figure, allowed)
    }
}

extension MoneyOffRule {
    fileprivate func checkFigures() throws(RuleError) {
        try check(points, 1...Bounds.amount, "points")
        try check(fen, 1...Bounds.amount, "fen")
        try check(step, 1...Bounds.amount / max(points, fen), "step")
        try check(minimumPoints, 0...Bounds.amount, "minimumPoints")
        try check(maximumPoints ?? 0, 0...Bounds.amount, "maximumPoints")
        try check(maximumShare, 0...10_000, "maximumShare")
    }

    private func check(_ figure: Int64, _ allowed: ClosedRange<Int64>, _ path: StaticString) throws(RuleError) {
        guard !allowed.contains(figure) else { return }
        throw .senseless("moneyOff.\(path)", figure, allowed)
    }
}
