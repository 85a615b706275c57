package import CardCrypto

/// A DESFire card on a channel: frames, authentication, and the session that follows.
///
/// An error of any kind ends the session, on the card as here (data sheet: "an error status ends the authentication").
/// So nothing can be sent unprotected by mistake afterwards: the card would refuse it.
package struct DESFireCard {
    /// More continuation frames than any answer of our profile has.
    static let maximumFrames = 64
    /// What fits behind the instruction before a session exists.
    static let plainFramePayload = 54

    private let channel: any CardChannel
    private var session: (any SecureSession)?
    /// Whether this card has spoken DESFire already, and so cannot be of another kind.
    private var speaksDESFire: Bool

    /// - Parameter speaksDESFire: whether it has done so already, before this value was made.
    package init(channel: any CardChannel, speaksDESFire: Bool = false) {
        self.channel = channel
        self.speaksDESFire = speaksDESFire
    }

    package var isAuthenticated: Bool { session != nil }

    /// Sends one command under the session, if there is one, and returns the opened answer.
    package mutating func perform(_ command: DESFireCommand) throws(CardError) -> [UInt8] {
        guard var current = session else { return try performPlain(command) }
        session = nil
        let payload = current.seal(command)
        let code = current.code(of: command.instruction)
        let (status, answer) = try exchange(code, payload, frame: current.framePayload, command.instruction)
        guard status == .done else { throw .refused(command.instruction, status) }
        if command.endsSession { return answer }
        let data = try current.open(answer, to: command)
        session = current
        return data
    }

    /// Selects an application; the PICC level is 000000. Ends authentication, any open transaction, and any command
    /// left incomplete, because not every reader's reset reaches the card.
    package mutating func select(_ application: ApplicationID) throws(CardError) {
        session = nil
        let selection = DESFireCommand(.selectApplication, data: application.bytes)
        do { _ = try perform(selection) } catch .refused(_, let status)
            where status.isDESFire && status != .applicationNotFound
        {
            // A command that was left incomplete makes the card answer "aborted" once; then it accepts the select.
            _ = try perform(selection)
        }
    }

    /// EV2's authentication with key `number` of the selected application.
    ///
    /// - Throws: `wrongKey` when either side's proof fails. One attempt; nothing is retried here.
    package mutating func authenticateEV2(key: AESKey, number: UInt8, randomA: [UInt8]) throws(CardError) {
        session = nil
        var proof = EV2Authentication(key: key, randomA: randomA)
        let challenge = try handshake(.authenticateEV2First, [number, 0x00])
        guard let response = proof.respond(to: challenge) else { throw .malformed(.authenticateEV2First) }
        let final = try handshakeEnd(.authenticateEV2First, response, count: 32)
        guard let agreed = proof.session(from: final) else { throw .wrongKey }
        session = agreed
    }

    /// EV1's authentication with an AES key.
    package mutating func authenticateEV1(key: AESKey, number: UInt8, randomA: [UInt8]) throws(CardError) {
        session = nil
        var proof = EV1Authentication(key: key, randomA: randomA)
        let challenge = try handshake(.authenticateAES, [number])
        guard let response = proof.respond(to: challenge) else { throw .malformed(.authenticateAES) }
        let final = try handshakeEnd(.authenticateAES, response, count: 16)
        guard let agreed = proof.session(from: final) else { throw .wrongKey }
        session = agreed
    }

    /// The first DESFire's authentication with a DES key of 16 bytes: only to leave the factory's state.
    package mutating func authenticateLegacy(key: [UInt8], number: UInt8, randomA: [UInt8]) throws(CardError) {
        session = nil
        guard var proof = LegacyAuthentication(key: key, randomA: randomA) else { throw .wrongKey }
        let challenge = try handshake(.authenticateLegacy, [number])
        guard let response = proof.respond(to: challenge) else { throw .malformed(.authenticateLegacy) }
        let final = try handshakeEnd(.authenticateLegacy, response, count: 8)
        guard let agreed = proof.session(from: final) else { throw .wrongKey }
        session = agreed
    }

    /// Replaces key `number`. For another key than the authenticated one, `old` is what it replaces; after
    /// changing the authenticated key itself the session is over.
    ///
    /// - Parameter number: at PICC level with bit 7 set for an AES key.
    package mutating func changeKey(_ number: UInt8, to new: NewKey, replacing old: [UInt8]?) throws(CardError) {
        guard let cryptogram = session?.keyCryptogram(number: number, new: new, replacing: old) else {
            throw .refused(.changeKey, .authenticationError)
        }
        _ = try perform(
            .init(.changeKey, header: [number], data: cryptogram, protection: .full, endsSession: old == nil))
    }

    // First and second message of an authentication.
    mutating func handshake(_ instruction: Instruction, _ parameters: [UInt8]) throws(CardError) -> [UInt8] {
        let answer = try transmit(CommandAPDU(desfire: instruction.rawValue, parameters), instruction)
        guard answer.status == .moreFrames else { throw .refused(instruction, answer.status) }
        return answer.data
    }

    mutating func handshakeEnd(
        _ instruction: Instruction, _ response: [UInt8], count: Int
    ) throws(CardError) -> [UInt8] {
        let answer = try transmit(CommandAPDU(desfire: Instruction.additionalFrame.rawValue, response), instruction)
        if answer.status == .authenticationError { throw .wrongKey }
        guard answer.status == .done else { throw .refused(instruction, answer.status) }
        guard answer.data.count == count else { throw .malformed(instruction) }
        return answer.data
    }

    private mutating func performPlain(_ command: DESFireCommand) throws(CardError) -> [UInt8] {
        let (status, answer) = try exchange(
            command.instruction.rawValue, command.header + command.data, frame: Self.plainFramePayload,
            command.instruction)
        guard status == .done else { throw .refused(command.instruction, status) }
        if let count = command.answerCount, answer.count != count { throw .malformed(command.instruction) }
        return answer
    }

    /// One command in as many frames as it needs, its answer out of as many as the card sends.
    private mutating func exchange(
        _ code: UInt8, _ payload: [UInt8], frame: Int, _ instruction: Instruction
    ) throws(CardError) -> (StatusWord, [UInt8]) {
        var answer = try transmit(CommandAPDU(desfire: code, Array(payload.prefix(frame))), instruction)
        var rest = payload.dropFirst(frame)
        while !rest.isEmpty {
            guard answer.status == .moreFrames else { return (refusal(answer.status), []) }
            guard answer.data.isEmpty else { throw .malformed(instruction) }
            answer = try transmit(.next(Array(rest.prefix(frame))), instruction)
            rest = rest.dropFirst(frame)
        }
        var collected = answer.data
        for _ in 0..<Self.maximumFrames {
            guard answer.status == .moreFrames else { return (answer.status, collected) }
            answer = try transmit(.next(), instruction)
            collected += answer.data
        }
        throw .malformed(instruction)
    }

    /// The status of a refusal. "Done" in the middle of a command is one too.
    private func refusal(_ status: StatusWord) -> StatusWord {
        status == .done ? StatusWord(desfire: 0x7E) : status
    }

    /// - Throws: `removed` for every status that no card gives to a DESFire command: it is the reader's, not the
    ///   card's.
    private mutating func transmit(
        _ command: CommandAPDU, _ instruction: Instruction
    ) throws(CardError) -> ResponseAPDU {
        let answer = try channel.exchange(command, instruction)
        if answer.status.isDESFire {
            speaksDESFire = true
            return answer
        }
        guard answer.status == .success || (answer.status.isISORefusal && !speaksDESFire) else { throw .removed }
        return answer
    }
}

extension CardChannel {
    /// One command and its answer, whoever gave it.
    ///
    /// - Parameter instruction: for the error that names what was malformed.
    func exchange(_ command: CommandAPDU, _ instruction: Instruction) throws(CardError) -> ResponseAPDU {
        let bytes: [UInt8]
        do { bytes = try transmit(command.bytes) } catch { throw CardError(error) }
        guard let answer = ResponseAPDU(bytes) else { throw .malformed(instruction) }
        return answer
    }
}

extension CommandAPDU {
    /// The next frame of a command or an answer.
    static func next(_ data: [UInt8] = []) -> CommandAPDU {
        CommandAPDU(desfire: Instruction.additionalFrame.rawValue, data)
    }
}
