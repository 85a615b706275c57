internal import Display

/// The renderer and the backend that the settings name.
struct PanelParts {
    var renderer: ScreenRenderer
    var backend: any DisplayBackend
    var inputs: [any InputSource]

    init(_ settings: DisplaySettings) throws {
        var geometry = settings.width == PanelGeometry.wxga.width ? PanelGeometry.wxga : PanelGeometry.wsvga
        geometry.width = settings.width
        geometry.height = settings.height
        geometry.theme = settings.theme == .dark ? .dark : .light
        renderer = try ScreenRenderer(geometry: geometry)
        inputs = []
        switch settings.output {
        case .png(let folder):
            backend = try PNGBackend(.sequence(folder: folder))
        case .panel(let socket):
            let panel = try PanelSocket(path: socket, width: settings.width, height: settings.height)
            inputs = [panel]
            backend = panel
        case .fbdev(let device):
            backend = try FramebufferBackend.make(device, settings)
        }
    }
}

extension FramebufferBackend {
    /// Opens a framebuffer. A device reports its own layout; for a regular file that stands in for one, the settings
    /// give it.
    fileprivate static func make(_ path: String, _ settings: DisplaySettings) throws -> FramebufferBackend {
        let rotation = Rotation(settings.rotation)
        let size = rotation.size(width: settings.width, height: settings.height)
        let standIn = Layout(
            width: size.width, height: size.height, format: settings.format == .rgb565 ? .rgb565 : .xrgb8888)
        return try FramebufferBackend(path: path, rotation: rotation, standIn: path.hasPrefix("/dev/") ? nil : standIn)
    }
}

extension Rotation {
    fileprivate init(_ rotation: DisplaySettings.Rotation) {
        switch rotation {
        case .none: self = .upright
        case .quarter: self = .quarter
        case .half: self = .half
        case .threeQuarters: self = .threeQuarters
        }
    }
}
