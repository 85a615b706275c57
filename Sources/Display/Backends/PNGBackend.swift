import Foundation
import KioskSession
internal import Vocabulary

/// Frames as PNG files: the latest one in a file, or each one in a folder.
package final class PNGBackend: DisplayBackend {
    package enum Place: Equatable, Sendable {
        /// One file, replaced as a whole, so that a reader never sees half a picture.
        case file(String)
        /// `0001-welcome-zh.png`, `0002-claim-zh.png` …; frames that show no other screen are left out.
        case sequence(folder: String)
    }

    /// A folder takes so many frames; later ones are dropped.
    package static let maximumFrames = 9999

    package let name: String
    private let place: Place
    private var count = 0
    private var lastName = ""

    package init(_ place: Place) throws(DisplayError) {
        self.place = place
        switch place {
        case .file(let path): name = "file:\(path)"
        case .sequence(let folder):
            name = "frames:\(folder)"
            do {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            } catch {
                throw .unusable(path: folder, reason: error.localizedDescription)
            }
        }
    }

    package func present(_ surface: Surface, drawn: DrawnScreen) throws(DisplayError) {
        switch place {
        case .file(let path): try write(surface, to: path)
        case .sequence(let folder):
            let frame = drawn.name + "-" + drawn.language.rawValue
            guard frame != lastName || !drawn.damage.isEmpty, count < Self.maximumFrames else { return }
            lastName = frame
            count += 1
            let number = String(String(10_000 + count).dropFirst())
            let safe = frame.map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : "-" }
            try write(surface, to: "\(folder)/\(number)-\(String(safe)).png")
        }
    }

    /// Removes the latest picture; a folder of frames is a record and stays.
    package func clear() throws(DisplayError) {
        guard case .file(let path) = place, unlink(path) != 0, errno != ENOENT else { return }
        throw .unusable(path: path, reason: String(cString: strerror(errno)))
    }

    private func write(_ surface: Surface, to path: String) throws(DisplayError) {
        let file = Data(try PNG.encode(surface))
        do { try file.write(to: URL(fileURLWithPath: path), options: .atomic) } catch {
            throw .unusable(path: path, reason: error.localizedDescription)
        }
    }
}
