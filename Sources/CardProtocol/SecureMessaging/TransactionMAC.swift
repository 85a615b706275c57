package import CardCrypto

/// The Transaction MAC of EV2 cards: proof to the back office that a commit happened (AN12343 §9.3).
package enum TransactionMAC {
    /// Keys of one transaction. `counter` is the one that CommitTransaction then returns: stored value + 1.
    ///
    /// - Returns: `nil` unless the UID has 7 bytes.
    package static func sessionKeys(
        master: AESKey, uid: [UInt8], counter: UInt32
    ) -> (mac: [UInt8], encryption: [UInt8])? {
        guard uid.count == 7 else { return nil }
        let suffix = [0x00, 0x01, 0x00, 0x80] + LittleEndian.bytes(counter, 4) + uid
        return (master.cmac([0x5A] + suffix), master.cmac([0xA5] + suffix))
    }

    /// 8 bytes over the Transaction MAC Input.
    package static func value(key: AESKey, input: [UInt8]) -> [UInt8] { EV2Session.truncated(key.cmac(input)) }

    /// The previous reader's id as the card hands it over.
    ///
    /// - Precondition: 16 bytes.
    package static func encrypted(readerID: [UInt8], key: AESKey) -> [UInt8] {
        key.encryptCBC(readerID, iv: EV2Authentication.zeroIV)
    }
}
