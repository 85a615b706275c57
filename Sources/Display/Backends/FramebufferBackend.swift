import CKioskShim
import Glibc

/// The kernel's framebuffer, `/dev/fb0`, mapped into memory; or a plain file that stands in for it.
///
/// Nothing is ever read back. Only the damaged rectangle is copied, turned and converted on the way.
package final class FramebufferBackend: DisplayBackend {
    /// How the device's memory is laid out.
    package struct Layout: Equatable, Sendable {
        package var width: Int
        package var height: Int
        /// Bytes from one row to the next; at least a row of pixels, often more.
        package var lineLength: Int
        package var format: PixelFormat

        /// - Parameter lineLength: rows without padding when `nil`.
        package init(width: Int, height: Int, lineLength: Int? = nil, format: PixelFormat = .xrgb8888) {
            self.width = width
            self.height = height
            self.lineLength = lineLength ?? width * format.bytesPerPixel
            self.format = format
        }

        var byteCount: Int { lineLength * height }

        var isUsable: Bool {
            (1...Surface.maximumSide).contains(width) && (1...Surface.maximumSide).contains(height)
                && lineLength >= width * format.bytesPerPixel && lineLength <= 8 * Surface.maximumSide
        }
    }

    package let name: String
    package let layout: Layout
    package let rotation: Rotation
    private let path: String
    private let memory: UnsafeMutableRawPointer

    /// Opens and maps the device.
    /// - Parameter standIn: the layout when `path` is a plain file, which is made as large as it needs; a device tells
    ///   its own and this is not used.
    /// - Throws: `.unusable` when it cannot be opened or mapped, `.unsupported` for depths other than 16 and 32 bits.
    package init(path: String, rotation: Rotation = .upright, standIn: Layout? = nil) throws(DisplayError) {
        self.path = path
        self.rotation = rotation
        name = "fbdev:\(path)"
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.unusable(path) }
        defer { close(descriptor) }
        layout = try Self.layout(of: descriptor, path: path, standIn: standIn)
        let mapped = mmap(nil, layout.byteCount, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
        guard let mapped, mapped != MAP_FAILED else { throw Self.unusable(path) }
        memory = mapped
    }

    deinit { munmap(memory, layout.byteCount) }

    /// The upright size that fills this device.
    package var uprightSize: (width: Int, height: Int) { rotation.size(width: layout.width, height: layout.height) }

    package func present(_ surface: Surface, drawn: DrawnScreen) throws(DisplayError) {
        let turned = rotation.size(width: surface.width, height: surface.height)
        guard turned.width == layout.width, turned.height == layout.height else {
            throw .unsupported(
                path: path,
                what: "a picture of \(turned.width) × \(turned.height) on \(layout.width) × \(layout.height)")
        }
        let damage = drawn.damage.intersection(surface.bounds)
        guard !damage.isEmpty else { return }
        switch layout.format {
        case .xrgb8888: copy(surface, damage, as: UInt32.self) { $0 }
        case .rgb565: copy(surface, damage, as: UInt16.self, PixelFormat.rgb565)
        }
    }

    package func clear() throws(DisplayError) { memset(memory, 0, layout.byteCount) }

    /// Walks the upright rows; a step along or down them is a fixed number of bytes on the device.
    private func copy<Pixel>(
        _ surface: Surface, _ damage: PixelRect, as _: Pixel.Type, _ convert: (UInt32) -> Pixel
    ) {
        let size = MemoryLayout<Pixel>.size
        let offset = { [layout, rotation] (x: Int, y: Int) in
            let place = rotation.device(x: x, y: y, width: surface.width, height: surface.height)
            return place.y * layout.lineLength + place.x * size
        }
        let along = offset(1, 0) - offset(0, 0)
        surface.pixels.withUnsafeBufferPointer { pixels in
            for y in damage.y..<damage.maxY {
                var at = offset(damage.x, y)
                let row = y * surface.width
                for x in damage.x..<damage.maxX {
                    memory.storeBytes(of: convert(pixels[row + x]), toByteOffset: at, as: Pixel.self)
                    at += along
                }
            }
        }
    }

    private static func layout(
        of descriptor: Int32, path: String, standIn: Layout?
    ) throws(DisplayError) -> Layout {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw unusable(path) }
        let found: Layout
        if status.st_mode & S_IFMT == S_IFCHR {
            found = try ask(descriptor, path)
        } else if let standIn {
            guard standIn.isUsable, ftruncate(descriptor, off_t(standIn.byteCount)) == 0 else { throw unusable(path) }
            found = standIn
        } else {
            throw .unsupported(path: path, what: "a plain file, and no geometry was given for it")
        }
        guard found.isUsable else {
            throw .unsupported(path: path, what: "\(found.width) × \(found.height), \(found.lineLength) bytes a row")
        }
        return found
    }

    /// What the device says of itself: FBIOGET_VSCREENINFO and FBIOGET_FSCREENINFO.
    private static func ask(_ descriptor: Int32, _ path: String) throws(DisplayError) -> Layout {
        var variable = fb_var_screeninfo()
        var fixed = fb_fix_screeninfo()
        guard ioctl(descriptor, UInt(FBIOGET_VSCREENINFO), &variable) == 0,
            ioctl(descriptor, UInt(FBIOGET_FSCREENINFO), &fixed) == 0
        else { throw unusable(path) }
        let format: PixelFormat
        switch (variable.bits_per_pixel, variable.red.offset, variable.green.offset, variable.blue.offset) {
        case (32, 16, 8, 0): format = .xrgb8888
        case (16, 11, 5, 0): format = .rgb565
        default:
            throw .unsupported(
                path: path, what: "\(variable.bits_per_pixel) bits per pixel, or colours in another order")
        }
        return Layout(
            width: Int(variable.xres), height: Int(variable.yres), lineLength: Int(fixed.line_length), format: format)
    }

    private static func unusable(_ path: String) -> DisplayError {
        .unusable(path: path, reason: String(cString: strerror(errno)))
    }
}
