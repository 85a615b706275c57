package import CardCrypto

/// What NTAG 424 and DESFire EV3 mirror into a web address at every tap (AN12196 §3, "SUN").
package enum SecureDynamicMessage {
    /// Decrypted PICCData of 16 bytes.
    package struct Identity: Hashable, Sendable {
        package var tag: UInt8
        package var uid: [UInt8]
        /// How often the tag was read.
        package var counter: UInt32
    }

    /// - Returns: `nil` unless it decrypts to a 7-byte UID with a counter (tag C7).
    package static func identity(metaReadKey: AESKey, encrypted: [UInt8]) -> Identity? {
        guard encrypted.count == 16 else { return nil }
        let plain = metaReadKey.decryptCBC(encrypted, iv: EV2Authentication.zeroIV)
        guard plain[0] == 0xC7 else { return nil }
        return Identity(
            tag: plain[0], uid: Array(plain[1..<8]), counter: UInt32(LittleEndian.value(plain[8..<11])))
    }

    /// 8 bytes over the mirrored text.
    package static func mac(fileReadKey: AESKey, uid: [UInt8], counter: UInt32, input: [UInt8]) -> [UInt8]? {
        sessionKey(fileReadKey, [0x3C, 0xC3], uid, counter).map { EV2Session.truncated($0.cmac(input)) }
    }

    /// The mirrored part of the file, decrypted.
    package static func fileContent(
        fileReadKey: AESKey, uid: [UInt8], counter: UInt32, encrypted: [UInt8]
    ) -> [UInt8]? {
        guard encrypted.count.isMultiple(of: 16), let key = sessionKey(fileReadKey, [0xC3, 0x3C], uid, counter) else {
            return nil
        }
        let iv = key.encryptBlock(LittleEndian.bytes(counter, 3) + [UInt8](repeating: 0, count: 13))
        return key.decryptCBC(encrypted, iv: iv)
    }

    private static func sessionKey(_ key: AESKey, _ label: [UInt8], _ uid: [UInt8], _ counter: UInt32) -> AESKey? {
        AESKey(key.cmac(label + [0x00, 0x01, 0x00, 0x80] + uid + LittleEndian.bytes(counter, 3)))
    }
}
