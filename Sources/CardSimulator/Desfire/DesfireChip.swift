internal import Vocabulary

/// Which silicon: it decides the commands, the version it reports, and how long a frame may be.
package enum DesfireGeneration: String, Codable, Sendable {
    case ev1
    case ev2
    case ev3

    /// The hardware's major version in GetVersion.
    var majorVersion: UInt8 {
        switch self {
        case .ev1: 0x01
        case .ev2: 0x12
        case .ev3: 0x33
        }
    }

    /// The software's.
    var softwareVersion: UInt8 {
        switch self {
        case .ev1: 0x01
        case .ev2: 0x02
        case .ev3: 0x03
        }
    }

    var hasEV2Messaging: Bool { self != .ev1 }
}

/// A DESFire without its framing: a command byte and its data in, a status and data out.
///
/// A value, so that a test can copy it in the middle of anything. What persists is `memory`; the rest is the
/// chip's RAM, which the field keeps alive.
struct DesfireChip: Sendable {
    let generation: DesfireGeneration
    let uid: CardUID
    var memory: DesfireMemory { didSet { revision += 1 } }
    /// Goes up with every write to the EEPROM.
    private(set) var revision = 0
    var random: CardRandom
    /// Batch, week and year of production.
    var production: [UInt8] = [0xBA, 0x44, 0x65, 0x01, 0x90, 0x12, 0x26]

    /// `nil`: the card level.
    var selected: UInt32?
    var channel = SecureChannel.none
    var transaction = OpenTransaction()
    private var chain = Chain.idle

    /// Data bytes in an answer frame that is neither the last nor an ISO-chained one. A recorded EV3 sends 48, whole
    /// blocks of AES, once it is authenticated by AA.
    var frameData: Int {
        if let ownFrameData { return ownFrameData }
        if case .ev1 = channel, generation == .ev3 { return 48 }
        return 59
    }
    /// Another size, for readers and clients to cope with; 1 to 59.
    var ownFrameData: Int?
    /// What fits beside a MAC and a status into an ISO answer of 256 bytes.
    static let longFrameData = 248

    private enum Chain: Sendable {
        case idle
        case receiving(CommandPlan, [UInt8])
        case answering([[UInt8]])
        case authenticating(Handshake)
    }

    init(generation: DesfireGeneration, uid: CardUID, memory: DesfireMemory, random: CardRandom) {
        self.generation = generation
        self.uid = uid
        self.memory = memory
        self.random = random
    }

    /// The field came or went: everything but the EEPROM is gone.
    mutating func powerUp() {
        selected = nil
        forget()
    }

    /// One frame. An error ends the authentication and whatever was not committed.
    mutating func exchange(_ ins: UInt8, _ data: [UInt8]) -> (status: DesfireStatus, data: [UInt8]) {
        do throws(DesfireStatus) {
            return try answer(ins, data)
        } catch {
            forget()
            return (error, [])
        }
    }

    /// Ends authentication, chaining and transaction; the selection stays.
    mutating func forget() {
        channel = .none
        transaction = OpenTransaction()
        chain = .idle
    }

    private mutating func answer(
        _ ins: UInt8, _ data: [UInt8]
    ) throws(DesfireStatus) -> (status: DesfireStatus, data: [UInt8]) {
        let continues = ins == DesfireStatus.additionalFrame.rawValue
        let current = chain
        chain = .idle
        switch current {
        case .idle:
            guard !continues else { throw .illegalCommand }
            return try begin(ins, data)
        case .answering(let frames):
            guard continues else { throw .commandAborted }
            guard data.isEmpty else { throw .length }
            return send(frames)
        case .receiving(let plan, let received):
            guard continues else { throw .commandAborted }
            guard !data.isEmpty else { throw .length }
            return try collect(plan, received + data)
        case .authenticating(let handshake):
            guard continues else { throw .commandAborted }
            return try (.ok, finishAuthentication(handshake, data))
        }
    }

    private mutating func begin(
        _ ins: UInt8, _ data: [UInt8]
    ) throws(DesfireStatus) -> (status: DesfireStatus, data: [UInt8]) {
        if let method = AuthenticationMethod(rawValue: ins) {
            let (handshake, challenge) = try startAuthentication(method, data)
            chain = .authenticating(handshake)
            return (.additionalFrame, challenge)
        }
        if ins == Command.select { return try (.ok, select(data)) }
        return try collect(try plan(ins, data), data)
    }

    private mutating func collect(
        _ plan: CommandPlan, _ bytes: [UInt8]
    ) throws(DesfireStatus) -> (status: DesfireStatus, data: [UInt8]) {
        if let expected = channel.wireLength(plan), bytes.count != expected {
            guard Command.chained.contains(plan.ins), bytes.count < expected else { throw .length }
            chain = .receiving(plan, bytes)
            return (.additionalFrame, [])
        }
        let command = try channel.open(plan, bytes)
        let answer = try run(plan.ins, command)
        return send(frames(plan, channel.seal(plan, answer)))
    }

    private func frames(_ plan: CommandPlan, _ sealed: [UInt8]) -> [[UInt8]] {
        var frames: [[UInt8]] = []
        var rest = sealed[...]
        var sizes = plan.frameSizes[...]
        let usual = Command.isoChained.contains(plan.ins) ? Self.longFrameData : frameData
        repeat {
            let size = sizes.popFirst() ?? usual
            frames.append(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        } while !rest.isEmpty
        return frames
    }

    private mutating func send(_ frames: [[UInt8]]) -> (status: DesfireStatus, data: [UInt8]) {
        let rest = Array(frames.dropFirst())
        if !rest.isEmpty { chain = .answering(rest) }
        return (rest.isEmpty ? .ok : .additionalFrame, frames.first ?? [])
    }
}

extension DesfireChip {
    /// Index of the selected application; `nil` at card level.
    var currentIndex: Int? {
        guard let selected else { return nil }
        return memory.applications.firstIndex { $0.aid == selected }
    }

    func currentApplication() throws(DesfireStatus) -> CardApplication {
        guard let currentIndex else { throw .permissionDenied }
        return memory.applications[currentIndex]
    }

    mutating func updateApplication(_ body: (inout CardApplication) -> Void) throws(DesfireStatus) {
        guard let currentIndex else { throw .permissionDenied }
        body(&memory.applications[currentIndex])
    }

    var settings: UInt8 {
        guard let currentIndex else { return memory.keySettings }
        return memory.applications[currentIndex].keySettings
    }

    /// The master key of the selected level has been proved.
    var isMaster: Bool { channel.keyNumber == 0 }

    func requireMaster() throws(DesfireStatus) {
        guard isMaster else { throw .authentication }
    }

    /// Passes if the settings' bit makes the operation free, or else with the master key.
    func requireMaster(unless bit: UInt8) throws(DesfireStatus) {
        if settings & bit == 0 { try requireMaster() }
    }

    func requireCardLevel() throws(DesfireStatus) {
        guard selected == nil else { throw .permissionDenied }
    }
}

/// Bits of the key settings (MF3ICD81 §8.3.4).
enum KeySettings {
    static let masterKeyChangeable: UInt8 = 0x01
    static let freeListing: UInt8 = 0x02
    static let freeCreation: UInt8 = 0x04
    static let changeable: UInt8 = 0x08
}
