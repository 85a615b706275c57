/// Why something cannot be shown. Cases are named for what the operator can do about them.
package enum DisplayError: Error, Equatable, Sendable, CustomStringConvertible {
    /// No such font file; install the Debian package, or set the path.
    case fontMissing(path: String, package: String)
    /// The file has no face of this family and style.
    case fontFaceMissing(path: String, family: String)
    /// FreeType's own error number.
    case fontEngine(code: Int32)
    /// A device, directory or socket could not be opened or used; `reason` is the system's word for it.
    case unusable(path: String, reason: String)
    /// The device is of a kind we cannot draw on: its depth, size or layout.
    case unsupported(path: String, what: String)
    /// Another program already offers this socket.
    case inUse(path: String)
    /// libpng could not make a picture, or could not read one.
    case picture(reason: String)

    package var description: String {
        switch self {
        case .fontMissing(let path, let package):
            "no font at \(path): install the Debian package \(package), or set display.fonts"
        case .fontFaceMissing(let path, let family): "\(path) has no face named \(family)"
        case .fontEngine(let code): "FreeType error \(code)"
        case .unusable(let path, let reason): "\(path): \(reason)"
        case .unsupported(let path, let what): "\(path): \(what)"
        case .inUse(let path): "\(path): another program already listens here; is a second kioskd running?"
        case .picture(let reason): "PNG: \(reason)"
        }
    }
}
