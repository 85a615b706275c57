internal import Vocabulary

extension BillSheet {
    /// Notes what an offer did to a row.
    func explain(
        _ figures: OfferFigures, _ offer: Offer, row: Int, discount: Int64, _ policy: borrowing Policy,
        _ derivation: inout Derivation
    ) {
        let name = Value.name(offer.name)
        let basis = sum(figures.scope, row: figures.isOnList ? 0 : row)
        switch offer.effect {
        case .percentOff(let rate, let cap):
            let share = uncapped(figures, row: row)
            if let cap, cap < share {
                derivation.note(
                    offer.id, .offerPercentCapped, name, .fen(basis), .basisPoints(rate), .fen(share), .fen(cap),
                    .fen(discount))
            } else {
                derivation.note(
                    offer.id, .offerPercent, name, .fen(basis), .basisPoints(rate), .fen(discount))
            }
        case .amountOff: explainAmount(figures, offer, basis, row: row, discount: discount, &derivation)
        case .amountOffEvery(let every, let off, let times):
            let counted = sum(figures.counted, row: figures.restFrom > 0 ? row : 0)
            if let times, times < counted / every {
                derivation.note(
                    offer.id, .offerEveryAtMost, name, .fen(counted), .count(counted / every), .fen(every),
                    .count(times), .fen(off), .fen(discount))
            } else {
                derivation.note(
                    offer.id, .offerEvery, name, .fen(counted), .count(counted / every), .fen(every), .fen(off),
                    .fen(discount))
            }
        case .fixedPrice(let price):
            derivation.note(
                offer.id, .offerFixedPrice, name, .fen(price), .count(quantity(figures.scope)), .fen(basis),
                .fen(discount))
        case .buyGet(let buy, let free, let rate, _):
            let count = figures.scope.reduce(0) { $0 + units[$1] }
            derivation.note(
                offer.id, .offerBuyGet, name, .count(buy + free), .count(free), .basisPoints(rate), .count(count),
                .fen(discount))
        case .cheapestOff(let rate, let cap): explainCheapest(offer, rate, cap: cap, discount, &derivation)
        case .gift(let gift): derivation.noteGift(gift, offer, policy)
        }
        let wanted = wanted(figures, row: row)
        if wanted > discount {
            derivation.note(offer.id, .offerAtMostRest, name, .fen(sum(figures.scope, row: row)))
        }
    }

    private func explainAmount(
        _ figures: OfferFigures, _ offer: Offer, _ basis: Int64, row: Int, discount: Int64,
        _ derivation: inout Derivation
    ) {
        if let threshold = offer.threshold, threshold.fen > 0 {
            let counted = sum(figures.counted, row: threshold.base == .running ? row : 0)
            derivation.note(
                offer.id, .offerThreshold, .name(offer.name), .fen(counted), .fen(threshold.fen), .fen(discount))
        } else {
            derivation.note(offer.id, .offerAmount, .name(offer.name), .fen(basis), .fen(discount))
        }
    }

    private func explainCheapest(
        _ offer: Offer, _ rate: Int64, cap: Int64?, _ discount: Int64, _ derivation: inout Derivation
    ) {
        if let cap, cap == discount {
            derivation.note(
                offer.id, .offerCheapestCapped, .name(offer.name), .basisPoints(rate), .fen(cap), .fen(discount))
        } else {
            derivation.note(offer.id, .offerCheapest, .name(offer.name), .basisPoints(rate), .fen(discount))
        }
    }
}

extension Derivation {
    fileprivate mutating func noteGift(_ gift: Gift, _ offer: Offer, _ policy: borrowing Policy) {
        let what: Value =
            switch gift.kind {
            case .points(let points): .points(points)
            case .coupon(let coupon): .name(policy.names(of: [coupon], quoted: true))
            case .item(let item): policy.items[item].map { .name($0.name) } ?? .id(item)
            }
        if gift.value > 0 {
            note(offer.id, .offerGiftWorth, .name(offer.name), what, .fen(gift.value))
        } else {
            note(offer.id, .offerGift, .name(offer.name), what)
        }
    }

    /// Notes why an offer is not applied, and what is missing where it is little.
    mutating func noteRefused(_ offer: Offer, _ refusal: OfferRefusal) {
        let name = Value.name(offer.name)
        switch refusal {
        case .occasion: note(offer.id, .refusedOccasion, name)
        case .store: note(offer.id, .refusedStore, name)
        case .tier: note(offer.id, .refusedTier, name)
        case .segment, .age, .sex, .occupation: note(offer.id, .refusedPerson, name)
        case .firstPurchase: note(offer.id, .refusedFirst, name)
        case .away: note(offer.id, .refusedAway, name)
        case .perMember(let limit):
            note(offer.id, .refusedPerMember, name, .count(limit.count), .name(limit.period.name))
        case .total(let count): note(offer.id, .refusedTotal, name, .count(count))
        case .noCoupon: note(offer.id, .refusedNoCoupon, name)
        case .tooLittle(let sum, let needed): note(offer.id, .refusedTooLittle, name, .fen(sum), .fen(needed))
        case .tooLittleLeft(let rest, let needed):
            note(offer.id, .refusedTooLittleLeft, name, .fen(rest), .fen(needed))
        case .tooFew(let count, let needed): note(offer.id, .refusedTooFew, name, .count(count), .count(needed))
        case .noEffect: note(offer.id, .refusedNoEffect, name)
        case .noEffectLeft: note(offer.id, .refusedNoEffectLeft, name)
        case .excludedBy(let other): note(offer.id, .refusedExcluded, name, .name(other))
        case .notCheapest: note(offer.id, .refusedNotCheapest, name)
        case .notTried: note(offer.id, .refusedNotTried, name)
        }
        noteNearly(offer, refusal)
    }

    /// Notes what is missing to an offer's threshold where it is little.
    mutating func noteNearly(_ offer: Offer, _ refusal: OfferRefusal) {
        guard let missing = refusal.missing else { return }
        let name = Value.name(offer.name)
        if missing.units > 0 {
            noteNearly(offer.id, .nearlyUnits, .count(missing.units), name)
        } else if (offer.threshold?.scope ?? offer.scope) == ItemScope() {
            noteNearly(offer.id, .nearlyMore, .fen(missing.fen), name)
        } else {
            noteNearly(offer.id, .nearlyMoreInScope, .fen(missing.fen), name)
        }
    }

    /// Notes how little is missing for an applied 满减 to count once more.
    mutating func noteNextTime(_ offer: Offer, _ figures: OfferFigures, _ sheet: BillSheet) {
        guard case .amountOffEvery(let every, let off, let times) = offer.effect, figures.restFrom == 0 else { return }
        let sum = sheet.sum(figures.counted, row: 0)
        guard sum / every < times ?? .max, OfferRefusal.isNear(sum % every, every) else { return }
        noteNearly(offer.id, .nearlyAgain, .fen(every - sum % every), .name(offer.name), .fen(off))
    }

    mutating func noteRefused(_ coupon: BroughtCoupon) {
        let id = Value.id(coupon.id)
        switch coupon.refusal {
        case .notYet: note(coupon.offer, .couponNotYet, id)
        case .expired: note(coupon.offer, .couponExpired, id)
        case .usedUp: note(coupon.offer, .couponUsedUp, id)
        case .offerGone: note(coupon.offer, .couponOfferGone, id)
        case .notNeeded: note(coupon.offer, .couponNotNeeded, id)
        case .oneOfOffer: note(coupon.offer, .couponOneOfOffer, id)
        case nil: break
        }
    }

    /// Notes how the search went.
    /// - Parameter chosen: what the offers that somebody named come to; `nil` where the best was asked for.
    mutating func note(_ search: Quote.Search, chosen: Money?, _ policy: borrowing Policy) {
        let rule = "stacking.searchLimit"
        let combinations = Value.count(Int64(search.combinations))
        if let chosen, chosen > search.best {
            note(rule, .searchChosen, .fen(chosen), .fen(search.best), .fen(chosen - search.best))
        } else if search.candidates.isEmpty {
            note(rule, .searchNone)
        } else {
            // Nothing is said of what was not tried.
            let isComplete = search.isComplete
            let chosenBest = isComplete ? Phrase.searchChosenBest : .searchChosenBestTried
            note(rule, chosen != nil ? chosenBest : isComplete ? .searchComplete : .searchCompleteTried, combinations)
        }
        if search.isCutShort { note(rule, .searchCutShort, .count(Int64(OfferSearch.mostSteps))) }
        if !search.notTried.isEmpty {
            note(
                rule, .searchNotTried, .count(Int64(search.candidates.count - search.notTried.count)),
                .count(Int64(search.notTried.count)),
                .name(policy.names(of: search.notTried)))
        }
        if !search.notTriedAhead.isEmpty {
            note(
                "stacking.aheadLimit", .searchNotTriedAhead, .count(Int64(search.notTriedAhead.count)),
                .name(policy.names(of: search.notTriedAhead)))
        }
    }
}
