package import CardProtocol
internal import Glibc

/// The readers of this machine.
package enum PCSCReaders {
    /// Names as pcscd gives them, in its order; empty when none is plugged in.
    package static func list() throws(PCSCError) -> [String] {
        try list(Libpcsclite())
    }

    static func list(_ library: any PCSCLibrary) throws(PCSCError) -> [String] {
        do throws(PCSCCode) {
            let context = try library.establishContext()
            defer { library.releaseContext(context) }
            return try library.readers(context)
        } catch {
            throw PCSCError(error)
        }
    }
}

/// Works on the card on one reader, alone with it; blocks the calling thread.
///
/// The card is reset afterwards, so that nobody inherits its selection and authentication, and the channel is of no use
/// once `body` has returned.
///
/// - Parameters:
///   - reader: its whole name.
///   - exclusive: whether other programs are kept from connecting at all; else they wait for the end of `body`.
///   - wait: how long to wait for a card, also for one that is gone for a moment because it was just reset; `nil` when
///     one must lie there already.
/// - Throws: `PCSCError` when no card could be reached, else what `body` throws.
package func withCard<T>(
    reader: String, exclusive: Bool = true, wait: Duration? = nil, _ body: (any CardChannel) throws -> T
) throws -> T {
    try withCard(Libpcsclite(), reader: reader, exclusive: exclusive, wait: wait, body)
}

func withCard<T>(
    _ library: any PCSCLibrary, reader: String, exclusive: Bool, wait: Duration?, _ body: (any CardChannel) throws -> T
) throws -> T {
    let context: Int
    let connection: CardConnection
    do throws(PCSCCode) {
        context = try library.establishContext()
    } catch {
        throw PCSCError(error)
    }
    defer { library.releaseContext(context) }
    let deadline = wait.map { ContinuousClock.now + $0 }
    do throws(PCSCCode) {
        connection = try connect(library, context, reader: reader, exclusive: exclusive, until: deadline) {
            _ = poll(nil, 0, CardConnection.attemptMs)
        }
    } catch {
        throw PCSCError(error)
    }
    defer { connection.close() }
    return try body(connection)
}

private func connect(
    _ library: any PCSCLibrary, _ context: Int, reader: String, exclusive: Bool,
    until deadline: ContinuousClock.Instant?, pause: () -> Void
) throws(PCSCCode) -> CardConnection {
    while true {
        do throws(PCSCCode) {
            if let deadline { try waitForCard(library, context, reader: reader, until: deadline) }
            return try .retrying(
                library, context: context, reader: reader, exclusive: exclusive, calls: CallClock(),
                shouldContinue: {
                    pause()
                    return true
                })
        } catch {
            let isGone = [.noSmartcard, .removedCard, .unresponsiveCard, .unpoweredCard].contains(error)
            guard isGone, let deadline, ContinuousClock.now < deadline else { throw error }
            pause()
        }
    }
}

private func waitForCard(
    _ library: any PCSCLibrary, _ context: Int, reader: String, until deadline: ContinuousClock.Instant
) throws(PCSCCode) {
    var states = [ReaderState(reader: reader)]
    repeat {
        let rest = max(.zero, deadline - .now)
        try library.waitForChange(context, of: &states, timeout: rest)
        if states[0].isGone { throw .unknownReader }
    } while !states[0].hasCard
}
