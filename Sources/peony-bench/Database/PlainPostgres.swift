import CPQ
import Dispatch

/// libpq used as its manual says: one connection, prepared statements, values as text.
final class PlainPostgres: BenchedDatabase, @unchecked Sendable {
    private let queue = DispatchQueue(label: "plain")
    private let pointer: OpaquePointer?

    init(_ url: String, schema: String) throws {
        pointer = PQconnectdb(url)
        try command("SET search_path TO \(schema)")
    }

    deinit { PQfinish(pointer) }

    func prepare() throws {
        let statements = [
            ("insert", "INSERT INTO line (epoch, sequence, hash, body, at_ms) VALUES ($1, $2, $3, $4, $5)"),
            ("change", "UPDATE line SET at_ms = $1 WHERE epoch = $2"),
            ("select", "SELECT sequence, hash, body FROM line WHERE epoch = $1 AND sequence = $2"),
        ]
        for (name, text) in statements { try right(PQprepare(pointer, name, text, 0, nil)) }
    }

    func work(_ kind: BenchedWork, _ count: Int) async throws -> Double {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try self.timed(kind, count) }) }
        }
    }

    private func timed(_ kind: BenchedWork, _ count: Int) throws -> Double {
        let begin = kind == .read || kind == .select ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" : "BEGIN"
        let statement =
            switch kind {
            case .write, .insert: insert
            case .idle: change
            case .read, .select: select
            }
        if kind.isWholeTransaction {
            return try microseconds(count) {
                try command(begin)
                try statement()
                try command("COMMIT")
            }
        }
        try command(begin)
        let time = try microseconds(count) { try statement() }
        try command("COMMIT")
        return time
    }

    private func insert() throws {
        let line = BenchedLine(BenchedPort.next())
        let hash = "\\x" + line.hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        try execute("insert", ["1", String(line.sequence), hash, line.body, "1"])
    }

    private func change() throws { try execute("change", ["2", "-1"]) }

    private func select() throws { try execute("select", ["0", "7"]) }

    private func execute(_ name: String, _ values: [String]) throws {
        let texts = values.map { Array($0.utf8CString) }
        func withPointers(
            _ rest: ArraySlice<[CChar]>, _ made: [UnsafePointer<CChar>?],
            _ body: ([UnsafePointer<CChar>?]) throws -> Void
        ) throws {
            guard let first = rest.first else { return try body(made) }
            try first.withUnsafeBufferPointer { try withPointers(rest.dropFirst(), made + [$0.baseAddress], body) }
        }
        try withPointers(texts[...], []) { pointers in
            try right(PQexecPrepared(pointer, name, Int32(pointers.count), pointers, nil, nil, 0))
        }
    }

    private func command(_ text: String) throws { try right(PQexec(pointer, text)) }

    private func right(_ answer: OpaquePointer?) throws {
        defer { PQclear(answer) }
        let status = PQresultStatus(answer)
        guard status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK else {
            throw BaselineFailure(what: "libpq", code: Int(status.rawValue))
        }
    }
}
