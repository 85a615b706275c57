package import Vocabulary

/// The states before a visitor is known and after the visit.
extension Session {
    mutating func whileIdle(_ event: Event) -> [Effect] {
        switch event {
        case .cardPresented(let tap):
            return read(tap)
        case .touched(.again, let fresh) where lying != .nothing:
            return read(fresh)
        case .touched(.switchLanguage, _):
            chooseLanguage()
            return [show(), start(.linger, timings.notice)]
        case .timerFired:
            chosenLanguage = nil
            return [show()]
        case .readerReady, .readerLost, .cardRemoved, .spendFinished:
            return [show()]
        case .touched, .cardRead, .checkInRecorded, .holdAnswered, .lookedAgain, .headerChanged:
            return []
        }
    }

    mutating func whileReading(_ tap: Tap, _ event: Event) -> [Effect] {
        switch event {
        case .cardRead(tap, .visitor(let visitor)):
            return begin(visitor, tap)
        case .cardRead(tap, .refused(let notice)):
            state = .refused(notice)
            return [show(), start(.linger, timings.notice)]
        case .cardPresented(let tap):
            // The reader saw the card go and come while it was being read: only the newest tap counts.
            return read(tap)
        case .readerLost:
            return becomeIdle()
        case .touched(.switchLanguage, _):
            chooseLanguage()
            return [show()]
        case .touched, .cardRead, .cardRemoved, .readerReady, .checkInRecorded, .holdAnswered, .spendFinished,
            .lookedAgain, .timerFired, .headerChanged:
            return []
        }
    }

    mutating func whileRefused(_ notice: Notice, _ event: Event) -> [Effect] {
        switch event {
        case .cardPresented(let tap):
            return read(tap)
        case .touched(.again, let fresh) where lying != .nothing:
            return read(fresh)
        case .timerFired, .readerLost, .touched(.again, _), .touched(.finish, _), .touched(.back, _):
            return becomeIdle()
        case .touched(.switchLanguage, _):
            chooseLanguage()
            return [show(), start(.linger, timings.notice)]
        case .touched:
            return [start(.linger, timings.notice)]
        case .cardRead, .cardRemoved, .readerReady, .checkInRecorded, .holdAnswered, .spendFinished, .lookedAgain,
            .headerChanged:
            return []
        }
    }

    mutating func whileParting(_ farewell: Farewell, _ event: Event) -> [Effect] {
        switch event {
        case .cardPresented(let tap):
            return farewell.forgetting + read(tap)
        case .timerFired, .touched(.finish, _), .touched(.back, _):
            return farewell.forgetting + becomeIdle()
        case .touched(.switchLanguage, _):
            var farewell = farewell
            farewell.language = farewell.language.other
            state = .farewell(farewell)
            return [show(), start(.linger, seconds(farewell))]
        case .cardRemoved, .readerLost:
            return [show()]
        case .touched, .cardRead, .readerReady, .checkInRecorded, .holdAnswered, .spendFinished, .lookedAgain,
            .headerChanged:
            return []
        }
    }

    private mutating func chooseLanguage() { chosenLanguage = (chosenLanguage ?? houseLanguage).other }

    mutating func becomeIdle() -> [Effect] {
        timers = [:]
        chosenLanguage = nil
        state = .idle
        return [show()]
    }

    /// Only a complete read opens a visit.
    mutating func begin(_ visitor: Visitor, _ tap: Tap) -> [Effect] {
        var visit = Visit(visitor: visitor, tap: tap)
        var effects: [Effect] = []
        if let chosenLanguage {
            if chosenLanguage != visitor.language { effects = [.rememberLanguage(visitor.member, chosenLanguage)] }
            visit.language = chosenLanguage
        }
        chosenLanguage = nil
        visit.page = firstPage(visitor)
        submittedSpend = nil
        state = .visit(visit)
        return [show(), startIdle(visit.page)] + effects
    }

    /// The first page. If the visitor's last spend ended without being shown, or the card is tapped twice, it is that
    /// claim.
    private func firstPage(_ visitor: Visitor) -> Visit.Page {
        let cutOff = submittedSpend?.order.card == visitor.card ? submittedSpend?.order.claimCode : nil
        let wanted = cutOff ?? visitor.recentClaim
        guard let page = visitor.claims.firstIndex(where: { $0.code == wanted }) else { return .welcome }
        return .claims(page: page)
    }

    /// Ends the visit with a goodbye of this kind.
    mutating func part(_ kind: Farewell.Kind, _ visit: Visit) -> [Effect] {
        let farewell = Farewell(kind: kind, language: visit.language)
        timers = [:]
        state = .farewell(farewell)
        let effects = farewell.forgetting.isEmpty ? [Effect.endVisit] : []
        return effects + [show(), start(.linger, seconds(farewell))]
    }

    private func seconds(_ farewell: Farewell) -> Int {
        if case .checkedIn = farewell.kind { timings.linger } else { timings.goodbye }
    }
}

/// The last thing somebody is shown.
package struct Farewell: Hashable, Sendable {
    package var kind: Kind
    package var language: Language

    package enum Kind: Hashable, Sendable {
        case checkedIn(Greeting, BookingLine?)
        case goodbye(Goodbye.Occasion)
    }

    /// Effects to perform when this screen goes. A visitor who checks in is still named on it, so the visit ends only
    /// then.
    var forgetting: [Effect] { if case .checkedIn = kind { [.endVisit] } else { [] } }
}
