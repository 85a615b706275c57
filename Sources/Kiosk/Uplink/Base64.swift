internal import Foundation

enum Base64 {
    /// RFC 4648 §4.
    static func text(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}
