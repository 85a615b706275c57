internal import Foundation

/// What GRDB reads and writes blobs as.
typealias Blob = Data

func blobData(_ bytes: [UInt8]) -> Blob { Blob(bytes) }
