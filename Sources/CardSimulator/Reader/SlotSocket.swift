import Glibc
internal import Wakeup

/// The card's end of one TCP connection to a vpcd slot. Closing it lifts the card off the reader.
struct SlotSocket: ~Copyable {
    private let descriptor: Int32

    /// - Returns: `nil` while pcscd does not run, or the slot does not listen yet.
    init?(to slot: VirtualReader.Slot) {
        let connected =
            switch slot {
            case .unix(let path): Self.descriptorFrom(broker: path)
            case .tcp(let host, let port): Self.connection(host: host, port: port)
            }
        guard let connected else { return nil }
        descriptor = connected
        enable(Int32(TCP_NODELAY))
        enable(Int32(TCP_QUICKACK))
    }

    deinit { Glibc.close(descriptor) }

    /// Waits until bytes have come, `wake` has become readable, or the time is over; negative waits for ever.
    ///
    /// - Returns: whether bytes or the end of the connection are there, and whether `wake` is readable.
    borrowing func wait(wake: WakeupEvent, milliseconds: Int32) -> (readable: Bool, woken: Bool) {
        var polled = [descriptor, wake.descriptor].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        guard poll(&polled, 2, milliseconds) > 0 else { return (false, false) }
        return (polled[0].revents != 0, polled[1].revents != 0)
    }

    /// - Returns: what has come; `nil` when pcscd has closed the connection or died.
    borrowing func receive() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        // vpcd sends length and body apart. Unless each is acknowledged at once, Nagle's algorithm on its side holds
        // the body back for the 40 ms that ours waits before acknowledging; the kernel forgets the option each time.
        enable(Int32(TCP_QUICKACK))
        return count > 0 ? Array(buffer.prefix(count)) : nil
    }

    /// - Returns: `false` when the connection is gone.
    borrowing func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { bytes in
                let rest = UnsafeRawBufferPointer(rebasing: bytes[sent...])
                return Glibc.send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    private borrowing func enable(_ option: Int32) {
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), option, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func connection(host: String, port: UInt16) -> Int32? {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        guard inet_pton(AF_INET, host, &address.sin_addr) == 1 else { return nil }
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        let result = withUnsafeBytes(of: &address) { bytes in
            connect(descriptor, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(bytes.count))
        }
        return keep(descriptor, if: result == 0)
    }

    /// Asks `hardware/virtual/pcscd` for a connection made inside its network namespace.
    private static func descriptorFrom(broker path: String) -> Int32? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let fits = withUnsafeMutableBytes(of: &address.sun_path) { room in
            guard path.utf8.count < room.count else { return false }
            room.copyBytes(from: path.utf8)
            return true
        }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard fits, descriptor >= 0 else { return keep(descriptor, if: false) }
        defer { Glibc.close(descriptor) }
        let result = withUnsafeBytes(of: &address) { bytes in
            connect(descriptor, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(bytes.count))
        }
        return result == 0 ? passedDescriptor(over: descriptor) : nil
    }

    /// Receives one byte with one descriptor beside it (SCM_RIGHTS), as `sendmsg(2)` and `unix(7)` describe.
    ///
    /// - Returns: `nil` when the other side hung up or sent anything else.
    private static func passedDescriptor(over descriptor: Int32) -> Int32? {
        let headerSize = MemoryLayout<cmsghdr>.size
        // Eight-byte elements, because the kernel wants the control message aligned.
        var control = [UInt64](repeating: 0, count: (headerSize + 8) / 8)
        var byte: UInt8 = 0
        return control.withUnsafeMutableBytes { control in
            withUnsafeMutableBytes(of: &byte) { data in
                var vector = iovec(iov_base: data.baseAddress, iov_len: 1)
                return withUnsafeMutablePointer(to: &vector) { vector in
                    var message = msghdr()
                    message.msg_iov = vector
                    message.msg_iovlen = 1
                    message.msg_control = control.baseAddress
                    message.msg_controllen = control.count
                    guard recvmsg(descriptor, &message, Int32(MSG_CMSG_CLOEXEC)) == 1,
                        message.msg_controllen >= headerSize + 4
                    else { return nil }
                    let header = control.load(as: cmsghdr.self)
                    guard header.cmsg_level == SOL_SOCKET, header.cmsg_type == Int32(SCM_RIGHTS)
                    else { return nil }
                    return control.load(fromByteOffset: headerSize, as: Int32.self)
                }
            }
        }
    }

    private static func keep(_ descriptor: Int32, if wanted: Bool) -> Int32? {
        guard !wanted else { return descriptor }
        if descriptor >= 0 { Glibc.close(descriptor) }
        return nil
    }
}
