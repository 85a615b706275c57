internal import Database
internal import Synchronization

/// Connections that are used one transaction at a time; who comes when all are busy waits for a turn.
final class ConnectionPool: Sendable {
    private typealias Waiting = CheckedContinuation<PostgresConnection?, any Error>

    private struct State {
        var idle: [PostgresConnection] = []
        /// Idle ones and those in use.
        var count = 0
        var lastNumber = 0
        var waiting: [(number: Int, continuation: Waiting)] = []
        var isClosed = false
        var closing: [CheckedContinuation<Void, Never>] = []
    }

    private let options: PostgresOptions
    private let state = Mutex(State())

    init(_ options: PostgresOptions) { self.options = options }

    /// - Returns: a connection, and whether it was opened just now; `give` it back.
    func take() async throws -> (connection: PostgresConnection, isNew: Bool) {
        if let connection = try await turn() { return (connection, false) }
        let connection = PostgresConnection(options)
        do { try await connection.perform { try $0.open() } } catch {
            give(connection)
            throw error
        }
        return (connection, true)
    }

    /// Returns a connection to the pool. A broken one is dropped, and another may be opened for it.
    func give(_ connection: PostgresConnection) {
        let next = state.withLock { state -> (() -> Void)? in
            let isOver = connection.isBroken || state.isClosed
            if isOver { state.count -= 1 }
            if !isOver, state.waiting.isEmpty { state.idle.append(connection) }
            if let waiting = state.waiting.first {
                state.waiting.removeFirst()
                if isOver { state.count += 1 }
                return { waiting.continuation.resume(returning: isOver ? nil : connection) }
            }
            guard state.isClosed, state.count == 0 else { return nil }
            let closing = state.closing
            state.closing = []
            return { closing.forEach { $0.resume() } }
        }
        next?()
    }

    /// Closes the pool: callers that wait for a connection get an error, and running transactions are waited for.
    func close() async {
        let waiting = state.withLock { state in
            state.isClosed = true
            state.count -= state.idle.count
            state.idle = []
            defer { state.waiting = [] }
            return state.waiting
        }
        for waiting in waiting { waiting.continuation.resume(throwing: Self.closed) }
        await withCheckedContinuation { continuation in
            let isDone = state.withLock { state in
                if state.count > 0 { state.closing.append(continuation) }
                return state.count == 0
            }
            if isDone { continuation.resume() }
        }
    }

    private static let closed = DatabaseError.unavailable("it was closed")

    /// - Returns: an idle connection; `nil` if the caller may open a new one.
    private func turn() async throws -> PostgresConnection? {
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in wait(number, continuation) }
        } onCancel: {
            giveUp(number)
        }
    }

    private func wait(_ number: Int, _ continuation: Waiting) {
        let outcome = state.withLock { state -> Result<PostgresConnection?, any Error>? in
            if state.isClosed { return .failure(Self.closed) }
            if Task.isCancelled { return .failure(CancellationError()) }
            if let connection = state.idle.popLast() { return .success(connection) }
            guard state.count >= options.connections else {
                state.count += 1
                return .success(nil)
            }
            state.waiting.append((number, continuation))
            return nil
        }
        if let outcome { continuation.resume(with: outcome) }
    }

    private func giveUp(_ number: Int) {
        let waiting = state.withLock { state in
            state.waiting.firstIndex { $0.number == number }.map { state.waiting.remove(at: $0) }
        }
        waiting?.continuation.resume(throwing: CancellationError())
    }
}
