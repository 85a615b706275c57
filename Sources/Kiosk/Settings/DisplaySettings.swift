internal import Documents
package import Vocabulary

/// Where the screen is drawn.
package enum DisplayOutput: Hashable, Sendable {
    /// Every frame as a PNG file in this folder: tests, and the demo without a person.
    case png(folder: String)
    /// The page of `virtual-kiosk`, over this local socket.
    case panel(socket: String)
    /// A framebuffer device, or a file that stands in for it.
    case fbdev(device: String)

    /// - Returns: `nil` unless `text` is `png:`, `panel:` or `fbdev:` and an absolute path.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, parts[1].hasPrefix("/") else { return nil }
        switch parts[0] {
        case "png": self = .png(folder: String(parts[1]))
        case "panel": self = .panel(socket: String(parts[1]))
        case "fbdev": self = .fbdev(device: String(parts[1]))
        default: return nil
        }
    }

    /// As it stands in the configuration.
    package var text: String {
        switch self {
        case .png(let folder): "png:\(folder)"
        case .panel(let socket): "panel:\(socket)"
        case .fbdev(let device): "fbdev:\(device)"
        }
    }
}

/// The panel: where, how large, which way up, and how it looks.
package struct DisplaySettings: Sendable {
    package enum Rotation: String, CaseIterable, Sendable {
        case none = "0"
        case quarter = "90"
        case half = "180"
        case threeQuarters = "270"

        /// Clockwise.
        package var degrees: Int {
            switch self {
            case .none: 0
            case .quarter: 90
            case .half: 180
            case .threeQuarters: 270
            }
        }
    }

    package enum Format: String, CaseIterable, Sendable { case auto, xrgb8888, rgb565 }
    package enum Theme: String, CaseIterable, Sendable { case light, dark }

    package var output: DisplayOutput
    package var width: Int
    package var height: Int
    package var rotation: Rotation
    package var format: Format
    package var theme: Theme
    package var language: Language

    init(_ reader: DocumentReader) {
        output = reader.value(
            "output", .output, default: .fbdev(device: "/dev/fb0"),
            "Where the screen goes: the framebuffer of a real panel, the page of virtual-kiosk, or PNG files.")
        width = reader.value(
            "width", .integer(in: 480...3840, unit: "pixels"), default: 1024,
            "Of the picture as the customer sees it, before rotation. A framebuffer's own size must agree.")
        height = reader.value(
            "height", .integer(in: 320...2160, unit: "pixels"), default: 600, "The same for its height.")
        rotation = reader.value(
            "rotation", .choice(), default: Rotation.none,
            "Degrees clockwise, for a panel that is mounted on its side or upside down.")
        format = reader.value(
            "format", .choice(), default: .auto,
            "Of the pixels. auto asks the device; name one for a file that stands in for it.")
        theme = reader.value(
            "theme", .choice(), default: .light, "Light is easier to read in daylight; dark suits dim rooms.")
        language = reader.value(
            "language", .choice(), default: .zh,
            "While nobody is there; a member's own language comes with the card.")
    }
}

extension DocumentScalar where Value == DisplayOutput {
    fileprivate static var output: DocumentScalar {
        word(
            Bilingual(
                zh: "png:文件夹、panel:套接字或 fbdev:设备，都写绝对路径",
                en: "png:FOLDER, panel:SOCKET or fbdev:DEVICE, with absolute paths"),
            pattern: "^(png|panel|fbdev):/", standIn: .fbdev(device: "/dev/fb0"), write: \.text,
            read: { DisplayOutput($0) })
    }
}
