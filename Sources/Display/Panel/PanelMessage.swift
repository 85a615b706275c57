import KioskSession
internal import Vocabulary

/// What kioskd and a panel say to each other over a Unix stream socket.
///
/// A message is a length (4 bytes, big-endian: how many bytes follow), a type (1 byte) and a body. All numbers are
/// big-endian. Kiosk to panel: `hello` once, then `frame` and `layout`; the layout of a sequence number follows the
/// frame of it. Panel to kiosk: `touch`, with the sequence number of the picture it was made on. Anything
/// else ends the connection.
///
/// | type | body |
/// |---|---|
/// | 0x01 hello | version 1 byte (2), format 1 byte (1 = XRGB8888 as B G R X), width 2, height 2 |
/// | 0x02 frame | sequence 4, x 2, y 2, width 2, height 2, then width × height × 4 bytes row by row |
/// | 0x03 layout | JSON, a `PanelLayout` |
/// | 0x81 touch | action 1 (0 = down, 1 = up), sequence 4, x 2, y 2 in pixels of the upright picture |
package enum PanelMessage: Equatable, Sendable {
    case hello(width: Int, height: Int)
    case frame(PanelFrame)
    case layout(PanelLayout)
    case touch(PanelTouch)

    package static let version: UInt8 = 2
    /// The one pixel format.
    package static let formatXRGB8888: UInt8 = 1
    static let helloType: UInt8 = 0x01
    static let frameType: UInt8 = 0x02
    static let layoutType: UInt8 = 0x03
    static let touchType: UInt8 = 0x81
    static let frameHeader = 12

    /// The largest message from the kiosk: one whole frame of the largest surface we drive (2048 × 2048).
    package static let kioskLimit = 1 + frameHeader + 2048 * 2048 * 4
    /// The largest message from a panel: a touch.
    package static let panelLimit = 10
    /// The largest layout in bytes of JSON.
    package static let layoutLimit = 64 * 1024
}

/// New pixels for one rectangle.
package struct PanelFrame: Equatable, Sendable {
    package var sequence: UInt32
    package var rect: PixelRect
    /// Row by row, each pixel as B, G, R, X.
    package var bytes: [UInt8]

    package init(sequence: UInt32, rect: PixelRect, bytes: [UInt8]) {
        self.sequence = sequence
        self.rect = rect
        self.bytes = bytes
    }
}

/// A pointer that went down or up on a picture.
package struct PanelTouch: Hashable, Sendable {
    package var action: Action
    /// Of the picture that was looked at.
    package var sequence: UInt32
    package var point: PanelPoint

    package enum Action: UInt8, Sendable { case down, up }

    package init(_ action: Action, at point: PanelPoint, sequence: UInt32) {
        self.action = action
        self.sequence = sequence
        self.point = point
    }
}

/// A point of the upright picture, in pixels; 0…65535 on the wire, so it may lie outside.
package struct PanelPoint: Hashable, Sendable {
    package var x: Int
    package var y: Int

    package init(x: Int, y: Int) {
        self.x = x
        self.y = y
    }
}

/// Which screen this is and where it can be touched; for the page, for tests that press a button by name.
package struct PanelLayout: Equatable, Sendable, Codable {
    /// The frame this belongs to.
    package var seq: UInt32
    /// `DrawnScreen.name`.
    package var screen: String
    /// `zh` or `en`.
    package var language: String
    package var regions: [Region]
    /// Every line as drawn.
    package var texts: [String]

    package struct Region: Equatable, Sendable, Codable {
        /// `Touch.name`.
        package var name: String
        package var x: Int
        package var y: Int
        package var w: Int
        package var h: Int
        /// How long the screen must have stood before a touch here counts, milliseconds.
        package var restMs: Int64?

        package init(name: String, x: Int, y: Int, w: Int, h: Int, restMs: Int64? = nil) {
            self.restMs = restMs
            self.name = name
            self.x = x
            self.y = y
            self.w = w
            self.h = h
        }

        package var centre: PanelPoint { PanelPoint(x: x + w / 2, y: y + h / 2) }
    }

    package init(seq: UInt32, screen: String, language: String, regions: [Region], texts: [String]) {
        self.seq = seq
        self.screen = screen
        self.language = language
        self.regions = regions
        self.texts = texts
    }

    package init(_ drawn: DrawnScreen) {
        self.init(
            seq: drawn.frame, screen: drawn.name, language: drawn.language.rawValue,
            regions: drawn.regions.map {
                Region(
                    name: $0.touch.name, x: $0.rect.x, y: $0.rect.y, w: $0.rect.width, h: $0.rect.height,
                    restMs: TouchGate.rest(before: $0.touch))
            },
            texts: drawn.texts)
    }

    /// The region of this name, if the screen has one.
    package func region(_ name: String) -> Region? { regions.first { $0.name == name } }
}
