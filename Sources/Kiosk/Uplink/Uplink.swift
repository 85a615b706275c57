package import KioskStore

/// What all services that exchange facts between this kiosk's file and the hub share.
package struct Uplink: Sendable {
    package let store: KioskStore
    package let hub: any HubLink
    package let surroundings: Surroundings
    /// Sent after each entry of the journal.
    package let appended = Signal()
    /// Sent after each upload.
    package let uploaded = Signal()
    /// Called after each attempt, with `nil` when the hub answered, else with the code of why not.
    package var onReachability: @Sendable (String?) async -> Void = { _ in }

    package init(store: KioskStore, hub: any HubLink, _ surroundings: Surroundings) {
        self.store = store
        self.hub = hub
        self.surroundings = surroundings
    }
}
