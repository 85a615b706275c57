internal import Booking
internal import HubAPI
internal import KioskSession
internal import KioskStore
internal import Loyalty
internal import Vocabulary

/// Makes the visitor whom the session greets from the hub's facts, the policy in force and this kiosk's own journal.
/// Nothing is computed here that the rules compute: it makes an account and asks them.
struct VisitorView {
    let standing: CardStanding
    /// `nil` for a UID-only card, which has none.
    let odometer: Amount?
    let policy: Policy
    let nowMs: Int64
    /// The member's account by the hub's facts, with time passed up to `nowMs`.
    let account: MemberAccount
    private let calendar: StoreCalendar

    init(_ standing: CardStanding, odometer: Amount?, policy: Policy, atMs now: Int64) {
        self.standing = standing
        self.odometer = odometer
        self.policy = policy
        nowMs = now
        account = MemberAccount(standing.member, atMs: now)
        calendar = StoreCalendar(of: standing.snapshot.kiosk)
    }

    var facts: MemberFacts { standing.member }
    var card: CardFacts { standing.card }
    /// This kiosk's spends of the member that the snapshot does not contain yet, posted or pending.
    var own: [LocalSpend] { standing.localSpends }
    /// Where this kiosk stands, as rules name it.
    var store: String { standing.snapshot.kiosk.storeID }
    /// `nil` while the first snapshot is still being fetched: nothing is spent off line then.
    private var asOfMs: Int64? { standing.snapshot.asOfMs }

    var visitor: Visitor {
        let tier = account.tier(atMs: nowMs, policy)?.name ?? facts.tierName
        let greeting = Greeting(surname: facts.surname, title: facts.title.known ?? .none)
        var visitor = Visitor(
            member: facts.id, card: card.id, greeting: greeting, tier: tier, funds: funds,
            asOf: calendar.time(asOfMs ?? 0))
        visitor.numberTail = facts.numberTail
        visitor.language = language
        visitor.tierRank = tierRank
        visitor.about = about
        visitor.maySpend = card.kind == .desfire
        visitor.bookings = appointments
        visitor.hasArrived = hasArrived
        visitor.claims = claims
        let shelf = shelf
        visitor.rewards = rewards(shelf)
        visitor.refusals = shelf.refused.mapValues(\.sentence)
        visitor.reasons = reasons(shelf)
        return visitor
    }

    /// The language last chosen at this kiosk, or else the one that the hub names.
    private var language: Language {
        standing.language.flatMap(Language.init) ?? facts.language.known ?? .zh
    }

    private var tierRank: TierRank {
        TierRank(account.tierIndex(atMs: nowMs, policy) ?? 0, of: policy.tiers.tiers.count)
    }

    /// Whether the member has checked in today: at this very kiosk, or at another of this store.
    private var hasArrived: Bool {
        let today = calendar.day(nowMs)
        if let checkedInAtMs = standing.checkedInAtMs, checkedInAtMs >= today.lowerBound { return true }
        guard let arrival = facts.arrival else { return false }
        return arrival.store == store && today.contains(arrival.atMs)
    }

    /// What the hub knows to be open, and what this kiosk has sold since; the newest first.
    private var claims: [OpenClaim] {
        let told = facts.claims ?? []
        let sold = own.reversed().compactMap { spend -> OpenClaim? in
            let code = ClaimCode.text(for: spend.id)
            guard spend.state == .posted, let reward = spend.reward, !told.contains(where: { $0.code == code }) else {
                return nil
            }
            let name = policy.rewards.first { $0.id == reward }?.name ?? Bilingual(both: reward)
            return OpenClaim(reward: name, code: code, lastDay: spend.tappedAtMs.map(lastDay))
        }
        return sold
            + told.map { OpenClaim(reward: $0.reward, code: $0.code, lastDay: lastDay($0.atMs)) }
    }

    private func lastDay(_ redeemedAtMs: Int64) -> LocalTime {
        calendar.time(policy.claimEndMs(redeemedAtMs: redeemedAtMs) - 1)
    }

    var funds: OfflineSpend {
        OfflineSpend(
            balance: account.purse.funds(atMs: nowMs), odometer: odometer ?? settled, settled: settled,
            heldElsewhere: heldElsewhere,
            ownOtherCards: own.filter { $0.card != card.id && !$0.heldByHub }.reduce(.zero) { $0 + $1.amount },
            limit: policy.kiosk.offlineLimit, proofAbove: policy.kiosk.proofAbove,
            cardMaySpendOffline: card.spendsOffline && card.kind == .desfire,
            snapshotAgeSeconds: asOfMs.map { (nowMs - $0) / 1000 } ?? .max,
            snapshotMaxAgeSeconds: policy.kiosk.snapshotMaxAgeSeconds)
    }

    private var settled: Amount { card.settled }

    /// What the hub holds, less this card's open intents: the card's odometer already shows whether these were spent.
    private var heldElsewhere: Amount {
        let ofThisCard = card.open.reduce(Amount.zero) { $0 + $1.after - $1.before }
        let rest = facts.held - ofThisCard
        return Amount(points: max(.zero, rest.points), money: max(.zero, rest.money))
    }

    /// Whether figures can only be shown as "about": the card has spent something that is neither booked nor known to
    /// this kiosk, and the hub may hold it or not.
    private var about: Bool {
        guard let odometer else { return false }
        let mine = own.filter { $0.card == card.id && $0.state == .posted }.reduce(Amount.zero) { $0 + $1.amount }
        return odometer != settled + mine
    }

    private var appointments: [Appointment] {
        let today = calendar.day(nowMs)
        let window = CheckInWindow(
            earlyMinutes: policy.kiosk.checkInEarlyMinutes, lateMinutes: policy.kiosk.checkInLateMinutes)
        return facts.bookings.filter { today.contains($0.startsAtMs) && $0.status != .cancelled }
            .map { appointment($0, window) }
    }

    private func appointment(_ booking: BookingFacts, _ window: CheckInWindow) -> Appointment {
        let verdict = window.verdict(appointmentAtMs: booking.startsAtMs, nowMs: nowMs)
        let line = BookingLine(
            id: booking.id, time: calendar.time(booking.startsAtMs), service: booking.service,
            minutes: Int(clamping: booking.minutes), staff: booking.staff, status: status(booking, verdict),
            place: isElsewhere(booking) ? booking.place ?? Bilingual(both: "") : nil)
        switch verdict {
        case .open: return Appointment(line: line, window: .open)
        case .tooEarly(let from): return Appointment(line: line, window: .tooEarly(from: calendar.time(from)))
        case .tooLate: return Appointment(line: line, window: .tooLate)
        }
    }

    private func status(_ booking: BookingFacts, _ verdict: CheckInWindow.Verdict) -> BookingLine.Status {
        if booking.status != .booked || standing.checkedInBookings.contains(booking.id) { return .checkedIn }
        return verdict == .tooLate ? .missed : .waiting
    }

    private func isElsewhere(_ booking: BookingFacts) -> Bool { booking.store.map { $0 != store } ?? false }
}
