import Display

/// Everything the page and the demo want to know at a glance: `GET /api/state`.
struct KioskReport: Codable, Sendable {
    struct Region: Codable, Sendable {
        var name: String
        var x: Int
        var y: Int
        var w: Int
        var h: Int
    }

    /// Whether there is a kiosk at the other end of the panel's socket.
    var isConnected: Bool
    /// Of the last picture; `nil` before the first.
    var screen: String?
    var language: String?
    var sequence: UInt32?
    var width: Int?
    var height: Int?
    var regions: [Region]
    var texts: [String]
    /// The card that lies on the reader.
    var onReader: String?
    var latencyMs: Int64
    var cards: [CardReport]

    init(panel: PanelConnection, cards: CardTable) {
        let picture = panel.picture
        isConnected = panel.isConnected
        screen = picture?.layout.screen
        language = picture?.layout.language
        sequence = picture?.layout.seq
        width = picture?.surface.width
        height = picture?.surface.height
        regions = (picture?.layout.regions ?? []).map {
            Region(name: $0.name, x: $0.x, y: $0.y, w: $0.w, h: $0.h)
        }
        texts = picture?.layout.texts ?? []
        onReader = cards.onReader
        latencyMs = cards.latency.wholeMilliseconds
        self.cards = cards.reports().sorted { ($0.label.order ?? 0, $0.name) < ($1.label.order ?? 0, $1.name) }
    }
}

extension Duration {
    /// Rounded down.
    var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}
