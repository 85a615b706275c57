internal import Database
internal import Loyalty
internal import PolicyFile
package import Vocabulary

/// What was put in, for whoever starts a demonstration: names of kiosks, numbers of members, no secrets.
package struct SampleSummary: Hashable, Sendable, Codable {
    package var members: Int
    package var bookings: Int
    package var entries: Int
    package var kiosks: [String]
    /// Members with points, stored value and a booking within the hour, for showing; empty where stories are told.
    package var showcase: [Showcase]
    /// Who tells a story at the first kiosk; empty unless they were asked for.
    package var stories: [Story]

    package struct Story: Hashable, Sendable, Codable {
        /// `nearly`, `late`, `early`, `walk-in`, `english`, `prepaid`.
        package var id: String
        package var number: String
        package var member: MemberID
        package var name: Bilingual
        package var tier: Bilingual
        package var told: Bilingual
    }

    package struct Showcase: Hashable, Sendable, Codable {
        package var number: String
        package var member: MemberID
        package var points: Int64
        package var fen: Int64
        package var bookingAtMs: Int64
    }
}

/// The sample salon 悦容美容: the same for the same seed and the same moment.
struct SampleSalon {
    static let showcaseMembers = 8
    static let bookingDays: ClosedRange<Int64> = -7...7
    private static let hourMs: Int64 = 3_600_000

    let tx: Transaction
    let nowMs: Int64
    let memberCount: Int
    /// Of the hub. Random even where all else is not: a new database is a new hub to every kiosk.
    let epoch: String
    let policy: Policy
    /// What the price list has that is done to people, by id.
    private let services: [Item]
    var random: SeededGenerator
    private var members: [MemberID] = []
    private var bookings = 0
    private var entries = 0
    private var busy: [String: [Range<Int64>]] = [:]
    private var showcase: [SampleSummary.Showcase] = []
    private var stories: [SampleSummary.Story] = []

    init(tx: Transaction, nowMs: Int64, memberCount: Int, epoch: String, policy: Policy, seed: UInt64) {
        self.epoch = epoch
        self.policy = policy
        services = policy.items.values.filter { $0.kind == .service }.sorted { $0.id < $1.id }
        self.tx = tx
        self.nowMs = nowMs
        self.memberCount = memberCount
        random = SeededGenerator(seed: seed)
    }

    /// - Parameter stories: whether those are put in who tell one.
    mutating func fill(stories: Bool) throws -> SampleSummary {
        try insertSalon()
        try insertCatalogue()
        for index in 0..<memberCount { try insertMember(index) }
        if stories {
            for story in SampleStory.allCases { try insert(story) }
        } else {
            for index in members.indices.prefix(Self.showcaseMembers) { try insertShowcase(index) }
        }
        try insertBookings()
        return SampleSummary(
            members: members.count, bookings: bookings, entries: entries,
            kiosks: SampleCatalogue.stores.map(Self.kiosk), showcase: showcase, stories: self.stories)
    }

    static func kiosk(_ store: SampleCatalogue.Named) -> String { "\(store.id)-1" }

    private mutating func insertSalon() throws {
        try tx.run(
            """
            INSERT INTO hub (one, epoch, version, booking_day, salon_zh, salon_en, policy)
            VALUES (1, $1, 0, $2, $3, $4, $5)
            """,
            [
                epoch,
                SampleCatalogue.zone.day(atMs: nowMs).number,
                SampleCatalogue.salon.zh, SampleCatalogue.salon.en, policy.version,
            ])
        for (index, store) in SampleCatalogue.stores.enumerated() {
            try tx.run(
                "INSERT INTO store VALUES ($1, $2, $3, $4)", [store.id, store.zh, store.en, SampleCatalogue.zone.name])
            try tx.run(
                "INSERT INTO kiosk (name, number, store) VALUES ($1, $2, $3)", [Self.kiosk(store), index + 1, store.id])
        }
    }

    private func insertCatalogue() throws {
        for (person, store) in SampleCatalogue.staff {
            try tx.run("INSERT INTO staff VALUES ($1, $2, $3, $4)", [person.id, person.zh, person.en, store])
        }
        for service in services {
            let shown = SampleCatalogue.publicNames[service.id] ?? service.name
            try tx.run(
                "INSERT INTO service VALUES ($1, $2, $3, $4, $5, $6, $7)",
                [
                    service.id, service.name.zh, service.name.en, shown.zh, shown.en, Self.minutes(service),
                    service.price.fen,
                ])
        }
    }

    private static func minutes(_ service: Item) -> Int64 { Int64(service.minutes ?? 60) }

    private mutating func insertMember(_ index: Int) throws {
        guard let id = MemberID(bytes: random.uuidBytes()) else { return }
        let surname = random.pick(SampleCatalogue.surnames)
        let title = random.pick(["ms", "ms", "ms", "mr", "none"])
        try insertRow(
            of: id, index, surname, given: random.pick(SampleCatalogue.givenNames), title: title,
            language: random.number(0...9) == 0 ? "en" : "zh")
        members.append(id)
        try insertLife(of: id, index, title)
    }

    private func insertRow(
        of id: MemberID, _ index: Int, _ surname: (zh: String, en: String), given: String, title: String,
        language: String
    ) throws {
        try tx.run(
            """
            INSERT INTO member (id, number, surname_zh, surname_en, given, phone, title, tier, language, version)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            [
                id, Self.number(index), surname.zh, surname.en, given,
                "1390000\(String(10_000 + index).suffix(4))", title, policy.tiers.tiers[0].id, language,
                try FeedOrder.next(tx),
            ])
    }

    private mutating func insertLife(of member: MemberID, _ index: Int, _ title: String) throws {
        let life = SampleLife(
            number: Self.number(index), store: SampleCatalogue.stores[index % SampleCatalogue.stores.count].id,
            title: title, isShown: index < Self.showcaseMembers, nowMs: nowMs, policy, &random)
        try keep(life.entries, of: member)
    }

    private mutating func keep(_ life: [MemberEntry], of member: MemberID) throws {
        let books = MemberEntries(tx: tx, nowMs: nowMs, member: member)
        let history = try MemberHistory.evaluate(member, adding: life.map { .entry($0) }, tx)
        for entry in life { try books.keep(entry) }
        try MemberBooks.book(history, member: member, tx, Incidents(tx: tx, nowMs: nowMs))
        entries += life.count
    }

    /// Those who tell a story come behind all others, with appointments at the first store.
    private mutating func insert(_ story: SampleStory) throws {
        guard let id = MemberID(bytes: random.uuidBytes()) else { return }
        let index = members.count
        try insertRow(
            of: id, index, story.surname, given: SampleCatalogue.givenNames[0], title: story.title,
            language: story.language)
        members.append(id)
        try keep(story.entries(number: Self.number(index), nowMs: nowMs, policy), of: id)
        if let minutes = story.appointmentMinutes { try insertAppointment(of: id, inMinutes: minutes) }
        let tier = policy.tiers.tiers[min(story.tier, policy.tiers.tiers.count - 1)]
        let titles = story.title == "mr" ? (zh: "先生", en: "Mr ") : (zh: "女士", en: "Ms ")
        stories.append(
            SampleSummary.Story(
                id: story.rawValue, number: Self.number(index), member: id,
                name: Bilingual(zh: story.surname.zh + titles.zh, en: titles.en + story.surname.en),
                tier: tier.name, told: story.told))
    }

    /// With whoever of the first store has time then.
    private mutating func insertAppointment(of member: MemberID, inMinutes minutes: Int64) throws {
        let store = SampleCatalogue.stores[0].id
        let startsAtMs = (nowMs / 60_000 + minutes) * 60_000
        guard let service = services.first else { return }
        let before = bookings
        for (person, place) in SampleCatalogue.staff where place == store && bookings == before {
            try insertBooking(member, store, service, person.id, startsAtMs)
        }
    }

    static func number(_ index: Int) -> String {
        let digits = String(index + 1)
        return "YR" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }

    // Bookings.

    /// One within the hour, at the store of the first kiosk for even members, of the second for odd ones.
    private mutating func insertShowcase(_ index: Int) throws {
        let store = SampleCatalogue.stores[index % 2].id
        let people = SampleCatalogue.staff.filter { $0.store == store }
        let staff = people[index / 2 % people.count].person
        let quarter = Self.hourMs / 4
        let startsAtMs = (nowMs / quarter + 1 + Int64(index / 2) % 2) * quarter
        let service = services[index % services.count]
        try insertBooking(members[index], store, service, staff.id, startsAtMs)
        let balance = try MemberBooks.balance(of: members[index], atMs: nowMs, tx)
        showcase.append(
            SampleSummary.Showcase(
                number: Self.number(index), member: members[index], points: balance.points.count,
                fen: balance.money.fen, bookingAtMs: startsAtMs))
    }

    /// A fortnight of days from ten to eight, no person in two places at once.
    private mutating func insertBookings() throws {
        let today = SampleCatalogue.zone.startMs(of: SampleCatalogue.zone.day(atMs: nowMs))
        for day in Self.bookingDays {
            for (person, store) in SampleCatalogue.staff {
                var startsAtMs = today + day * StoreZone.dayMs + 10 * Self.hourMs
                let closesAtMs = startsAtMs + 10 * Self.hourMs
                while startsAtMs < closesAtMs {
                    startsAtMs += random.number(0...6) * Self.hourMs / 4
                    let service = random.pick(services)
                    try insertBooking(random.pick(members), store, service, person.id, startsAtMs)
                    startsAtMs += Self.minutes(service) * 60_000
                }
            }
        }
    }

    private mutating func insertBooking(
        _ member: MemberID, _ store: String, _ service: Item, _ staff: String, _ startsAtMs: Int64
    ) throws {
        let slot = startsAtMs..<startsAtMs + Self.minutes(service) * 60_000
        let keys = [staff, member.description]
        guard keys.allSatisfy({ key in busy[key, default: []].allSatisfy { !$0.overlaps(slot) } }) else { return }
        for key in keys { busy[key, default: []].append(slot) }
        bookings += 1
        try tx.run(
            "INSERT INTO booking VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            [
                "b\(bookings)", member, store, service.id, staff, startsAtMs, Self.minutes(service),
                slot.upperBound < nowMs ? "done" : "booked",
            ])
    }
}

extension HubDatabase {
    /// The sample salon's policy, relative to this project's folder.
    package static let samplePolicy = "kiosk-config/policies/yuerong-2026-1.yaml"

    /// Puts the sample salon in, and publishes its policy.
    ///
    /// - Parameters:
    ///   - policy: a file; it must have at least one service and be in force.
    ///   - stories: whether those are put in whose cards a demonstration shows.
    /// - Throws: what is wrong with the policy; `refused` when there is a salon already.
    package func seedSample(
        members: Int, seed: UInt64, policy: String = samplePolicy, stories: Bool = false
    ) async throws -> SampleSummary {
        let document = try PolicyDocument.read(policy)
        let nowMs = now()
        let epoch = Self.newEpoch()
        return try await write(locking: [.hub]) { tx in
            guard try !tx.exists("SELECT 1 FROM hub") else {
                throw HubStoreError.refused(.salonExists)
            }
            _ = try PolicyStore.publish(document, tx, nowMs: nowMs)
            let policy = try PolicyStore.inForce(tx, atMs: nowMs)
            guard policy.items.values.contains(where: { $0.kind == .service }), !policy.tiers.tiers.isEmpty else {
                throw HubStoreError.refused(.policyTooSmall(policy.version))
            }
            var salon = SampleSalon(
                tx: tx, nowMs: nowMs, memberCount: members, epoch: epoch, policy: policy, seed: seed)
            let summary = try salon.fill(stories: stories)
            try tx.run("UPDATE hub SET clock_floor_ms = $1", [nowMs])
            return summary
        }
    }
}
