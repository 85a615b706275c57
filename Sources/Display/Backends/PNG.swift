import CPNG

/// Pictures as PNG files, by libpng's simplified interface.
package enum PNG {
    /// The surface as a PNG file: 8-bit RGB.
    package static func encode(_ surface: Surface) throws(DisplayError) -> [UInt8] {
        var image = png_image()
        image.version = png_uint_32(PNG_IMAGE_VERSION)
        image.width = png_uint_32(surface.width)
        image.height = png_uint_32(surface.height)
        image.format = png_uint_32(PNG_FORMAT_FLAG_COLOR)
        image.flags = png_uint_32(PNG_IMAGE_FLAG_FAST)
        return try write(&image, rgb(surface), stride: surface.width * 3, [])
    }

    /// - Parameter colours: the palette, three bytes each; empty for none.
    static func write(
        _ image: inout png_image, _ rows: [UInt8], stride: Int, _ colours: [UInt8]
    ) throws(DisplayError) -> [UInt8] {
        defer { png_image_free(&image) }
        // The largest it can become: what deflate cannot shrink, and the chunks around it.
        var size = rows.count + rows.count / 1000 + 64 * 1024
        var file = [UInt8](repeating: 0, count: size)
        guard png_image_write_to_memory(&image, &file, &size, 0, rows, png_int_32(stride), colours) != 0,
            size <= file.count
        else {
            throw .picture(reason: message(image))
        }
        file.removeLast(file.count - size)
        return file
    }

    private static func rgb(_ surface: Surface) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: surface.pixels.count * 3) { bytes, count in
            for pixel in surface.pixels {
                bytes[count] = UInt8(truncatingIfNeeded: pixel >> 16)
                bytes[count + 1] = UInt8(truncatingIfNeeded: pixel >> 8)
                bytes[count + 2] = UInt8(truncatingIfNeeded: pixel)
                count += 3
            }
        }
    }

    private static func message(_ image: png_image) -> String {
        withUnsafeBytes(of: image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
