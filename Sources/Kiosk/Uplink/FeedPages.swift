internal import HubAPI

/// How large the next page of the feed may be: half after a page that failed, twice after one that arrived. Otherwise,
/// on a line on which a page takes longer than the client waits, the same page would be asked for again and again.
struct FeedPages: Hashable, Sendable {
    private(set) var bytes = HubLimits.feedPageBytes

    mutating func failed() { bytes = max(HubLimits.feedPageBytesBounds.lowerBound, bytes / 2) }

    mutating func succeeded() { bytes = min(HubLimits.feedPageBytesBounds.upperBound, bytes * 2) }
}
