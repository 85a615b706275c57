/// How a command or its answer is protected on the air.
enum Protection: Equatable, Sendable {
    case plain
    case mac
    case full
}

/// What the card knows about a command before it has verified it.
struct CommandPlan: Equatable, Sendable {
    let ins: UInt8
    /// Bytes that are never enciphered; `nil`: all of them (commands without a payload to protect).
    let headerLength: Int?
    /// Bytes after the header before protection; `nil` if only the padding can tell.
    let payloadLength: Int?
    /// Asked of payload and answer, once there is an authentication.
    let protection: Protection
    /// Sizes of the first answer frames; the rest goes by the usual size.
    var frameSizes: [Int] = []
}

/// A command after its protection has been checked and taken off.
struct OpenedCommand: Equatable, Sendable {
    let header: [UInt8]
    let payload: [UInt8]
}

/// The state of the conversation with whoever has proved a key. One value, because an error or a new selection
/// ends all of it at once.
enum SecureChannel: Sendable {
    case none
    case legacy(LegacyChannel)
    case ev1(EV1Channel)
    case ev2(EV2Channel)

    var keyNumber: UInt8? {
        switch self {
        case .none: nil
        case .legacy(let channel): channel.keyNumber
        case .ev1(let channel): channel.keyNumber
        case .ev2(let channel): channel.keyNumber
        }
    }

    /// Length of header and payload on the wire; `nil` if the command is as long as it is.
    func wireLength(_ plan: CommandPlan) -> Int? {
        guard let header = plan.headerLength, let payload = plan.payloadLength else { return nil }
        switch self {
        case .none: return header + payload
        case .legacy: return header + LegacyChannel.wireLength(payload, plan.protection)
        case .ev1(let channel): return header + channel.wireLength(payload, plan.protection)
        case .ev2: return header + EV2Channel.wireLength(payload, plan.protection)
        }
    }

    /// Verifies and deciphers a whole command.
    mutating func open(_ plan: CommandPlan, _ bytes: [UInt8]) throws(DesfireStatus) -> OpenedCommand {
        let headerLength = plan.headerLength ?? bytes.count
        guard case .none = self else {
            switch self {
            case .none: throw .authentication
            case .legacy(let channel):
                return try channel.open(plan, bytes)
            case .ev1(var channel):
                let command = try channel.open(plan, bytes)
                self = .ev1(channel)
                return command
            case .ev2(var channel):
                let command = try channel.open(plan, bytes)
                self = .ev2(channel)
                return command
            }
        }
        guard bytes.count >= headerLength else { throw .length }
        return OpenedCommand(header: Array(bytes.prefix(headerLength)), payload: Array(bytes.dropFirst(headerLength)))
    }

    /// Protects the data of a successful answer.
    mutating func seal(_ plan: CommandPlan, _ answer: [UInt8]) -> [UInt8] {
        switch self {
        case .none:
            return answer
        case .legacy(let channel):
            return channel.seal(plan, answer)
        case .ev1(var channel):
            let sealed = channel.seal(plan, answer)
            self = .ev1(channel)
            return sealed
        case .ev2(var channel):
            let sealed = channel.seal(plan, answer)
            self = .ev2(channel)
            return sealed
        }
    }
}
