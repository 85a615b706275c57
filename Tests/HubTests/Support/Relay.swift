import Foundation
import Glibc
import Synchronization

/// Passes connections on to one of several places in turn, as a balancer does, and cuts them where a test wants it.
final class Relay: Sendable {
    enum Place: Hashable, Sendable {
        /// 0 to listen at any free one.
        case port(Int)
        case socket(path: String)
    }

    /// What becomes of a connection at what its client sends.
    enum Cut: Hashable, Sendable {
        case no
        /// It ends, and nothing is passed on.
        case before
        /// It is passed on, and what the other side answers is not; the client is told something else, if anything.
        case after(saying: [UInt8] = [])
    }

    private struct Failure: Error { var number = errno }

    private let listener: Int32
    private let places: Mutex<[Place]>
    private let turn = Mutex(0)
    private let isClosed = Atomic(false)
    private let cut: @Sendable (ArraySlice<UInt8>) -> Cut

    init(at place: Place, to places: [Place], cut: @escaping @Sendable (ArraySlice<UInt8>) -> Cut = { _ in .no }) throws
    {
        self.places = Mutex(places)
        self.cut = cut
        listener = try Self.open(place) { bind($0, $1, $2) == 0 && listen($0, 128) == 0 }
        Thread.detachNewThread { self.accept() }
    }

    /// Where it listens.
    var port: Int {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &size) }
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    func pass(to places: [Place]) { self.places.withLock { $0 = places } }

    func close() { isClosed.store(true, ordering: .relaxed) }

    private func accept() {
        while waits(for: [listener]) != nil {
            let client = Glibc.accept(listener, nil, nil)
            guard client >= 0 else { continue }
            Thread.detachNewThread {
                defer { _ = Glibc.close(client) }
                guard let server = self.next() else { return }
                defer { _ = Glibc.close(server) }
                self.pass(client, server)
            }
        }
        _ = Glibc.close(listener)
    }

    /// - Returns: a connection to the next place that takes one; `nil` where none does.
    private func next() -> Int32? {
        let places = places.withLock { $0 }
        let first = turn.withLock { turn in
            turn += 1
            return turn
        }
        for offset in places.indices {
            let place = places[(first + offset) % places.count]
            if let server = try? Self.open(place, { connect($0, $1, $2) == 0 }) { return server }
        }
        return nil
    }

    private func pass(_ client: Int32, _ server: Int32) {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while let ready = waits(for: [client, server]) {
            for (from, to) in [(client, server), (server, client)] where ready.contains(from) {
                let count = recv(from, &bytes, bytes.count, 0)
                guard count > 0 else { return }
                let cut = from == client ? cut(bytes[..<count]) : .no
                guard cut != .before, Self.send(bytes[..<count], to) else { return }
                if case .after(let words) = cut {
                    _ = recv(server, &bytes, bytes.count, 0)
                    _ = Self.send(words[...], client)
                    return
                }
            }
        }
    }

    /// - Returns: those with something to read; `nil` once it is closed.
    private func waits(for descriptors: [Int32]) -> Set<Int32>? {
        var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        while !isClosed.load(ordering: .relaxed) {
            if poll(&polled, nfds_t(polled.count), 100) > 0 { return Set(polled.filter { $0.revents != 0 }.map(\.fd)) }
        }
        return nil
    }

    private static func send(_ bytes: ArraySlice<UInt8>, _ to: Int32) -> Bool {
        var left = bytes
        while !left.isEmpty {
            let sent = left.withUnsafeBytes { Glibc.send(to, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard sent > 0 else { return false }
            left = left.dropFirst(sent)
        }
        return true
    }

    private static func open(_ place: Place, _ use: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Bool) throws -> Int32
    {
        switch place {
        case .port(let port):
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            address.sin_port = UInt16(port).bigEndian
            return try open(AF_INET, &address, use)
        case .socket(let path):
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
            return try open(AF_UNIX, &address, use)
        }
    }

    private static func open<Address>(
        _ family: Int32, _ address: inout Address, _ use: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Bool
    ) throws -> Int32 {
        let descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
        var yes: Int32 = 1
        if family == AF_INET {
            setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        }
        let size = socklen_t(MemoryLayout<Address>.size)
        let isOpen = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { use(descriptor, $0, size) }
        }
        guard isOpen else {
            let failure = Failure()
            _ = Glibc.close(descriptor)
            throw failure
        }
        return descriptor
    }
}
