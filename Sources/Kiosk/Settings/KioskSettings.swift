package import Foundation
package import Settings

/// Everything an operator decides about one kiosk; `kiosk-config/kiosk.yaml` is written from this.
package struct KioskSettings: Sendable {
    /// What the hub calls this kiosk.
    package var kiosk: String
    package var store: StoreSettings
    package var logs: LogSettings
    package var hub: HubLinkSettings
    package var reader: ReaderSettings
    package var display: DisplaySettings
    package var session: SessionSettings

    /// Reads a file, strictly.
    package static func read(_ path: String) throws(SettingsProblems) -> KioskSettings {
        try SettingsFile.read(path) { KioskSettings($0) }
    }

    package init(_ reader: SettingsReader) {
        reader.section("kiosk", "Who this kiosk is.")
        kiosk = reader.text(
            "kiosk.id", example: "front-desk-1", allowed: "1 to 40 letters a-z, digits and hyphens",
            matching: Self.isName,
            """
            The name under which the hub knows this kiosk, and the token belongs to. It stands in every journal \
            entry, so never give it to another kiosk.
            """)
        store = StoreSettings(reader)
        logs = LogSettings(reader)
        hub = HubLinkSettings(reader)
        self.reader = ReaderSettings(reader)
        display = DisplaySettings(reader)
        session = SessionSettings(reader)
    }

    private static func isName(_ text: String) -> Bool {
        (1...40).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
            }
    }

    /// The head of the reference file.
    package static let head = """
        Reference configuration of kioskd: every key with its meaning, what is allowed, and its default. \
        Copy it to /etc/kioskd/kioskd.yaml and keep the lines that differ; what is left out has the default. \
        `kioskd check-config` reports everything that is wrong in it at once.
        """
}

/// The kiosk's one database file.
package struct StoreSettings: Sendable {
    package var path: String
    package var maximumBytes: Int64
    package var refuseSpendingBelowBytes: Int64
    package var reserveBytes: Int64

    init(_ reader: SettingsReader) {
        reader.section("store", "The journal, the outbox and the copy of the hub's facts: one SQLite file.")
        path = reader.path(
            "store.path", default: "/var/lib/kioskd/kiosk.sqlite",
            """
            Put it on a disk that keeps what was flushed. Its folder must belong to the kiosk's user: damaged files \
            are set aside beside it.
            """)
        maximumBytes = reader.size(
            "store.maximum", default: 8 << 30, in: (16 << 20)...(1 << 40),
            "The file never grows past this. At 2,000 taps a day a year takes about 1 GiB.")
        refuseSpendingBelowBytes = reader.size(
            "store.refuse_spending_below", default: 64 << 20, in: (1 << 20)...(1 << 40),
            """
            With less room than this no new spending is taken; check-ins and outcomes of spends go on. The default \
            is room for some 80,000 entries, so that somebody can come and look.
            """)
        reserveBytes = reader.size(
            "store.reserve", default: 16 << 20, in: 0...(1 << 30),
            "Held back in a file of its own and given up when the disk is full, so that the day can be ended.")
        reader.require("store.maximum", with: ["store.refuse_spending_below"], Self.tooSmall) {
            maximumBytes >= 2 * refuseSpendingBelowBytes
        }
    }

    private static let tooSmall = "must be at least twice store.refuse_spending_below, or no spend is ever taken"
}

/// The kiosk's own log, which `kioskctl logs` fetches through the hub.
package struct LogSettings: Sendable {
    package var folder: String
    package var maximumBytes: Int64

    init(_ reader: SettingsReader) {
        reader.section("logs", "What happened, without names, phone numbers, keys or card numbers.")
        folder = reader.path("logs.folder", default: "/var/lib/kioskd/logs", "JSON Lines in files of limited size.")
        maximumBytes = reader.size(
            "logs.maximum", default: 64 << 20, in: (1 << 20)...(8 << 30),
            "All files together; the oldest goes first. The default holds some weeks of a busy kiosk.")
    }
}

/// How the hub is reached, and how often.
package struct HubLinkSettings: Sendable {
    /// `nil` only if the file is invalid; start-up fails before anybody reads it.
    package var url: URL?
    package var tokenFile: String
    package var caFile: String?
    package var uploadRetryFirst: Duration
    package var uploadRetryMost: Duration
    package var feedEvery: Duration
    package var heartbeatEvery: Duration
    package var holdTimeout: Duration

    init(_ reader: SettingsReader) {
        reader.section("hub", "The server with the ledger.")
        url = reader.serverURL(
            "hub.url", example: "https://hub.example:8440", plainOnLoopback: true,
            "Where the hub listens. Members' data goes there, so it is https except on this machine itself.")
        tokenFile = reader.path(
            "hub.token_file", default: "/etc/kioskd/hub.token",
            "This kiosk's token, in a file that only the kiosk's user can read (or a systemd credential).")
        caFile = reader.optionalPath(
            "hub.ca_file", "Certificates (PEM) to trust instead of the system's, for a hub with a CA of its own.")
        uploadRetryFirst = reader.duration(
            "hub.upload_retry_first", default: .seconds(1), in: .milliseconds(100) ... .seconds(60),
            "After the first failed upload; doubled after each further one, with some chance in it.")
        uploadRetryMost = reader.duration(
            "hub.upload_retry_most", default: .seconds(300), in: .seconds(1) ... .seconds(3600),
            "No longer than this between attempts, so that a hub that is back is noticed within minutes.")
        feedEvery = reader.duration(
            "hub.feed_every", default: .seconds(15), in: .seconds(1) ... .seconds(3600),
            "How often changes of members, bookings and policy are fetched.")
        heartbeatEvery = reader.duration(
            "hub.heartbeat_every", default: .seconds(30), in: .seconds(5) ... .seconds(600),
            "Proof of life for the operators. The hub calls a kiosk silent after three that are missing.")
        holdTimeout = reader.duration(
            "hub.hold_timeout", default: .seconds(2), in: .milliseconds(200) ... .seconds(10),
            "How long a customer waits for the hub's consent to a spend before the offline rules decide.")
        reader.require(
            "hub.upload_retry_most", with: ["hub.upload_retry_first"], "must not be shorter than hub.upload_retry_first"
        ) { uploadRetryFirst <= uploadRetryMost }
    }
}

/// Which reader, and the keys for the cards.
package struct ReaderSettings: Sendable {
    package var name: String?
    package var exclusive: Bool
    package var keysFile: String

    init(_ reader: SettingsReader) {
        reader.section("reader", "The card reader, through PC/SC.")
        name = reader.optionalText(
            "reader.name", allowed: "part of a reader's name, or ~ for the only one there is",
            """
            A part of the name that pcscd gives the reader, without the slot numbers at its end, which change when it \
            is plugged elsewhere. Letter by letter, their case ignored, as card-writer --reader takes it. Needed when \
            there are several; else the first is taken, and never a slot for a SAM unless this says SAM.
            """)
        reader.require("reader.name", "is taken letter by letter, and no reader has * or ? in its name") { [name] in
            name.map { !$0.contains("*") && !$0.contains("?") } ?? true
        }
        exclusive = reader.flag(
            "reader.exclusive", default: true,
            "Whether other programs are kept from the card meanwhile. Switch it off only to look for a fault.")
        keysFile = reader.path(
            "reader.keys_file", default: "/etc/kioskd/kiosk.keys",
            "The kiosk key, in a file that only the kiosk's user can read. Never the keys that issue cards.")
    }
}

/// When screens change by themselves.
package struct SessionSettings: Sendable {
    package var idle: Duration
    package var reading: Duration
    package var warning: Duration
    package var reveal: Duration
    package var doubleTap: Duration

    init(_ reader: SettingsReader) {
        reader.section("session", "What one customer sees from tap to idle.")
        idle = reader.duration(
            "session.idle", default: .seconds(20), in: .seconds(10) ... .seconds(600),
            "Without a touch, on a page where something is chosen, until the bar at the foot begins to run.")
        reading = reader.duration(
            "session.reading", default: .seconds(30), in: .seconds(10) ... .seconds(600),
            "The same on a page to read, and on a claim code.")
        warning = reader.duration(
            "session.warning", default: .seconds(20), in: .seconds(20) ... .seconds(120),
            """
            How long the bar runs before the visit ends; any touch stops it, as often as one likes. Less than 20 s is \
            too short for some (WCAG 2.2.1). In its last 5 s nothing personal is to be seen.
            """)
        reveal = reader.duration(
            "session.reveal", default: .seconds(10), in: .seconds(2) ... .seconds(60),
            "How long a stored value stays visible after it was touched: others stand behind.")
        doubleTap = reader.duration(
            "session.double_tap", default: .seconds(5), in: .seconds(1) ... .seconds(60),
            "A second tap of the same card within this shows the same result and does nothing again.")
    }
}
