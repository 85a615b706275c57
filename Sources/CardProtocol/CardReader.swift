/// A reader that tells of cards and lets one be worked on: the real one is `PCSC`'s `ReaderWatch`, the simulated one
/// stands in `KioskTesting`.
///
/// Blocking calls happen on the reader's own threads, never on the caller's.
package protocol CardReader: Sendable {
    /// What happens at the reader, in order, for one listener. Bounded: a listener that is too slow loses the oldest
    /// events.
    var events: AsyncStream<ReaderEvent> { get }

    /// Works on the card in the field, alone with it, from selection to the last answer.
    ///
    /// Begin with a select: another program may have left a session on the card. The card is reset afterwards, which
    /// not every reader passes on to it and some handle badly. The channel cannot be used once `body` has returned.
    ///
    /// - Throws: what `body` throws; `ChannelError.removed` when there is no card; `ReaderFault` when the reader cannot
    ///   be had. Nothing is known about the card then if `body` was running.
    func withCard<T: Sendable>(_ body: @escaping @Sendable (any CardChannel) throws -> T) async throws -> T

    /// Ends the events and lets the reader go. Returns at once.
    func stop()
}

/// What happened at a reader.
package enum ReaderEvent: Equatable, Sendable {
    /// Several readers have the name that was looked for, and the first was taken.
    case several(first: String, of: Int)
    /// The reader works. A card that lies there already is presented next.
    case ready(reader: String)
    /// The reader cannot be used until the next `ready`; no card is on it as far as anybody knows.
    case lost(ReaderFault)
    /// A card came; `atr` is empty when the reader sees something it cannot talk to.
    case cardPresented(atr: [UInt8])
    /// The card of the last `cardPresented` left.
    case cardRemoved
}

/// Why a reader cannot be used. A person may have to do something; the reader recovers by itself when it is done.
package enum ReaderFault: Error, Equatable, Sendable {
    /// pcscd does not run. systemd starts it again.
    case noService
    /// No reader of the name looked for is plugged in.
    case noReader
    /// Another program on this machine holds the reader or the card.
    case inUse
    /// A call to the reader has not come back for longer than any card takes.
    case stuck
    /// Everything else; `code` is pcsclite's.
    case failed(code: UInt32)
}
