package import CardProtocol
internal import HubAPI
package import KioskSession
package import KioskStore
internal import Loyalty
internal import Synchronization
internal import Vocabulary

/// Everything a kiosk does with a card, the snapshot and the journal together. Blocking and synchronous: `read`,
/// `spend` and `settle` run on the reader's thread, `checkIn` on the session's.
///
/// What the first three ideas of design.md demand of a kiosk is done here or in what it calls.
package final class CardTransactions: Sendable {
    /// Which kiosk this is, and how it treats cards.
    package struct Configuration: Sendable {
        package var kiosk: String
        package var keys: KioskKeys
        /// A second tap of a card within this time shows the result of the first again.
        package var doubleTapSeconds = 5
        /// For `CardTrace`.
        package var traceKey: [UInt8] = []

        package init(kiosk: String, keys: KioskKeys) {
            self.kiosk = kiosk
            self.keys = keys
        }
    }

    let store: KioskStore
    let configuration: Configuration
    let surroundings: Surroundings
    package let policies: KioskPolicies
    /// Called after each journal entry, to wake the uploader.
    let appended: @Sendable () -> Void
    /// Holds that this kiosk has asked the hub for.
    package let holds = HoldBook()
    private let trusted = Mutex<Set<CardID>>([])

    /// How many cards this process remembers as tested; beyond this it forgets them all and tests again.
    private static let trustedCards = 10_000

    package init(
        store: KioskStore, _ configuration: Configuration, _ surroundings: Surroundings,
        appended: @escaping @Sendable () -> Void = {}
    ) {
        self.store = store
        self.configuration = configuration
        self.surroundings = surroundings
        self.appended = appended
        policies = KioskPolicies(store: store, log: surroundings.log)
    }

    var clock: KioskClock { surroundings.clock }

    func newID() -> OperationID { surroundings.newID() }

    func log(_ event: LogEvent) { surroundings.log(event) }

    /// Reads the card on the reader, finds its member, and resolves intents of earlier taps that were still open.
    package func read(_ channel: any CardChannel, _ tap: Tap) -> CardFinding {
        do {
            let startedAtMs = clock.monotonicMs()
            // Looked up once, when the card's id is known; everything about this tap is decided by this standing.
            var looked = Result<CardStanding?, any Error>.success(nil)
            let reading = try card(channel).read { id, odometers in
                looked = Result { try store.standing(of: id) }
                return (try? looked.get())?.wantsRecords(odometers) ?? false
            }
            if case .member(let reading) = reading {
                let trace = CardTrace(of: reading.id, key: configuration.traceKey)
                log(.cardRead(tap.id, card: trace, milliseconds: clock.monotonicMs() - startedAtMs))
            }
            return try finding(for: reading, tap, try looked.get())
        } catch let error as CardError {
            log(.cardFailed(tap.id, code: error.code))
            return .refused(Self.notice(for: error))
        } catch {
            log(.fault(code: storeFailureCode(error)))
            return .refused(.cannotRecord)
        }
    }

    /// Spends by card: debit, record, durable intent, commit, durable outcome.
    ///
    /// After a refusal the order is over, and its hold is given back. The hold is kept only if the wrong card was
    /// presented, since the right one may follow.
    package func spend(_ channel: any CardChannel, _ order: SpendOrder, _ authority: Authority) -> SpendResult {
        let result = attempt(channel, order, authority)
        if case .refused(let notice) = result, notice != .wrongCard { holds.dropped(order.id) }
        return result
    }

    private func attempt(_ channel: any CardChannel, _ order: SpendOrder, _ authority: Authority) -> SpendResult {
        guard isValid(authority) else { return ranOut(order) }
        var isOver = false
        do {
            let outcome = try card(channel).spend(cardSpend(order)) { before, after in
                // The card took time. Until the intent is on disk, the debit can still be aborted.
                isOver = !isValid(authority) || !holds.claim(order.id)
                guard !isOver else { throw HoldRanOut() }
                try journalIntent(order, authority, before, after)
            }
            switch outcome {
            case .committed:
                try journalOutcome(order.id, order.tap, order.member, order.card, .posted, .cardAnswer)
                return .committed
            case .unknown:
                log(.outcomeUnknown(order.tap.id))
                return .unknown
            }
        } catch let error as CardError {
            guard !isOver else { return ranOut(order) }
            log(.cardFailed(order.tap.id, code: error.code))
            return refusal(error, order)
        } catch {
            // The card has committed and the outcome could not be written: pending, as if no answer had come.
            log(.fault(code: storeFailureCode(error)))
            return .unknown
        }
    }

    private func ranOut(_ order: SpendOrder) -> SpendResult {
        log(.refused(order.tap.id, code: "hold-ran-out"))
        return .holdRanOut
    }

    /// Reads the card again to find out whether a spend of unknown outcome was committed.
    package func settle(_ channel: any CardChannel, _ order: SpendOrder) -> SpendResult {
        do {
            guard case .member(let reading) = try card(channel).read(records: { _, _ in true }),
                reading.id == order.card
            else { return .refused(.wrongCard) }
            let before = order.odometer
            switch settlement(reading).finding(for: TapSettlement.Intent(id: order.id, before: before)) {
            case .posted:
                try journalOutcome(order.id, order.tap, order.member, order.card, .posted, .cardRecord)
                return .committed
            case .voided:
                try journalOutcome(order.id, order.tap, order.member, order.card, .voided, .odometer)
                return .voided
            case .stillUnknown:
                return .unknown
            }
        } catch {
            log(.cardFailed(order.tap.id, code: (error as? CardError)?.code ?? storeFailureCode(error)))
            return .refused(.notRead)
        }
    }

    package func checkIn(_ order: CheckInOrder, online: Bool) -> Recorded {
        let fact = Fact.checkIn(CheckIn(booking: order.booking, offline: !online))
        do {
            try append(order.id, order.tap, order.member, order.card, fact)
            return .done
        } catch {
            log(.fault(code: storeFailureCode(error)))
            return .impossible
        }
    }

    /// Whether the durable intent of an operation was written.
    package func hasIntent(_ order: SpendOrder) -> Bool {
        (try? store.isJournalled(order.id)) ?? true
    }

    private func card(_ channel: any CardChannel) -> MemberCard {
        MemberCard(channel: channel, keys: configuration.keys, random: surroundings.chance.bytes) { id in
            self.trusted.withLock { $0.contains(id) }
        }
    }

    func trust(_ id: CardID) {
        trusted.withLock { trusted in
            if trusted.count >= Self.trustedCards { trusted.removeAll(keepingCapacity: true) }
            trusted.insert(id)
        }
    }

    private func cardSpend(_ order: SpendOrder) -> CardSpend {
        CardSpend(
            id: order.card, operation: order.id, amount: order.amount, expected: order.odometer,
            kioskNumber: (try? store.facts())?.kiosk.number ?? 0, atSeconds: clock.nowMs() / 1000, kind: 1)
    }

    /// What a refusal means to the session: the card certainly did not commit.
    private func refusal(_ error: CardError, _ order: SpendOrder) -> SpendResult {
        switch error {
        case .removed, .reset, .tampered, .malformed, .readerFailed: .pulledEarly
        case .differentCard: .refused(.wrongCard)
        case .journalFailed: .refused(.cannotRecord)
        case .odometerMoved: .refused(.notRead)
        case .insufficient, .wrongKey: .refused(.needsDesk)
        case .refused, .impossibleAmount: .refused(.spendNotDone)
        }
    }
}
