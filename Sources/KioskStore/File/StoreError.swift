internal import GRDB
package import Vocabulary

/// Why the kiosk's file did not do what was asked. Cases are named for what the caller can do about them.
package enum StoreError: Error, Hashable, Sendable {
    /// Another process serves from this file. Start only one.
    case inUse(path: String)
    /// Nothing can be written here at all: a wrong path, no permission, a broken disk.
    case unwritable(path: String, reason: String)
    /// SQLite did not accept `synchronous=FULL`; a commit would not survive a power cut. Do not serve.
    case notDurable(synchronous: Int)
    /// The id stands in the journal with another body. The first one counts.
    case conflict(OperationID)
    /// The entry cannot be journalled as it is: a bug of the caller, never the customer's fault.
    case unusable(reason: String)
    /// Space is running out: no new spending. Check-ins and outcomes are still taken.
    case nearlyFull
    /// The disk is full. Nothing was written, and nothing that was written before is lost.
    case full
    /// The page is older than the snapshot, or answers a request that is no longer the last one. Ask again.
    case olderSnapshot
    /// An answer about a store epoch that is not the present one. Ask again.
    case otherEpoch
    /// The file is damaged. Open it again: that sets it aside and goes on in a new one.
    case damaged(reason: String)
    /// SQLite refused; the number is its extended result code. Nothing was written.
    case failed(code: Int32, message: String)

    /// What SQLite said, in our terms.
    init(_ error: any Error) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError:
            let message = error.message ?? "no message"
            switch error.resultCode {
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged(reason: message)
            case .SQLITE_FULL: self = .full
            case .SQLITE_CONSTRAINT: self = .unusable(reason: message)
            default: self = .failed(code: error.extendedResultCode.rawValue, message: message)
            }
        // Data that this program wrote can no longer be decoded.
        case is DecodingError, is RowDecodingError: self = .damaged(reason: "\(error)")
        default: self = .failed(code: -1, message: "\(error)")
        }
    }

    /// Whether the file itself is at fault, so that setting it aside helps. A full disk, a lack of memory or a
    /// tool that holds the file for a moment are not.
    var warrantsQuarantine: Bool {
        switch self {
        case .damaged, .unwritable, .unusable: true
        case .failed(let code, _):
            // ERROR (tables that are not there), READONLY, CANTOPEN, MISMATCH, and the read errors among IOERR.
            [1, 8, 14, 20].contains(code & 0xFF) || [266, 522, 8202, 8458].contains(code)
        case .inUse, .notDurable, .conflict, .nearlyFull, .full, .olderSnapshot, .otherEpoch: false
        }
    }
}
