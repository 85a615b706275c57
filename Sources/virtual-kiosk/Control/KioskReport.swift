import Display
import Foundation
import Vocabulary

/// Everything the page and the demo want to know at a glance: `GET /api/state`.
struct KioskReport: Codable, Sendable {
    struct Region: Codable, Sendable {
        var name: String
        var x: Int
        var y: Int
        var w: Int
        var h: Int
    }

    /// Whether the picture is that of the kiosk at the other end of the panel's socket.
    var isConnected: Bool
    /// Of the last picture; `nil` before the first.
    var screen: String?
    var language: String?
    var sequence: UInt32?
    var width: Int?
    var height: Int?
    var regions: [Region]
    var texts: [String]
    /// The colour of the picture's first pixel, `#RRGGBB`: tells one theme from another.
    var ground: String?
    /// The card that lies on the reader, and the one beside it.
    var onReader: String?
    var beside: String?
    var latencyMs: Int64
    var cards: [CardReport]
    /// `nil` unless somebody runs the salon around the kiosk.
    var surroundings: Surroundings?
    /// What time it is there, milliseconds since 1970 UTC.
    var salonMs: Int64?

    init(panel: PanelConnection, cards: CardTable, knobs: KnobBoard) {
        let picture = panel.picture
        isConnected = panel.isShowing
        screen = picture?.layout.screen
        language = picture?.layout.language
        sequence = picture?.layout.seq
        width = picture?.surface.width
        height = picture?.surface.height
        regions = (picture?.layout.regions ?? []).map {
            Region(name: $0.name, x: $0.x, y: $0.y, w: $0.w, h: $0.h)
        }
        texts = picture?.layout.texts ?? []
        ground = picture?.surface.pixels.first.map(Self.colour)
        let onReader = cards.onReader
        self.onReader = onReader.first
        beside = onReader.dropFirst().first
        surroundings = knobs.surroundings
        salonMs = surroundings.map { Int64(Date().timeIntervalSince1970 * 1000) + $0.clockAheadSeconds * 1000 }
        latencyMs = cards.latency.wholeMilliseconds
        self.cards = cards.reports().sorted { ($0.label.order ?? 0, $0.name) < ($1.label.order ?? 0, $1.name) }
    }

    private static func colour(_ pixel: UInt32) -> String {
        "#" + Hex.text([16, 8, 0].map { UInt8(truncatingIfNeeded: pixel >> $0) })
    }
}

extension Duration {
    /// Rounded down.
    var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}
