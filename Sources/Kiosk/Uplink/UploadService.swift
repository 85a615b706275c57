internal import HubAPI
internal import KioskStore

/// Uploads the journal to the hub, oldest entries first, and repeats each until the hub says that it holds it.
///
/// There is one uploader. Which entries are still to be sent is derived from rows, never from a flag in memory.
package struct UploadService: Sendable {
    private let uplink: Uplink
    private let pacer: UploadPacer

    /// The uploader looks for entries at least this often, even if none was signalled.
    private static let idle = Duration.seconds(60)

    package init(_ uplink: Uplink, pacer: UploadPacer = UploadPacer()) {
        self.uplink = uplink
        self.pacer = pacer
    }

    package func run() async {
        var pacer = pacer
        while !Task.isCancelled {
            do {
                guard let acknowledged = try await send() else {
                    pacer.succeeded()
                    await uplink.appended.wait(upTo: Self.idle)
                    continue
                }
                guard acknowledged.removed > acknowledged.putBack else { throw UploadStandstill() }
                pacer.succeeded()
            } catch {
                uplink.surroundings.log(.hubFailed(during: "upload", code: failureCode(error)))
                if error is HubLinkError { await uplink.onReachability(failureCode(error)) }
                await uplink.appended.wait(
                    upTo: .seconds(pacer.failed(fraction: uplink.surroundings.chance.fraction())))
            }
        }
    }

    /// One batch.
    ///
    /// - Returns: whether there was something to send.
    package func uploadOnce() async throws -> Bool { try await send() != nil }

    /// - Returns: what the hub holds of it; `nil` when there was nothing to send.
    private func send() async throws -> Acknowledged? {
        guard
            let request = try uplink.store.pendingUpload(
                limit: HubLimits.entriesPerUpload, maxBytes: HubLimits.bodyBytes / 2)
        else { return nil }
        let began = ContinuousClock.now
        let receipt = try await uplink.hub.upload(request)
        let took = (ContinuousClock.now - began).milliseconds
        await uplink.onReachability(nil)
        let acknowledged = try uplink.store.acknowledge(receipt, to: request)
        let left = try uplink.store.notUploaded()
        uplink.surroundings.log(.uploaded(entries: acknowledged.removed, left: left, milliseconds: took))
        if acknowledged.newlyRefused > 0 { uplink.surroundings.log(.refusedByHub(lines: acknowledged.newlyRefused)) }
        if let reason = acknowledged.newEpoch { try beginNewEpoch(because: reason, uplink) }
        await uplink.uploaded.send()
        return acknowledged
    }
}

/// The hub answers an upload but holds no more than before, or lost as many entries as it took.
struct UploadStandstill: Error {}

/// The journal goes on under a new epoch, and operators hear of it.
func beginNewEpoch(because reason: NewEpochReason, _ uplink: Uplink) throws {
    try uplink.store.beginNewEpoch(because: reason)
    uplink.surroundings.log(.newEpoch(reason: reason.code.rawValue))
}
