import Database
import DatabaseTesting
import Testing

extension SignalChannel {
    fileprivate static let feed: SignalChannel = "feed"
    fileprivate static let desk: SignalChannel = "desk"
}

@Suite struct SignalTests {
    private struct Own: Error {}

    @Test(arguments: Engines.available)
    func `A signal comes after its commit and never after a rollback`(_ engine: TestEngine) async throws {
        try await engine.withDatabase("CREATE TABLE thing (id {int} PRIMARY KEY) {end};") { db in
            var signals = db.database.signals(.feed).makeAsyncIterator()
            #expect(await signals.next() == .look)
            await #expect(throws: Own.self) {
                try await db.database.write { tx in
                    tx.signal(.feed, "rolled back")
                    throw Own()
                }
            }
            try await db.database.write { tx in
                tx.signal(.desk, "another channel")
                do {
                    try tx.savepoint {
                        tx.signal(.feed, "undone")
                        throw Own()
                    }
                } catch is Own {}
            }
            try await db.database.write { tx in
                try tx.run("INSERT INTO thing (id) VALUES (1)")
                for word in ["first", "first", "第二"] { tx.signal(.feed, word) }
            }
            #expect(await signals.next() == .said("first"))
            #expect(try await db.count("thing") == 1)
            #expect(await signals.next() == .said("第二"))
        }
    }

    @Test(arguments: Engines.available)
    func `Everybody who listens hears it, and streams end with the engine`(_ engine: TestEngine) async throws {
        try await engine.withDatabase { db in
            var listeners = (0..<3).map { _ in db.database.signals(.feed).makeAsyncIterator() }
            for index in listeners.indices { #expect(await listeners[index].next() == .look) }
            try await db.database.write { tx in tx.signal(.feed, "7") }
            for index in listeners.indices { #expect(await said(&listeners[index]) == .said("7")) }
            try await db.database.close()
            for index in listeners.indices { #expect(await said(&listeners[index]) == nil) }
        }
    }

    /// The next but `look`, which may come more than once.
    private func said(_ signals: inout AsyncStream<Signal>.Iterator) async -> Signal? {
        var signal = await signals.next()
        while signal == .look { signal = await signals.next() }
        return signal
    }

    @Test func `Who falls behind is told to look`() async {
        let switchboard = Switchboard()
        var signals = switchboard.listen(.feed).stream.makeAsyncIterator()
        for number in 0..<Switchboard.waitingSignals + 10 { switchboard.tell(.said("\(number)"), on: .feed) }
        switchboard.close()
        var heard: [Signal] = []
        while let signal = await signals.next() { heard.append(signal) }
        #expect(heard.count == Switchboard.waitingSignals)
        #expect(heard.last == .look)
    }
}
