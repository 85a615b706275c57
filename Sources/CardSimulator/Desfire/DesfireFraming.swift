/// How a DESFire command arrives: as its own frames, or wrapped into ISO/IEC 7816-4 APDUs (MF3ICD81 §9.3).
extension DesfireChip {
    /// Longest whole frame of an EV1: what one block of 14443-4 carries with FSCI 5; it does not chain.
    static let shortFrame = 60
    /// EV2 and later take ISO-chained APDUs of any short length.
    static let longFrame = 261

    private enum ISOStatus {
        static let ok: [UInt8] = [0x90, 0x00]
        static let wrongLength: [UInt8] = [0x67, 0x00]
        static let fileNotFound: [UInt8] = [0x6A, 0x82]
        static let wrongParameters: [UInt8] = [0x6A, 0x86]
        static let instructionUnknown: [UInt8] = [0x6D, 0x00]
    }

    /// - Parameter command: at least one byte.
    /// - Returns: at least one byte: native answers begin with the status, wrapped ones end in 91 and the status.
    mutating func transmit(_ command: [UInt8]) -> [UInt8] {
        guard let first = command.first else { return ISOStatus.wrongLength }
        let limit = generation == .ev1 ? Self.shortFrame : Self.longFrame
        if command.count > limit {
            forget()
            return first == 0x90 ? [0x91, DesfireStatus.length.rawValue] : [DesfireStatus.length.rawValue]
        }
        switch first {
        case 0x90: return transmitWrapped(command)
        case 0x00: return transmitISO(command)
        default:
            let answer = exchange(first, Array(command.dropFirst()))
            return [answer.status.rawValue] + answer.data
        }
    }

    private mutating func transmitWrapped(_ command: [UInt8]) -> [UInt8] {
        guard let (ins, parameters, data) = Self.split(command) else { return ISOStatus.wrongLength }
        guard parameters == [0, 0] else { return ISOStatus.wrongParameters }
        let answer = exchange(ins, data)
        return answer.data + [0x91, answer.status.rawValue]
    }

    /// Only SELECT by name: kiosks, and telephones that look for others, use it to probe.
    private mutating func transmitISO(_ command: [UInt8]) -> [UInt8] {
        guard let (ins, parameters, data) = Self.split(command) else { return ISOStatus.wrongLength }
        guard ins == 0xA4 else { return ISOStatus.instructionUnknown }
        guard parameters[0] == 0x04 else { return ISOStatus.wrongParameters }
        return select(name: data) ? ISOStatus.ok : ISOStatus.fileNotFound
    }

    /// INS, P1 and P2, data; `nil` if the lengths do not agree. Short lengths only.
    static func split(_ command: [UInt8]) -> (ins: UInt8, parameters: [UInt8], data: [UInt8])? {
        guard command.count >= 4 else { return nil }
        let head = (command[1], Array(command[2..<4]))
        guard command.count > 5 else { return (head.0, head.1, []) }
        let length = Int(command[4])
        guard length > 0, command.count == 5 + length || command.count == 6 + length else { return nil }
        return (head.0, head.1, Array(command[5..<5 + length]))
    }
}
