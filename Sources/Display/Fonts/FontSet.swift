/// Which font files to draw with.
///
/// The CJK collection holds the same drawings for five regions. Face 0 is Japanese, in which 门 直 角 复 骨 look foreign
/// to a Chinese reader, so faces are chosen by family name and never by number.
package struct FontSet: Equatable, Sendable {
    /// Collection or font with the faces of `family`, regular and bold.
    package var regular: String
    package var bold: String
    /// Family that must be in both files.
    package var family: String
    /// A Latin font asked for English punctuation and for letters that the first one lacks; may be absent.
    package var latinRegular: String?
    package var latinBold: String?

    package static let chineseFamily = "Noto Sans CJK SC"
    /// The Debian package that `debian` needs.
    package static let chinesePackage = "fonts-noto-cjk"
    package static let latinFamily = "Noto Sans"

    package init(
        regular: String, bold: String, family: String = FontSet.chineseFamily, latinRegular: String? = nil,
        latinBold: String? = nil
    ) {
        self.regular = regular
        self.bold = bold
        self.family = family
        self.latinRegular = latinRegular
        self.latinBold = latinBold
    }

    /// Where Debian's `fonts-noto-cjk` and, optionally, `fonts-noto-core` put them.
    package static let debian = FontSet(
        regular: "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
        bold: "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
        latinRegular: "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
        latinBold: "/usr/share/fonts/truetype/noto/NotoSans-Bold.ttf")
}

package enum FontWeight: Int, Sendable, CaseIterable { case regular, bold }
