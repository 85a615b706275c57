internal import Vocabulary

/// A PN532 with one card before its antenna: the commands that libnfc's driver sends (UM0701-02 §7).
///
/// It lets programs that know nothing of PC/SC, libfreefare above all, speak to a virtual card.
struct PN532: Sendable {
    private let card: VirtualCard
    /// The card was listed and not released.
    private var isActive = false
    private var registers: [UInt16: UInt8] = [:]

    private static let noError: UInt8 = 0x00
    private static let timeout: UInt8 = 0x01
    private static let wrongContext: UInt8 = 0x27

    init(card: VirtualCard) { self.card = card }

    /// - Parameter command: code and parameters.
    /// - Returns: the answer without framing, or `nil` for a command it does not know (the chip sends a syntax error).
    mutating func answer(_ command: [UInt8]) -> [UInt8]? {
        guard let code = command.first, let body = body(code, Array(command.dropFirst())) else { return nil }
        return [0xD5, code &+ 1] + body
    }

    private mutating func body(_ code: UInt8, _ parameters: [UInt8]) -> [UInt8]? {
        switch code {
        case 0x00: return parameters.first == 0x00 ? parameters : nil
        case 0x02: return [0x32, 0x01, 0x06, 0x07]
        case 0x06: return pairs(parameters, of: 2).map { registers[UInt16($0[0]) << 8 | UInt16($0[1])] ?? 0 }
        case 0x08:
            for write in pairs(parameters, of: 3) { registers[UInt16(write[0]) << 8 | UInt16(write[1])] = write[2] }
            return []
        case 0x12, 0x14: return []
        case 0x16: return [Self.noError]
        case 0x32:
            if parameters.first == 0x01, parameters.last.map({ $0 & 0x01 == 0 }) == true { release() }
            return []
        case 0x4A: return list(parameters)
        case 0x40, 0x42: return exchange(code == 0x40 ? Array(parameters.dropFirst()) : parameters)
        case 0x44, 0x52, 0x54:
            if code != 0x54 { release() }
            return [Self.noError]
        default: return nil
        }
    }

    /// InListPassiveTarget: at most one card, type A at 106 kbit/s, with its UID if one was named.
    private mutating func list(_ parameters: [UInt8]) -> [UInt8] {
        guard parameters.count >= 2, parameters[1] == 0x00 else { return [0x00] }
        let wanted = parameters.dropFirst(2).filter { $0 != 0x88 }
        guard wanted.isEmpty || wanted == card.uid.bytes.filter({ $0 != 0x88 }) else { return [0x00] }
        card.powerChanged()
        isActive = true
        let (sensRes, selRes) = card.profile.anticollision
        let uid = card.uid.bytes
        return [0x01, 0x01] + sensRes + [selRes, UInt8(uid.count)] + uid + card.profile.ats
    }

    private mutating func exchange(_ command: [UInt8]) -> [UInt8] {
        guard isActive, !command.isEmpty else { return [Self.wrongContext] }
        guard let answer = card.transmit(command).bytes else {
            isActive = false
            return [Self.timeout]
        }
        return [Self.noError] + answer
    }

    private mutating func release() {
        isActive = false
        card.powerChanged()
    }

    private func pairs(_ bytes: [UInt8], of size: Int) -> [[UInt8]] {
        stride(from: 0, to: bytes.count / size * size, by: size).map { Array(bytes[$0..<$0 + size]) }
    }
}
