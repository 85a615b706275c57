import CardSimulator
import Dispatch
import Foundation
import Synchronization
import Vocabulary

/// The cards that lie beside the kiosk, and what lies on its reader.
///
/// Every card is kept in a file of its own and written before the reader hears the answer that changed it, so that
/// ending this program, in whatever way, takes nothing from a card.
final class CardTable: Sendable {
    static let limit = 64
    static let nameLength = 1...32

    /// Why a card could not be made, found or used; `description` is for people.
    enum Refusal: Error, Equatable, CustomStringConvertible {
        case unknown(String)
        case taken(String)
        case badName(String)
        case badUID(String, length: Int)
        case full
        case badFault(String)

        var description: String {
            switch self {
            case .unknown(let name): "there is no card named \(name)"
            case .taken(let name): "there is a card named \(name) already"
            case .badName(let name): "\(name) is no name for a card: 1 to 32 of a-z, 0-9 and hyphens"
            case .badUID(let uid, let length): "\(uid) is not a UID of \(length) bytes in hex"
            case .full: "\(CardTable.limit) cards lie here already"
            case .badFault(let reason): reason
            }
        }
    }

    fileprivate struct Lying: Sendable {
        let card: VirtualCard
        /// `nil`: as such a card usually looks.
        var label: CardLabel?
    }

    fileprivate struct State: Sendable {
        var cards: [(name: String, lying: Lying)] = []
        /// Names, in the order in which they were laid down; two at most.
        var onReader: [String] = []
        var latency = Duration.zero
        var random: CardRandom
    }

    private let state: Mutex<State>
    private let reader: VirtualReader
    private let files: CardFiles
    /// Laying down and lifting wait for the reader's thread, so they have a thread of their own.
    private let hands = DispatchQueue(label: "hands")
    private let changed: @Sendable () -> Void

    /// - Parameters:
    ///   - seed: of the cards' random numbers; different in every run, or challenges repeat.
    ///   - changed: called whenever a card came, went, moved or was written to.
    init(reader: VirtualReader, files: CardFiles, seed: UInt64, changed: @escaping @Sendable () -> Void) throws {
        self.reader = reader
        self.files = files
        self.changed = changed
        var random = CardRandom(seed: seed)
        let kept = try files.load()
        state = Mutex(State(random: random))
        for file in kept {
            let card = VirtualCard(state: file.state, random: CardRandom(seed: integer(random.bytes(8))))
            put(file.name, card, file.label)
        }
        state.withLock { $0.random = random }
    }

    /// Makes a factory-fresh card and lays it beside the kiosk.
    func create(
        name: String, profile: CardProfile, uid text: String?, label: CardLabel?, capacity: CardCapacity = .eight
    ) throws(Refusal) -> CardReport {
        let characters = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyz0123456789-")
        guard Self.nameLength.contains(name.count), name.unicodeScalars.allSatisfy(characters.contains) else {
            throw .badName(name)
        }
        let made: VirtualCard = try state.withLock { state throws(Refusal) in
            guard !state.cards.contains(where: { $0.name == name }) else { throw .taken(name) }
            guard state.cards.count < Self.limit else { throw .full }
            let uid = text.map { CardUID(hex: $0) } ?? profile.uid(from: &state.random)
            guard let uid, uid.bytes.count == profile.uidLength else {
                throw .badUID(text ?? "", length: profile.uidLength)
            }
            return VirtualCard(
                profile: profile, uid: uid, capacity: capacity,
                random: CardRandom(seed: integer(state.random.bytes(8))))
        }
        put(name, made, label)
        save(name)
        changed()
        return try report(name)
    }

    /// Lays a card on the reader, in place of what lies there.
    func insert(_ name: String) async throws(Refusal) {
        let card = try card(name)
        state.withLock { $0.onReader = [name] }
        await onHands { [reader] in reader.insert(card) }
        changed()
    }

    /// Lays a card beside the one that lies on the reader; on an empty reader it lies alone.
    func layBeside(_ name: String) async throws(Refusal) {
        let card = try card(name)
        guard let first = onReader.first(where: { $0 != name }) else { return try await insert(name) }
        let lying = try self.card(first)
        state.withLock { $0.onReader = [first, name] }
        await shift(to: CardPair(lying, card))
    }

    /// Lifts a card off the reader; nothing happens if it does not lie there.
    func remove(_ name: String) async throws(Refusal) {
        _ = try find(name)
        let (lay, rest) = state.withLock { state in
            defer { state.onReader.removeAll { $0 == name } }
            return (state.onReader.contains(name), state.onReader.first { $0 != name })
        }
        guard lay else { return }
        if let rest { return await shift(to: try card(rest)) }
        await onHands { [reader] in reader.remove() }
        changed()
    }

    /// Removes the card, waits for longer than pcscd takes to notice, and lays the next one down, as a hand does that
    /// brings or takes a second card.
    private func shift(to next: any VirtualPICC) async {
        await onHands { [reader] in
            reader.remove()
            Thread.sleep(forTimeInterval: Self.handSeconds)
            reader.insert(next)
        }
        changed()
    }

    /// pcscd looks every 0.4 s. In seconds.
    private static let handSeconds = 0.5

    func relabel(_ name: String, _ label: CardLabel) throws(Refusal) {
        _ = try find(name)
        state.withLock { state in
            for index in state.cards.indices where state.cards[index].name == name {
                state.cards[index].lying.label = label
            }
        }
        save(name)
        changed()
    }

    /// Arms a fault; without an effect those that wait are forgotten.
    func fault(_ name: String, _ request: FaultRequest) throws(Refusal) {
        let card = try card(name)
        guard let effect = request.effect, effect != .none else {
            card.faults.clear()
            return changed()
        }
        let other = try request.card.map { other throws(Refusal) in try self.card(other) }
        card.faults.add(try request.fault(swappedFor: other))
        changed()
    }

    /// What every exchange with every card takes.
    var latency: Duration {
        get { state.withLock { $0.latency } }
        set {
            let cards = state.withLock { state in
                state.latency = newValue
                return state.cards.map(\.lying.card)
            }
            for card in cards { card.faults.latency = newValue }
            changed()
        }
    }

    /// Names, in the order in which they were laid down; two at most.
    var onReader: [String] { state.withLock { $0.onReader } }

    func reports() -> [CardReport] {
        state.withLock { state in
            state.cards.map {
                CardReport($0.name, $0.lying.card, $0.lying.label, isOnReader: state.onReader.contains($0.name))
            }
        }
    }

    func report(_ name: String) throws(Refusal) -> CardReport {
        let lying = try find(name)
        return CardReport(name, lying.card, lying.label, isOnReader: onReader.contains(name))
    }

    func card(_ name: String) throws(Refusal) -> VirtualCard { try find(name).card }

    private func find(_ name: String) throws(Refusal) -> Lying {
        guard let found = state.withLock({ $0.cards.first { $0.name == name } }) else { throw .unknown(name) }
        return found.lying
    }

    private func put(_ name: String, _ card: VirtualCard, _ label: CardLabel?) {
        let latency = state.withLock { state in
            state.cards.append((name, Lying(card: card, label: label)))
            return state.latency
        }
        card.faults.latency = latency
        card.onChange { [weak self] memory in
            guard let self else { return }
            files.save(name, memory, label: state.withLock { $0.label(of: name) })
            changed()
        }
        card.onDeparture { [weak self] departure in self?.left(name, departure) }
    }

    /// A fault has taken the card away, or put another in its place. Runs on the reader's thread.
    private func left(_ name: String, _ departure: VirtualCard.Departure) {
        switch departure {
        case .reset: return
        case .torn: state.withLock { $0.onReader.removeAll { $0 == name } }
        case .swapped(let other):
            state.withLock { state in
                state.onReader = state.cards.filter { $0.lying.card === other }.map(\.name)
            }
            reader.insert(other)
        }
        changed()
    }

    private func save(_ name: String) {
        guard let lying = try? find(name) else { return }
        files.save(name, lying.card.state, label: lying.label)
    }

    private func onHands(_ body: @escaping @Sendable () -> Void) async {
        await withCheckedContinuation { continuation in
            hands.async {
                body()
                continuation.resume()
            }
        }
    }
}

extension CardTable.State {
    fileprivate func label(of name: String) -> CardLabel? { cards.first { $0.name == name }?.lying.label }
}

extension CardProfile {
    /// A UID as such a card has one: NXP's 04 first, or the 08 of a random one (ISO/IEC 14443-3 §6.5.4).
    func uid(from random: inout CardRandom) -> CardUID? {
        let first: UInt8 =
            switch self {
            case .phone: 0x08
            case .classic1K, .bankCard: 0x5A
            default: 0x04
            }
        return CardUID([first] + random.bytes(uidLength - 1))
    }
}

/// Eight bytes of randomness as a number.
private func integer(_ bytes: [UInt8]) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
