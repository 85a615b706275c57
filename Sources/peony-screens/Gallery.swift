import Display
import Foundation
import KioskSession
import Vocabulary

/// Every sample screen as a picture, one folder for each panel, theme and language.
struct Gallery {
    var folder: URL
    var samples = SampleScreens.usual
    let say: (String) -> Void

    /// - Returns: the screens in small: light in Chinese and dark in English, side by side.
    func write() throws -> ContactSheet {
        var contacts = ContactSheet()
        for geometry in [PanelGeometry.wsvga, .wxga] {
            for theme in Theme.allCases {
                var geometry = geometry
                geometry.theme = theme
                for language in Language.allCases { try write(language, geometry, &contacts) }
            }
        }
        return contacts
    }

    private func write(_ language: Language, _ geometry: PanelGeometry, _ contacts: inout ContactSheet) throws {
        let name = "\(geometry.width)x\(geometry.height)-\(geometry.theme.rawValue)-\(language.rawValue)"
        let place = folder.appending(path: name)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        let renderer = try ScreenRenderer(geometry: geometry)
        let screens = samples.filter { $0.screen.language == language }
        let isContact = geometry.width == PanelGeometry.wsvga.width && (language == .zh) == (geometry.theme == .light)
        for sample in screens {
            renderer.draw(sample.screen)
            let file = place.appending(path: sample.name.replacing(" ", with: "-") + ".png")
            try Data(PNG.encode(renderer.surface)).write(to: file)
            if isContact { contacts.add(renderer.surface, in: language) }
        }
        say("\(place.relativePath): \(screens.count) screens")
    }
}
