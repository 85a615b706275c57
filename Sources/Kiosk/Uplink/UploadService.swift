internal import HubAPI
package import KioskStore

/// Carries the journal to the hub: the oldest first, again and again until the hub says it holds it.
///
/// There is one uploader; which entries are still to go is derived from rows, never from a flag in memory.
package struct UploadService: Sendable {
    private let store: KioskStore
    private let hub: any HubLink
    private let appended: Bell
    private let uploaded: Bell
    private let reach: @Sendable (String?) async -> Void
    private let pacer: UploadPacer
    private let fraction: @Sendable () -> Double
    private let log: @Sendable (LogEvent) -> Void

    /// Nothing appended for this long: look all the same.
    private static let idle = Duration.seconds(60)

    package init(
        store: KioskStore, hub: any HubLink, appended: Bell, uploaded: Bell,
        reach: @escaping @Sendable (String?) async -> Void, pacer: UploadPacer = UploadPacer(),
        fraction: @escaping @Sendable () -> Double,
        log: @escaping @Sendable (LogEvent) -> Void
    ) {
        self.store = store
        self.hub = hub
        self.appended = appended
        self.uploaded = uploaded
        self.reach = reach
        self.pacer = pacer
        self.fraction = fraction
        self.log = log
    }

    package func run() async {
        var pacer = pacer
        while !Task.isCancelled {
            do {
                guard let acknowledged = try await send() else {
                    pacer.succeeded()
                    await appended.wait(upTo: Self.idle)
                    continue
                }
                guard acknowledged.removed > acknowledged.putBack else { throw UploadStandstill() }
                pacer.succeeded()
            } catch {
                log(.hubFailed(during: "upload", code: failureCode(error)))
                if error is HubLinkError { await reach(failureCode(error)) }
                await appended.wait(upTo: .seconds(pacer.failed(fraction: fraction())))
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
            let request = try store.pendingUpload(
                limit: HubLimits.entriesPerUpload, maxBytes: HubLimits.bodyBytes / 2)
        else { return nil }
        let began = ContinuousClock.now
        let receipt = try await hub.upload(request)
        let took = (ContinuousClock.now - began).milliseconds
        await reach(nil)
        let acknowledged = try store.acknowledge(receipt, to: request)
        let left = try store.notUploaded()
        log(.uploaded(entries: acknowledged.removed, left: left, milliseconds: took))
        if acknowledged.newlyRefused > 0 { log(.refusedByHub(lines: acknowledged.newlyRefused)) }
        if let reason = acknowledged.newEpoch { try beginNewEpoch(because: reason, store, log) }
        await uploaded.ring()
        return acknowledged
    }
}

/// The hub answers an upload and holds no more than before, or has given as much back as it took.
struct UploadStandstill: Error {}

/// The journal goes on under a new epoch, and operators hear of it.
func beginNewEpoch(
    because reason: NewEpochReason, _ store: KioskStore, _ log: @Sendable (LogEvent) -> Void
) throws {
    try store.beginNewEpoch(because: reason)
    log(.newEpoch(reason: reason.rawValue))
}
