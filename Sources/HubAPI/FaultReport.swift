package import Vocabulary

/// What can be wrong at a kiosk that a person must look at.
package enum FaultCode: String, Hashable, Sendable, CaseIterable {
    /// The kiosk's file was damaged; a new one was begun.
    case journalSetAside = "journal-set-aside"
    /// The hub holds more of this kiosk's journal than the kiosk does.
    case journalBehindHub = "journal-behind-hub"
    /// The hub holds another line at a place of this kiosk's journal.
    case journalFork = "journal-fork"
    case clockSetBack = "clock-set-back"
    case clockAhead = "clock-ahead"
    /// A card's odometers stood below what is settled: there are two of it.
    case odometerBehind = "odometer-behind"
    /// A card knows our key and lets somebody change what nobody may change.
    case cardSettingsUnsafe = "card-settings-unsafe"
}

/// Something a person must look at. A newer kiosk may report what this program has no case for.
package struct FaultReport: Hashable, Sendable, Codable {
    package var code: Extensible<FaultCode>
    /// Never a name, a phone number or a key.
    package var detail: String

    package init(code: Extensible<FaultCode>, detail: String) {
        self.code = code
        self.detail = detail
    }

    package init(_ code: FaultCode, detail: String) { self.init(code: .known(code), detail: detail) }
}
