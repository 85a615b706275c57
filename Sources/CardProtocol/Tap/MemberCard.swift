package import Vocabulary

/// A card in the field as a kiosk uses it: identify, read, spend.
///
/// Six exchanges behind the selection for a check-in, four more for a spend. Calls block; one value serves one
/// tap.
package struct MemberCard {
    private let channel: any CardChannel
    private let keys: KioskKeys
    private let random: (Int) -> [UInt8]
    private let isTrusted: (CardID) -> Bool

    /// - Parameters:
    ///   - random: that many bytes nobody can predict.
    ///   - isTrusted: whether this kiosk has tested the settings of that card before; a test costs six exchanges.
    package init(
        channel: any CardChannel, keys: KioskKeys, random: @escaping (Int) -> [UInt8],
        isTrusted: @escaping (CardID) -> Bool = { _ in false }
    ) {
        self.channel = channel
        self.keys = keys
        self.random = random
        self.isTrusted = isTrusted
    }

    /// Reads what lies on the reader.
    ///
    /// - Parameter wanted: whether the records are wanted too, given whose card it is and where its odometers
    ///   stand: when they are not what the kiosk expects, or an intent is open.
    package func read(records wanted: (CardID, Amount) -> Bool) throws(CardError) -> CardReading {
        let uid: CardUID
        switch try Probe(channel: channel).identify() {
        case .ours(let found): uid = found
        case .uidOnly(let uid, let kind): return .uidOnly(uid, kind: kind)
        case .foreign(let kind): return .foreign(kind)
        }
        var files = try authenticate(uid)
        guard let (id, file) = try files.identity() else { return .unsafe(uid, reason: .memberFile) }
        if let reason = files.downgrade(file) { return .unsafe(uid, reason: reason) }
        let tests = !isTrusted(id)
        if tests, let reason = try files.firstUnsafeSetting() { return .unsafe(uid, reason: reason) }
        guard let odometers = try files.odometers() else { return .unsafe(uid, reason: .odometer) }
        let records = wanted(id, odometers) ? try files.records() : nil
        return .member(
            MemberCardReading(
                id: id, member: file.member, expiryDay: file.expiryDay, tierHint: file.tierHint,
                language: file.language, odometers: odometers, generation: file.generation, records: records,
                testedSettings: tests))
    }

    /// Spends, in one card transaction: debit the odometers, write one record, make the intent durable, commit.
    ///
    /// - Parameter journal: makes the intent durable. When it throws, the card is not asked to commit.
    /// - Throws: whatever is thrown, the card has certainly not committed.
    package func spend(
        _ spend: CardSpend, journal: (_ before: Amount, _ after: Amount) throws -> Void
    ) throws(CardError) -> CommitOutcome {
        guard spend.amount.isNonNegative, spend.amount != .zero else { throw .impossibleAmount }
        let before = spend.expected
        guard let after = Odometer.advanced(before, by: spend.amount) else { throw .insufficient(before) }
        var files = try reselect(spend.id)
        guard let odometers = try files.odometers() else { throw .malformed(.getValue) }
        guard odometers == before else { throw .odometerMoved(odometers) }
        try files.debit(spend.amount)
        try files.append(spend.record(after: after))
        do { try journal(before, after) } catch {
            // Leaving the field would drop the transaction as well; this only makes it certain now.
            try? files.abort()
            throw .journalFailed
        }
        // From here on the card may have committed, whatever it answers: even a refusal carries no MAC.
        do { try files.commit() } catch { return .unknown(before: before, after: after) }
        return .committed(after: after)
    }

    /// Selects and authenticates again, and makes sure that it is still the card that was read.
    private func reselect(_ id: CardID) throws(CardError) -> MemberCardFiles {
        guard let uid = try Probe(channel: channel).readUID() ?? Optional(id.uid), uid == id.uid else {
            throw .differentCard
        }
        var card = DESFireCard(channel: channel)
        do { try card.select(MemberCardV1.application) } catch .refused { throw .differentCard }
        var files = try authenticate(uid)
        guard let (found, file) = try files.identity(), found == id, files.downgrade(file) == nil else {
            throw .differentCard
        }
        return files
    }

    /// Authenticates with the kiosk key of the generation that the card shows. Our application is selected.
    private func authenticate(_ uid: CardUID) throws(CardError) -> MemberCardFiles {
        guard let diversification = MemberCardV1.diversification(uid) else { throw .wrongKey }
        var card = DESFireCard(channel: channel, speaksDESFire: true)
        var generation = keys.generations.first ?? 0
        if keys.generations.count > 1 {
            generation = try card.perform(.getKeyVersion(MemberCardV1.Key.kiosk)).first ?? 0
        }
        guard let key = keys.key(generation: generation, diversification) else { throw .wrongKey }
        do {
            try card.authenticateEV2(key: key, number: MemberCardV1.Key.kiosk, randomA: random(16))
            return MemberCardFiles(card: card, uid: uid, speaksEV2: true)
        } catch .refused(_, .illegalCommand) {
            try card.authenticateEV1(key: key, number: MemberCardV1.Key.kiosk, randomA: random(16))
            return MemberCardFiles(card: card, uid: uid, speaksEV2: false)
        }
    }
}
