import CardSimulator
import Vocabulary

/// A card as the control API tells of it: its committed memory, read past all security.
struct CardReport: Codable, Equatable, Sendable {
    struct File: Codable, Equatable, Sendable {
        var number: Int
        var kind: String
        /// Value files: where it stands, its upper limit, and limit minus value, which is how an odometer is read.
        var value: Int64?
        var upper: Int64?
        var spent: Int64?
        /// Records in hex, oldest first, or the bytes of a data file as the only entry.
        var contents: [String]?
    }

    struct Application: Codable, Equatable, Sendable {
        var aid: String
        var keySettings: String
        var keys: Int
        var files: [File]
    }

    var name: String
    var profile: CardProfile
    var uid: String
    var label: CardLabel
    var isOnReader: Bool
    var latencyMs: Int64
    /// Whether a fault waits for the card.
    var hasFault: Bool
    /// Commands since the program started.
    var exchanged: Int
    var paymentSelections: Int
    /// Files 02 and 03; `nil` unless the card has been issued as a member's.
    var odometers: Amount?
    var applications: [Application]

    init(_ name: String, _ card: VirtualCard, _ label: CardLabel?, isOnReader: Bool) {
        let state = card.state
        self.name = name
        self.isOnReader = isOnReader
        profile = state.profile
        uid = state.uid.description
        latencyMs = card.faults.latency.wholeMilliseconds
        hasFault = !card.faults.isEmpty
        exchanged = card.exchanged
        paymentSelections = state.paymentSelections
        let applications = (state.desfire?.applications ?? []).map(Application.init)
        self.applications = applications
        let files = applications.first?.files ?? []
        var odometers: Amount?
        if let fen = files.first(where: { $0.number == 2 })?.spent,
            let points = files.first(where: { $0.number == 3 })?.spent
        {
            odometers = Amount(points: points, fen: fen)
        }
        self.odometers = odometers
        self.label = label ?? (odometers == nil ? .usual(for: state.profile) : .issued)
    }
}

extension CardReport.Application {
    fileprivate init(_ application: CardApplication) {
        let bytes = [16, 8, 0].map { UInt8(truncatingIfNeeded: application.aid >> $0) }
        aid = Hex.text(bytes)
        keySettings = Hex.text([application.keySettings])
        keys = application.keys.count
        files = application.files.map(CardReport.File.init)
    }
}

extension CardReport.File {
    fileprivate init(_ file: CardFile) {
        number = Int(file.number)
        switch file.content {
        case .standard(let bytes): (kind, contents) = ("standard", [Hex.text(bytes)])
        case .backup(let bytes): (kind, contents) = ("backup", [Hex.text(bytes)])
        case .records(let records):
            kind = records.isCyclic ? "cyclic" : "linear"
            contents = records.stored.map { Hex.text($0) }
        case .value(let stored):
            kind = "value"
            (value, upper) = (Int64(stored.current), Int64(stored.upper))
            spent = Int64(stored.upper) - Int64(stored.current)
        }
    }
}
