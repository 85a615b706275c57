internal import Glibc

/// An IPv4 or IPv6 address. An IPv4 address that stands in an IPv6 one (`::ffff:192.0.2.7`) is the IPv4 address.
package struct IPAddress: Hashable, Sendable {
    private static let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]

    /// Sixteen, as of IPv6.
    let bytes: [UInt8]
    var isIPv4: Bool { bytes.starts(with: Self.mapped) }

    /// - Returns: `nil` for names, zones, ports and other ways to write a number.
    package init?(_ text: String) {
        // The C function would stop at U+0000 and take what stands before it.
        guard text.utf8.allSatisfy({ $0 == 0x2E || $0 == 0x3A || Self.isHexadecimal($0) }) else { return nil }
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 {
            self.bytes = Self.mapped + bytes.prefix(4)
        } else if inet_pton(AF_INET6, text, &bytes) == 1 {
            self.bytes = bytes
        } else {
            return nil
        }
    }

    static let loopback = IPAddress(bytes: mapped + [127, 0, 0, 1])

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }

    /// The network that one client controls: an IPv4 address, or the /64 that an IPv6 address lies in.
    var network: String {
        if isIPv4 { return bytes.suffix(4).map(String.init).joined(separator: ".") }
        return bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":") + "/64"
    }
}

/// All addresses with the same first bits, written `10.0.0.0/8`, or one address.
package struct IPNetwork: Hashable, Sendable {
    private let address: IPAddress
    /// Of an address as of IPv6.
    private let bits: Int
    package let text: String

    /// - Returns: `nil` also for a network whose address has bits set beyond it: its writer meant something else.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let address = IPAddress(parts[0]) else { return nil }
        let isWide = parts[0].contains(":")
        var bits = 128
        if parts.count == 2 {
            guard let number = UInt8(parts[1]), "\(number)" == parts[1], number <= (isWide ? 128 : 32) else {
                return nil
            }
            bits = Int(number) + (isWide ? 0 : 96)
        }
        (self.address, self.bits, self.text) = (address, bits, text)
        guard address.bytes == masked(address.bytes) else { return nil }
    }

    package static let loopback = IPNetwork(of: IPAddress.loopback)

    private init(of address: IPAddress) { (self.address, bits, text) = (address, 128, "127.0.0.1") }

    func contains(_ other: IPAddress) -> Bool { masked(other.bytes) == address.bytes }

    private func masked(_ bytes: [UInt8]) -> [UInt8] {
        bytes.enumerated().map { place, byte in
            let kept = min(max(bits - place * 8, 0), 8)
            return byte & ~(UInt8.max >> UInt8(kept))
        }
    }
}
