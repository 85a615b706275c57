internal import Synchronization
package import Vocabulary

/// A card that lies on a virtual reader: one of the profiles, with a memory, faults and a latency.
///
/// It refuses whatever the real card refuses. Thread-safe: the reader exchanges commands while a test or the
/// page looks at the state or arms a fault.
package final class VirtualCard: VirtualPICC {
    /// How a card left the field, if no person removed it.
    package enum Departure: Sendable {
        case torn
        case reset
        case swapped(for: any VirtualPICC)
    }

    package let profile: CardProfile
    package let uid: CardUID
    package let faults = FaultPlan()

    private let inside: Mutex<Inside>

    /// What the lock guards.
    fileprivate struct Inside: Sendable {
        var state: CardState { didSet { revision += 1 } }
        /// Goes up with every write to anything but a DESFire's EEPROM.
        var revision = 0
        var random: CardRandom
        var chip: DesfireChip?
        var reader = ReaderCommands()
        var departure: Departure?
        var onDeparture: (@Sendable (Departure) -> Void)?
        var onChange: (@Sendable (CardState) -> Void)?
        var exchanged = 0
    }

    /// A card as it leaves the factory.
    package convenience init(
        profile: CardProfile, uid: CardUID, capacity: CardCapacity = .eight, random: CardRandom
    ) {
        var random = random
        let state = CardState(profile: profile, uid: uid, capacity: capacity, random: &random)
        self.init(state: state, random: random)
    }

    /// A card that has been used: the same plastic, or a clone of it.
    package init(state: CardState, random: CardRandom) {
        profile = state.profile
        uid = state.uid
        inside = Mutex(Inside(state: state, random: random, chip: Self.chip(state, random)))
    }

    package var atr: [UInt8] { profile.atr }

    /// The memory as it is committed. Setting it is like laying down a clone: without power, with that memory.
    package var state: CardState {
        get { inside.withLock { $0.snapshot } }
        set {
            inside.withLock {
                $0.state = newValue
                $0.chip = Self.chip(newValue, $0.chip?.random ?? $0.random)
            }
        }
    }

    /// Commands seen since the card was made, lost ones included.
    package var exchanged: Int { inside.withLock { $0.exchanged } }

    /// Data bytes in the frames of a chained answer, where they are not to be as on the card that is imitated.
    package var frameData: Int? {
        get { inside.withLock { $0.chip?.ownFrameData } }
        set { inside.withLock { $0.chip?.ownFrameData = newValue } }
    }

    /// How often the reader was told to beep or blink.
    package var signals: Int { inside.withLock { $0.reader.signals } }

    /// Sets a callback for a fault that takes the card away. It runs on the reader's thread before the reader notices;
    /// the page's reader lays another card there, or records that this one is gone.
    package func onDeparture(_ body: @escaping @Sendable (Departure) -> Void) {
        inside.withLock { $0.onDeparture = body }
    }

    /// Sets a callback for every change of the memory. It runs on the reader's thread before the answer is sent, so
    /// that the memory can be saved first.
    package func onChange(_ body: @escaping @Sendable (CardState) -> Void) {
        inside.withLock { $0.onChange = body }
    }

    /// Why the last answer did not come; reading it clears it.
    package func takeDeparture() -> Departure? {
        inside.withLock { inside in
            defer { inside.departure = nil }
            return inside.departure
        }
    }

    package func powerChanged() { inside.withLock { $0.powerChanged() } }

    package func transmit(_ command: [UInt8]) -> VirtualAnswer {
        let latency = faults.latency
        let effect = faults.due(ins: Self.code(command))
        let outcome = inside.withLock { $0.exchange(command, effect) }
        if let changed = outcome.changed { outcome.onChange?(changed) }
        if let departure = outcome.departure { outcome.onDeparture?(departure) }
        return VirtualAnswer(bytes: outcome.bytes, delay: latency)
    }

    /// The command's code in either framing.
    private static func code(_ command: [UInt8]) -> UInt8 {
        guard command.count > 1, [0x00, 0x90, 0xFF].contains(command[0]) else { return command.first ?? 0 }
        return command[1]
    }

    private static func chip(_ state: CardState, _ random: CardRandom) -> DesfireChip? {
        guard let generation = state.profile.generation, let memory = state.desfire else { return nil }
        return DesfireChip(generation: generation, uid: state.uid, memory: memory, random: random)
    }
}

/// What one command came to.
private struct Outcome {
    var bytes: [UInt8]?
    var changed: CardState?
    var departure: VirtualCard.Departure?
    var onChange: (@Sendable (CardState) -> Void)?
    var onDeparture: (@Sendable (VirtualCard.Departure) -> Void)?

    init(
        bytes: [UInt8]?, onChange: (@Sendable (CardState) -> Void)?,
        onDeparture: (@Sendable (VirtualCard.Departure) -> Void)?
    ) {
        (self.bytes, self.onChange, self.onDeparture) = (bytes, onChange, onDeparture)
    }
}

extension VirtualCard.Inside {
    fileprivate var snapshot: CardState {
        var copy = state
        copy.desfire = chip?.memory
        return copy
    }

    fileprivate mutating func powerChanged() {
        chip?.powerUp()
        reader.powerChanged()
    }

    /// One command, and what is to be told about it once the lock is open.
    fileprivate mutating func exchange(_ command: [UInt8], _ effect: CardFault.Effect?) -> Outcome {
        let before = (revision, chip?.revision)
        let bytes = transmit(command, effect)
        var outcome = Outcome(bytes: bytes, onChange: onChange, onDeparture: onDeparture)
        if before != (revision, chip?.revision), onChange != nil { outcome.changed = snapshot }
        if effect != nil { outcome.departure = departure }
        return outcome
    }

    /// - Returns: `nil` if the card has left.
    private mutating func transmit(_ command: [UInt8], _ effect: CardFault.Effect?) -> [UInt8]? {
        exchanged += 1
        departure = nil
        switch effect {
        case nil:
            return process(command)
        case .tornBefore:
            return leave(.torn)
        case .tornAfter:
            _ = process(command)
            return leave(.torn)
        case .swapped(let other):
            return leave(.swapped(for: other))
        case .reset:
            powerChanged()
            departure = .reset
            return process(command)
        case .wrongMAC:
            return damaged(process(command), native: command.first != 0x90)
        case .truncated(let count):
            // A reader never passes on an empty answer; one byte is the least.
            let answer = process(command)
            return Array(answer.prefix(max(1, answer.count - count)))
        case .malformed(let bytes):
            _ = process(command)
            return bytes.isEmpty ? [0x00] : bytes
        }
    }

    private mutating func leave(_ departure: VirtualCard.Departure) -> [UInt8]? {
        powerChanged()
        self.departure = departure
        return nil
    }

    private func damaged(_ answer: [UInt8], native: Bool) -> [UInt8] {
        var answer = answer
        let index = native ? answer.count - 1 : answer.count - 3
        if index > 0 || !native && index == 0 { answer[index] ^= 0x01 }
        return answer
    }

    private mutating func process(_ command: [UInt8]) -> [UInt8] {
        if command.first == 0xFF {
            var card = state
            let answer = reader.answer(command, card: &card)
            if card != state { state = card }
            return answer
        }
        if chip != nil { return chip?.transmit(command) ?? [0x6F, 0x00] }
        switch state.profile {
        case .bankCard: return bankAnswer(command)
        case .phone: return command.count > 1 && command[1] == 0xA4 ? [0x6A, 0x82] : [0x6D, 0x00]
        default: return [0x6A, 0x81]
        }
    }

    /// SELECT of anything that begins as payment names do (EMV Contactless Book B §3.3.2) is answered and counted.
    private mutating func bankAnswer(_ command: [UInt8]) -> [UInt8] {
        guard let (ins, _, name) = DesfireChip.split(command) else { return [0x67, 0x00] }
        guard command[0] == 0x00 else { return [0x6E, 0x00] }
        guard ins == 0xA4 else {
            if ins == 0xB2 || ins == 0xA8 { state.paymentSelections += 1 }
            return [0x69, 0x85]
        }
        let directory = Array("2PAY.SYS.DDF01".utf8)
        guard name == directory || name.first == 0xA0 else { return [0x6A, 0x82] }
        state.paymentSelections += 1
        return [0x6F, UInt8(directory.count + 2), 0x84, UInt8(directory.count)] + directory + [0x90, 0x00]
    }
}
