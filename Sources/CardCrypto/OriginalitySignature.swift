internal import CLibCrypto

/// NXP's signature of a card's UID: ECDSA over secp224r1, the UID itself in place of a hash.
package enum OriginalitySignature {
    private static let fieldCount = 28

    /// - Parameters:
    ///   - signature: r and s, 28 bytes each.
    ///   - publicKey: an uncompressed point, 57 bytes.
    /// - Returns: false for any other length, and for a key that is no point of the curve.
    package static func isValid(_ signature: [UInt8], uid: [UInt8], publicKey: [UInt8]) -> Bool {
        guard signature.count == 2 * fieldCount, publicKey.count == 2 * fieldCount + 1, !uid.isEmpty,
            let key = EC_KEY_new_by_curve_name(NID_secp224r1)
        else { return false }
        defer { EC_KEY_free(key) }
        guard EC_KEY_oct2key(key, publicKey, publicKey.count, nil) == 1, let pair = ECDSA_SIG_new() else {
            return false
        }
        defer { ECDSA_SIG_free(pair) }
        let r = BN_bin2bn(Array(signature.prefix(fieldCount)), Int32(fieldCount), nil)
        let s = BN_bin2bn(Array(signature.suffix(fieldCount)), Int32(fieldCount), nil)
        guard ECDSA_SIG_set0(pair, r, s) == 1 else { return false }
        return ECDSA_do_verify(uid, Int32(uid.count), pair, key) == 1
    }
}
