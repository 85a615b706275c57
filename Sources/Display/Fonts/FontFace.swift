import CFreeType
import Glibc

/// One face of one font file, opened by FreeType. Not for two threads at once.
final class FontFace {
    let family: String
    let style: String
    /// Which face of the file it is; 2 for Simplified Chinese in Noto's collections.
    let index: Int
    private let face: FT_Face
    private let engine: FontEngine
    private var size = 0

    private init(face: FT_Face, index: Int, engine: FontEngine) {
        self.face = face
        self.index = index
        self.engine = engine
        family = face.pointee.family_name.map { String(cString: $0) } ?? ""
        style = face.pointee.style_name.map { String(cString: $0) } ?? ""
    }

    deinit { FT_Done_Face(face) }

    /// The face of this family and style among all faces of the file.
    static func open(
        _ path: String, family: String, style: String, engine: FontEngine
    ) throws(DisplayError) -> FontFace {
        guard access(path, R_OK) == 0 else {
            throw .fontMissing(path: path, package: FontSet.chinesePackage)
        }
        var index = 0
        var count = 1
        while index < count {
            var opened: FT_Face?
            let code = FT_New_Face(engine.library, path, FT_Long(index), &opened)
            guard code == 0, let opened else { throw .fontEngine(code: code) }
            count = Int(opened.pointee.num_faces)
            let face = FontFace(face: opened, index: index, engine: engine)
            if face.family == family, face.style == style { return face }
            index += 1
        }
        throw .fontFaceMissing(path: path, family: "\(family) \(style)")
    }

    /// 0 when the face has no such character.
    func glyphIndex(_ scalar: Unicode.Scalar) -> UInt32 { FT_Get_Char_Index(face, FT_ULong(scalar.value)) }

    /// How far the pen moves, in em; the same at every size.
    func advance(_ glyphIndex: UInt32) -> Float? {
        guard FT_Load_Glyph(face, glyphIndex, FT_Int32(FT_LOAD_NO_SCALE)) == 0, let slot = face.pointee.glyph,
            face.pointee.units_per_EM > 0
        else { return nil }
        return Float(slot.pointee.metrics.horiAdvance) / Float(face.pointee.units_per_EM)
    }

    /// Draws one glyph as an 8-bit mask; rows are appended to `masks`.
    /// - Returns: `nil` when FreeType cannot; the caller draws a box then.
    func render(_ glyphIndex: UInt32, size: Int, into masks: inout [UInt8]) -> Glyph? {
        if size != self.size {
            guard FT_Set_Pixel_Sizes(face, 0, FT_UInt(size)) == 0 else { return nil }
            self.size = size
        }
        // FT_LOAD_TARGET_LIGHT, a macro that the importer drops: (mode & 15) << 16 with FT_RENDER_MODE_LIGHT = 1.
        let light = FT_Int32((1 & 15) << 16)
        let flags = light | FT_Int32(FT_LOAD_RENDER) | FT_Int32(FT_LOAD_NO_BITMAP)
        guard FT_Load_Glyph(face, glyphIndex, flags) == 0, let slot = face.pointee.glyph else { return nil }
        let bitmap = slot.pointee.bitmap
        let width = Int(bitmap.width)
        let height = Int(bitmap.rows)
        let offset = masks.count
        if let source = bitmap.buffer {
            for row in 0..<height {
                let start = source + row * Int(bitmap.pitch)
                masks.append(contentsOf: UnsafeBufferPointer(start: start, count: width))
            }
        }
        return Glyph(
            offset: offset, width: width, height: height, left: Int(slot.pointee.bitmap_left),
            top: Int(slot.pointee.bitmap_top), advance: Float(slot.pointee.linearHoriAdvance) / 65536)
    }
}

/// FreeType's library handle; it must outlive its faces, which hold it.
final class FontEngine {
    let library: FT_Library

    init() throws(DisplayError) {
        var opened: FT_Library?
        let code = FT_Init_FreeType(&opened)
        guard code == 0, let opened else { throw .fontEngine(code: code) }
        library = opened
    }

    deinit { FT_Done_FreeType(library) }
}

/// One drawn character: where its mask lies in the cache, and how to place it. Pixels; `top` is above the baseline.
struct Glyph {
    var offset: Int
    var width: Int
    var height: Int
    var left: Int
    var top: Int
    var advance: Float
    /// No font has it: a box is drawn instead.
    var isMissing = false
}
