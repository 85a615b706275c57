package import HubAPI

extension LogStore {
    /// The next part of the answer to an operator's question for logs.
    ///
    /// - Parameters:
    ///   - number: of the part, from 0.
    ///   - cursor: of the part before, `nil` for the first.
    /// - Returns: a part that is `done` when the log is at its end and nobody follows; while somebody does, it may
    ///   be empty, and the caller waits before it asks again.
    package func part(_ number: Int64, of request: RemoteRequest, after cursor: Int64?) -> RemoteAnswer {
        let page = read(after: cursor ?? request.cursor, sinceMs: request.sinceMs)
        return RemoteAnswer(
            part: number, lines: page.lines, cursor: page.cursor, skipped: page.skipped, png: nil,
            done: page.atEnd && !request.follow)
    }
}
