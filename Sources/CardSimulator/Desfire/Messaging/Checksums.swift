/// The two checksums of DESFire messages, as the card computes them.
enum Checksum {
    /// ISO/IEC 14443-3 annex B, type A: polynomial 8408 reflected, start 6363; two bytes, LSB first.
    static func crc16(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var register: UInt16 = 0x6363
        for byte in bytes {
            register ^= UInt16(byte)
            for _ in 0..<8 { register = register & 1 == 1 ? register >> 1 ^ 0x8408 : register >> 1 }
        }
        return wire(register, 2)
    }

    /// CRC-32 without the final inversion ("JAMCRC"); four bytes, LSB first.
    static func crc32(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var register: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            register ^= UInt32(byte)
            for _ in 0..<8 { register = register & 1 == 1 ? register >> 1 ^ 0xEDB8_8320 : register >> 1 }
        }
        return wire(register, 4)
    }
}

/// `bytes` and as many zeroes as make whole blocks.
func zeroPadded(_ bytes: [UInt8], block: Int) -> [UInt8] {
    bytes + [UInt8](repeating: 0, count: (block - bytes.count % block) % block)
}

func exclusiveOr(_ left: some Sequence<UInt8>, _ right: some Sequence<UInt8>) -> [UInt8] {
    zip(left, right).map { $0 ^ $1 }
}
