internal import CPQ
internal import Database
internal import Dispatch

/// One connection, used on its own queue only: libpq's calls block.
final class PostgresConnection: @unchecked Sendable {
    /// A statement under its name at the server.
    struct Prepared {
        var name: String
        var types: [Oid]
        var columns: Columns
        var columnTypes: [Oid]
    }

    private let queue = DispatchQueue(label: "peony.postgres")
    private let options: PostgresOptions
    private var pointer: OpaquePointer?
    private var prepared: [String: Prepared] = [:]
    /// It must not be used for another transaction.
    private(set) var isBroken = false

    init(_ options: PostgresOptions) { self.options = options }

    deinit { PQfinish(pointer) }

    /// Runs it on the connection's queue.
    func perform<Answer: Sendable>(
        _ work: @escaping @Sendable (PostgresConnection) throws -> Answer
    ) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try work(self) }) }
        }
    }

    /// - Throws: `lost`.
    func open() throws(DatabaseError) {
        let parameters = options.parameters
        pointer = Self.withTexts(parameters.map(\.keyword)) { keywords in
            Self.withTexts(parameters.map(\.value)) { values in PQconnectdbParams(keywords, values, 1) }
        }
        guard PQstatus(pointer) == CONNECTION_OK else {
            isBroken = true
            throw .lost(failureWords)
        }
        // It would write them to standard error.
        PQsetNoticeProcessor(pointer, { _, _ in }, nil)
        try command(options.settings)
    }

    /// Whether a server is there and only this login does not go in: libpq says nothing of it but words.
    static func isRefused(_ options: PostgresOptions) -> Bool {
        let parameters = options.parameters
        return withTexts(parameters.map(\.keyword)) { keywords in
            withTexts(parameters.map(\.value)) { values in PQpingParams(keywords, values, 1) }
        } == PQPING_OK
    }

    /// One or several statements without values.
    @discardableResult
    func command(_ text: String) throws(DatabaseError) -> PostgresResult {
        try right(PostgresResult(PQexec(pointer, text)), text)
    }

    /// Ends the transaction for good.
    ///
    /// - Throws: `outcomeUnknown` when the connection went meanwhile.
    func commit() throws(DatabaseError) {
        do throws(DatabaseError) {
            let answer = try command("COMMIT")
            guard answer.command == "COMMIT" else {
                throw .other(code: answer.command, words: "the server did not commit")
            }
        } catch .lost(let words) { throw .outcomeUnknown(words) }
    }

    /// Makes it ready for another transaction, if it can be.
    func rollBack() {
        guard !isBroken, PQtransactionStatus(pointer) != PQTRANS_IDLE else { return }
        do { try command("ROLLBACK") } catch { isBroken = true }
    }

    func execute(_ statement: Prepared, _ parameters: Parameters) throws(DatabaseError) -> PostgresResult {
        let answer = parameters.withPointers { pointers in
            PQexecPrepared(
                pointer, statement.name, parameters.count, pointers.values, pointers.lengths, pointers.formats, 1)
        }
        return try right(PostgresResult(answer), statement.columns.statement.text)
    }

    /// Sends it for each of them before the first answer is read.
    ///
    /// - Returns: how many rows were changed.
    func executeAll(_ statement: Prepared, _ all: ArraySlice<[SQLValue]>) throws(DatabaseError) -> Int {
        let parameters = try all.map { values throws(DatabaseError) in try Parameters(values, as: statement.types) }
        PQenterPipelineMode(pointer)
        for parameters in parameters {
            _ = parameters.withPointers { pointers in
                PQsendQueryPrepared(
                    pointer, statement.name, parameters.count, pointers.values, pointers.lengths, pointers.formats, 1)
            }
        }
        PQpipelineSync(pointer)
        let outcome = pipelineAnswers(statement)
        PQexitPipelineMode(pointer)
        return try outcome.get()
    }

    /// Reads up to the mark after the last; what comes after a failure is passed by.
    private func pipelineAnswers(_ statement: Prepared) -> Result<Int, DatabaseError> {
        var changed = 0
        var failure: DatabaseError?
        while PQstatus(pointer) == CONNECTION_OK {
            // Nothing stands between two answers.
            guard let answer = PostgresResult(PQgetResult(pointer)) else { continue }
            if answer.status == PGRES_PIPELINE_SYNC { return failure.map { .failure($0) } ?? .success(changed) }
            if answer.status == PGRES_PIPELINE_ABORTED { continue }
            do { changed += try right(answer, statement.columns.statement.text).changedRows } catch {
                failure = failure ?? error
            }
        }
        isBroken = true
        return .failure(failure ?? .lost(failureWords))
    }

    func statement(_ text: String, of sql: SQL) throws(DatabaseError) -> Prepared {
        if let known = prepared[text] { return known }
        let name = "s\(prepared.count)"
        try right(PostgresResult(PQprepare(pointer, name, text, 0, nil)), text)
        let answer = try right(PostgresResult(PQdescribePrepared(pointer, name)), text)
        let made = Prepared(
            name: name, types: answer.parameterTypes, columns: Columns(answer.columnNames, of: sql),
            columnTypes: answer.columnTypes)
        for (column, type) in zip(made.columns.names, made.columnTypes) where !TypeID.readable.contains(type) {
            throw .other(
                code: "type \(type)", words: "\(column) cannot be read; ask for CAST(\(column) AS text): \(text)")
        }
        prepared[text] = made
        return made
    }

    /// The socket, for who waits for what the server says by itself.
    var socket: Int32 { PQsocket(pointer) }

    /// What came in since; `nil` when the connection is gone.
    func notifications() -> [(channel: String, payload: String)]? {
        guard PQconsumeInput(pointer) == 1 else { return nil }
        var found: [(channel: String, payload: String)] = []
        while let notification = PQnotifies(pointer) {
            found.append((String(cString: notification.pointee.relname), String(cString: notification.pointee.extra)))
            PQfreemem(notification)
        }
        return found
    }

    @discardableResult
    private func right(_ answer: PostgresResult?, _ text: String) throws(DatabaseError) -> PostgresResult {
        if let answer, answer.isRight { return answer }
        if PQstatus(pointer) != CONNECTION_OK { isBroken = true }
        guard let answer, answer.field(peony_diag_sqlstate) != nil else {
            isBroken = true
            throw .lost(failureWords)
        }
        let failure = DatabaseError(answer, in: text)
        if case .lost = failure { isBroken = true }
        if answer.field(peony_diag_function) == Self.stalePlan {
            // A table has another shape than when the statement was prepared: on a new connection it is right again.
            isBroken = true
            throw .conflict(failure.description)
        }
        throw isBroken ? .lost(failure.description) : failure
    }

    /// The function of PostgreSQL's plancache.c that refuses a plan; its words are in the server's language.
    private static let stalePlan = "RevalidateCachedQuery"

    private var failureWords: String {
        let words = PQerrorMessage(pointer).map { String(cString: $0) } ?? "no memory"
        return options.redacted(words.split(whereSeparator: \.isNewline).joined(separator: "; "))
    }

    private static func withTexts<Answer>(
        _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Answer
    ) -> Answer {
        let bytes = texts.flatMap { Array($0.utf8CString) }
        return bytes.withUnsafeBufferPointer { bytes in
            var (pointers, offset) = ([UnsafePointer<CChar>?](), 0)
            for text in texts {
                pointers.append(bytes.baseAddress?.advanced(by: offset))
                offset += text.utf8.count + 1
            }
            pointers.append(nil)
            return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
        }
    }
}
