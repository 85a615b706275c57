/// The last line of the journal and the epoch it stands in.
struct JournalHead: Sendable {
    var epoch: Int64
    var epochID: String
    var linesBefore: Int64
    var line: Int64
    var hash: [UInt8]
    /// The highest time of an entry.
    var floorMs: Int64

    var sequence: Int64 { line - linesBefore }
}
