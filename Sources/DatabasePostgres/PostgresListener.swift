internal import Database
internal import Dispatch
internal import Glibc
internal import Synchronization
internal import Wakeup

/// The one connection of an engine that listens. When it goes it is opened again, and everybody is told to look: what
/// was said meanwhile is not said again.
///
/// It has a thread that waits for the socket with `poll`. A source of Dispatch would not do: it does not always say
/// that a connection has ended.
final class PostgresListener: Sendable {
    private struct State {
        /// By the name that the server knows.
        var wanted: [String: SignalChannel] = [:]
        /// Who has not been told to look yet, by channel.
        var newcomers: [(name: String, number: Int)] = []
        var isRunning = false
        var isClosed = false
        var closing: [CheckedContinuation<Void, Never>] = []
    }

    private let options: PostgresOptions
    private let channels: PostgresChannels
    private let switchboard: Switchboard
    private let state = Mutex(State())
    private let wake: WakeupEvent

    private static let shortestPause: Int32 = 50
    private static let longestPause: Int32 = 5000

    init(_ options: PostgresOptions, _ switchboard: Switchboard) throws(DatabaseError) {
        do { wake = try WakeupEvent() } catch { throw .unavailable(error.description) }
        self.options = options
        self.switchboard = switchboard
        channels = PostgresChannels(schema: options.schema)
    }

    /// - Parameter number: of the listener at the switchboard.
    func listen(_ channel: SignalChannel, for number: Int) {
        let name = channels.name(of: channel)
        let isFirst = state.withLock { state in
            guard !state.isClosed else { return false }
            state.wanted[name] = channel
            state.newcomers.append((name, number))
            defer { state.isRunning = true }
            return !state.isRunning
        }
        wake.signal()
        if isFirst { DispatchQueue(label: "peony.postgres.listener").async { self.run() } }
    }

    func close() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                state.isClosed = true
                if state.isRunning { state.closing.append(continuation) }
                return !state.isRunning
            }
            if isOver { continuation.resume() }
            wake.signal()
        }
    }

    private func run() {
        var connection: PostgresConnection?
        var pause = Self.shortestPause
        while !state.withLock(\.isClosed) {
            if let current = connection {
                if !hear(current) { connection = nil }
            } else {
                connection = connected()
                if connection == nil { wait(for: nil, milliseconds: pause) }
                pause = connection == nil ? min(pause * 2, Self.longestPause) : Self.shortestPause
            }
        }
        connection = nil
        let closing = state.withLock { state in
            state.isRunning = false
            return state.closing
        }
        for closing in closing { closing.resume() }
    }

    /// - Returns: `nil` when the server is not reached.
    private func connected() -> PostgresConnection? {
        let names = state.withLock { state in
            state.newcomers = []
            return state.wanted.keys.sorted()
        }
        let connection = PostgresConnection(options)
        do {
            try connection.open()
            for name in names { try connection.listen(name) }
        } catch { return nil }
        switchboard.tellEverybody(.look)
        return connection
    }

    /// Waits for the next signal or the next new listener.
    ///
    /// - Returns: whether the connection is still there.
    private func hear(_ connection: PostgresConnection) -> Bool {
        let newcomers = state.withLock { state in
            defer { state.newcomers = [] }
            return state.newcomers
        }
        do { for (name, _) in newcomers { try connection.listen(name) } } catch { return false }
        for (_, number) in newcomers { switchboard.tell(.look, listener: number) }
        // What came with the answers just now is not announced by the socket any more.
        guard tell(connection) else { return false }
        return wait(for: connection.socket, milliseconds: -1) ? tell(connection) : true
    }

    private func tell(_ connection: PostgresConnection) -> Bool {
        guard let heard = connection.notifications() else { return false }
        let wanted = state.withLock(\.wanted)
        for (name, payload) in heard {
            if let channel = wanted[name] { switchboard.tell(.said(payload), on: channel) }
        }
        return true
    }

    /// - Parameter milliseconds: negative waits for ever.
    /// - Returns: whether there is something at the socket.
    @discardableResult
    private func wait(for socket: Int32?, milliseconds: Int32) -> Bool {
        var polled = [
            pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: socket ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        _ = poll(&polled, 2, milliseconds)
        if polled[0].revents != 0 { wake.drain() }
        return polled[1].revents != 0
    }
}

extension PostgresConnection {
    fileprivate func listen(_ name: String) throws(DatabaseError) {
        try command("LISTEN \(PostgresOptions.quoted(name))")
    }
}
