/// The few calls of pcsclite that we use, so that what no virtual reader can produce can be played in a test: a connect
/// that blocks, a reader that is unplugged, a success without bytes.
///
/// Contexts are used by the thread that made them, but for `cancel`. Every call may block.
protocol PCSCLibrary: Sendable {
    func establishContext() throws(PCSCCode) -> Int
    func releaseContext(_ context: Int)
    /// - Returns: the readers' names; empty when there is none.
    func readers(_ context: Int) throws(PCSCCode) -> [String]
    /// Waits until a reader's state differs from what `states` say, and brings them up to date.
    ///
    /// - Throws: `.timeout` when nothing changed, `.cancelled` after `cancel`.
    func waitForChange(_ context: Int, of states: inout [ReaderState], timeout: Duration) throws(PCSCCode)
    /// Ends another thread's `waitForChange`, if it is in there.
    func cancel(_ context: Int)
    func connect(_ context: Int, reader: String, exclusive: Bool) throws(PCSCCode) -> CardHandle
    /// Lets the card go.
    ///
    /// - Parameter resetting: whether to reset it, so that nobody inherits its selection and authentication.
    func disconnect(_ card: CardHandle, resetting: Bool)
    func beginTransaction(_ card: CardHandle) throws(PCSCCode)
    func endTransaction(_ card: CardHandle)
    func answerToReset(_ card: CardHandle) throws(PCSCCode) -> [UInt8]
    /// - Returns: how many bytes of `answer` were written, possibly none.
    func transmit(_ command: [UInt8], to card: CardHandle, answer: inout [UInt8]) throws(PCSCCode) -> Int
}

/// A connected card, and the protocol that pcscd negotiated with it.
struct CardHandle: Hashable, Sendable {
    let number: Int
    let isT1: Bool
}

/// What is known about one reader: PC/SC's SCARD_READERSTATE.
struct ReaderState: Equatable, Sendable {
    /// As the reader's name, this waits for readers to come and go.
    static let plugAndPlay = #"\\?PnP?\Notification"#

    let reader: String
    /// Flags in the low word, in the high word a count of insertions and removals. Zero: nothing is known yet.
    var flags: UInt32 = 0
    var atr: [UInt8] = []

    static let changed: UInt32 = 0x02
    private static let gone: UInt32 = 0x01 | 0x04 | 0x08
    private static let present: UInt32 = 0x20
    private static let held: UInt32 = 0x80 | 0x100

    var isGone: Bool { flags & Self.gone != 0 }
    var hasCard: Bool { flags & Self.present != 0 }
    /// Some program, perhaps this one, is connected to the card.
    var isHeld: Bool { flags & Self.held != 0 }
    var eventCount: UInt32 { flags >> 16 }
}
