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
        hub:
          url: "\(hubAddress)"
          token_file: \(folder.tokens.appending(path: "\(kiosk).token").path)
          feed_every: 1s
          heartbeat_every: 5s
          upload_retry_most: 2s
        store:
          path: \(folder.kioskState.appending(path: "kiosk.sqlite").path)
        logs:
          folder: \(folder.kioskState.appending(path: "logs").path)
        reader:
          name: "Virtual PCD 00 00"
          keys_file: \(folder.kioskKeys.path)
        display:
          output: "panel:\(folder.panelSocket.path)"
          theme: \(theme.rawValue)

        """
    }
}
