internal import CPCSC
internal import Glibc

/// pcsclite itself.
struct Libpcsclite: PCSCLibrary {
    /// The longest answer that SCardTransmit can bring: an extended ISO 7816-4 APDU and pcsclite's own margin, in
    /// bytes.
    static let longestAnswer = 65_548

    func establishContext() throws(PCSCCode) -> Int {
        var context = 0
        try check(SCardEstablishContext(DWORD(SCARD_SCOPE_SYSTEM), nil, nil, &context))
        return context
    }

    func releaseContext(_ context: Int) {
        // Nothing can be done about a context that will not go; pcscd drops it with our connection.
        _ = SCardReleaseContext(context)
    }

    func readers(_ context: Int) throws(PCSCCode) -> [String] {
        // The list may grow between asking for its length and fetching it, so there is room for pcscd's 16 readers.
        var names = [CChar](repeating: 0, count: 16 * 256)
        var length = DWORD(names.count)
        let result = SCardListReaders(context, nil, &names, &length)
        if PCSCCode(result) == .noReadersAvailable { return [] }
        try check(result)
        return names.prefix(Int(length)).split(separator: 0).map { name in
            String(decoding: name.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }

    func waitForChange(_ context: Int, of states: inout [ReaderState], timeout: Duration) throws(PCSCCode) {
        let names = states.map { state in state.reader.withCString { strdup($0) } }
        defer { names.forEach { free($0) } }
        var raw = zip(states, names).map { state, name in
            var raw = SCARD_READERSTATE()
            raw.szReader = UnsafePointer(name)
            raw.dwCurrentState = DWORD(state.flags)
            return raw
        }
        let (seconds, attoseconds) = timeout.components
        let milliseconds = max(0, seconds * 1000 + attoseconds / 1_000_000_000_000_000)
        try check(SCardGetStatusChange(context, DWORD(milliseconds), &raw, DWORD(raw.count)))
        for (index, after) in raw.enumerated() {
            states[index].flags = UInt32(truncatingIfNeeded: after.dwEventState) & ~ReaderState.changed
            let length = min(Int(after.cbAtr), MemoryLayout.size(ofValue: after.rgbAtr))
            states[index].atr = withUnsafeBytes(of: after.rgbAtr) { Array($0.prefix(length)) }
        }
    }

    func cancel(_ context: Int) {
        _ = SCardCancel(context)
    }

    func connect(_ context: Int, reader: String, exclusive: Bool) throws(PCSCCode) -> CardHandle {
        var card = 0
        var negotiated: DWORD = 0
        let share = exclusive ? SCARD_SHARE_EXCLUSIVE : SCARD_SHARE_SHARED
        let either = DWORD(SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1)
        try check(SCardConnect(context, reader, DWORD(share), either, &card, &negotiated))
        return CardHandle(number: card, isT1: negotiated == DWORD(SCARD_PROTOCOL_T1))
    }

    func disconnect(_ card: CardHandle, resetting: Bool) {
        _ = SCardDisconnect(card.number, DWORD(resetting ? SCARD_RESET_CARD : SCARD_LEAVE_CARD))
    }

    func beginTransaction(_ card: CardHandle) throws(PCSCCode) {
        try check(SCardBeginTransaction(card.number))
    }

    func endTransaction(_ card: CardHandle) {
        _ = SCardEndTransaction(card.number, DWORD(SCARD_LEAVE_CARD))
    }

    func answerToReset(_ card: CardHandle) throws(PCSCCode) -> [UInt8] {
        var atr = [UInt8](repeating: 0, count: Int(MAX_ATR_SIZE))
        var length = DWORD(atr.count)
        try check(SCardStatus(card.number, nil, nil, nil, nil, &atr, &length))
        return Array(atr.prefix(Int(length)))
    }

    func transmit(_ command: [UInt8], to card: CardHandle, answer: inout [UInt8]) throws(PCSCCode) -> Int {
        var length = DWORD(answer.count)
        let header = card.isT1 ? peony_pci_t1() : peony_pci_t0()
        try check(SCardTransmit(card.number, header, command, DWORD(command.count), nil, &answer, &length))
        return min(Int(length), answer.count)
    }

    private func check(_ result: LONG) throws(PCSCCode) {
        guard result == 0 else { throw PCSCCode(result) }
    }
}
