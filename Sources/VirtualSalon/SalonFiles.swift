internal import Foundation

/// The keys and the settings of a virtual salon: made anew each time, never the same twice.
extension VirtualSalon {
    func makeKeys() throws {
        func key() -> String { (0..<16).map { _ in String(format: "%02X", UInt8.random(in: 0...255)) }.joined() }
        let kiosk = "kiosk 1 \(key())"
        let desk = ["picc", "application", "staff"].map { "\($0) 1 \(key())" }
        try folder.writeSecret((desk + [kiosk]).joined(separator: "\n") + "\n", to: folder.deskKeys)
        try folder.writeSecret(kiosk + "\n", to: folder.kioskKeys)
    }

    func kioskSettings() -> String {
        """
        kiosk:
          id: \(kiosk)
          keys: \(folder.kioskKeys.path)
        hub:
          url: \(hubAddress)
          token: \(folder.tokens.appending(path: "\(kiosk).token").path)
        store:
          path: \(folder.kioskState.appending(path: "kiosk.sqlite").path)
        logs:
          path: \(folder.kioskState.appending(path: "logs").path)
        reader:
          name: "Virtual PCD 00 00"
        display:
          backend: panel:\(folder.panelSocket.path)

        """
    }
}
