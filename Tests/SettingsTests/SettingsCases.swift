import Documents
import Foundation
import Hub
import Kiosk
import KioskTesting

/// A configuration file as somebody may have written it.
struct SettingsCase: Sendable {
    enum Program: String, CaseIterable, Sendable { case kiosk, hub }

    var name: String
    var program: Program
    var bytes: [UInt8]

    static func kiosk(_ name: String, _ text: String) -> SettingsCase {
        SettingsCase(name: name, program: .kiosk, bytes: Array(text.utf8))
    }

    /// With what must be set, so that only the rest can be wrong.
    static func set(_ name: String, _ text: String) -> SettingsCase {
        kiosk(name, String(decoding: Program.kiosk.least, as: UTF8.self) + text)
    }

    static func hub(_ name: String, _ text: String) -> SettingsCase {
        SettingsCase(name: name, program: .hub, bytes: Array(text.utf8))
    }

    /// What `check-config --show-effective` says of it in a file `f`. Of a file with which nothing is wrong only what
    /// differs from the defaults, and of many problems the first and the last.
    func report() throws -> String {
        let folder = try TemporaryFolder("settings")
        let file = folder.appending(path: "f").path
        do {
            let defaults = try program.effective(program.least, file)
            let own = Set(try program.effective(bytes, file)).subtracting(defaults)
            return (["nothing is wrong with it"] + own.sorted()).joined(separator: "\n")
        } catch let problems as DocumentProblems {
            let lines = problems.description.replacing(file, with: "f").split(separator: "\n")
            guard lines.count > 20 else { return lines.joined(separator: "\n") }
            return (lines.prefix(4) + ["… \(lines.count - 5) lines"] + lines.suffix(1)).joined(separator: "\n")
        }
    }
}

extension SettingsCase.Program {
    /// What must be set, and nothing else.
    var least: [UInt8] {
        switch self {
        case .kiosk: Array("kiosk: {id: front-desk-1}\nhub: {url: 'https://hub.example'}\n".utf8)
        case .hub: []
        }
    }

    var reference: String {
        switch self {
        case .kiosk: KioskSettings.reference
        case .hub: HubSettings.reference
        }
    }

    /// `key: value` of every key.
    func effective(_ bytes: [UInt8], _ file: String) throws -> [String] {
        try Data(bytes).write(to: URL(filePath: file))
        let text =
            switch self {
            case .kiosk: try ConfigurationFile.effective(file) { KioskSettings($0) }
            case .hub: try ConfigurationFile.effective(file, HubSettings.read)
            }
        return text.components(separatedBy: "\n")
    }
}

extension SettingsCase {
    static let all = forms + kinds + sections + conditions

    /// Texts that are no configuration, or only just one.
    private static let forms: [SettingsCase] = [
        .kiosk("empty file", ""),
        .hub("empty file", ""),
        .hub("only comments", "# nothing yet\n\n# database: x\n"),
        .hub("a byte order mark", "\u{FEFF}listen: {port: 1}\n"),
        .hub("carriage returns", "listen:\r\n  port: 1\r\n"),
        .hub("a document marker and an end", "---\nlisten: {port: 1}\n...\n"),
        .hub("two documents", "listen: {port: 1}\n---\nlisten: {port: 2}\n"),
        .hub("JSON", #"{"listen": {"port": 1, "host": "::1"}}"#),
        .kiosk("a list", "- a\n- b\n"),
        .kiosk("a word", "front-desk-1\n"),
        .kiosk("no YAML", "kiosk: [\n"),
        .kiosk("a tab", "kiosk:\n\tid: front-desk-1\n"),
        .hub("full-width colon", "listen：\n  port： 1\n"),
        .hub("full-width digits", "listen: {port: ８０}\n"),
        .kiosk("anchors and aliases", "kiosk: &k {id: a}\nhub: *k\n"),
        .hub("a merge key", "listen: {<<: {port: 1}}\n"),
        .kiosk("a control character", "kiosk: {id: a\u{1}}\n"),
        .kiosk("NUL", "kiosk: {id: a\u{0}}\n"),
        SettingsCase(name: "not UTF-8", program: .kiosk, bytes: [0x6B, 0x3A, 0x20, 0xFF, 0xFE, 0x0A]),
        .kiosk("huge", String(repeating: "# a comment that goes on and on\n", count: 3000)),
        .kiosk("deep", String(repeating: "[", count: 200) + "\n"),
        .kiosk("many lists", String(repeating: "[", count: 300) + "\n"),
        .kiosk("a key that is a list", "? [kiosk]\n: 1\n"),
        .hub("keys that are set twice", "listen:\n  port: 1\n  port: 2\ntls: {}\nlisten: {port: 3}\n"),
        .hub("a tag", "listen: {port: !!str 12, host: !!int '3'}\n"),
        .hub("a block of text", "listen:\n  host: |\n    ::1\n"),
    ]

    /// Each kind of value, rightly and wrongly.
    static let kinds: [SettingsCase] =
        [
            .set("only what must be set", ""),
            .set(
                "everything is set",
                """
                store: {path: "/srv/a b.sqlite", maximum: 1GiB, refuse_spending_below: 128MiB, reserve: 0B}
                logs: {folder: /srv/日志, maximum: 1048576B}
                reader: {name: ACR 1252, exclusive: false, keys_file: /etc/keys}
                display: {output: "png:/tmp/frames", width: 480, height: 320, rotation: 270}
                session: {idle: 600s, reading: 10000ms, warning: 2m, reveal: 60s, double_tap: 1s}

                """),
            .kiosk("missing what must be set", "kiosk: {}\nhub:\n  feed_every: 15s\n"),
            .kiosk("values that say nothing", "kiosk: {id: ~}\nhub: {url: , ca_file: ~}\nreader: {name: null}\n"),
            .kiosk(
                "texts that YAML takes for something else", "kiosk: {id: 12}\nhub: {url: no}\nreader: {name: 1.5}\n"),
            .kiosk("a date for a text", "kiosk: {id: 2026-01-01}\nhub: {url: 'https://h'}\n"),
            .kiosk(
                "texts in a wrong form", "kiosk: {id: Front Desk}\nhub: {url: 'https://h'}\ndisplay: {output: 'x:/y'}\n"
            ),
            .kiosk("empty texts", "kiosk: {id: ''}\nhub: {url: ''}\nstore: {path: ''}\nreader: {name: ''}\n"),
            .set("a long text", "reader: {name: \(String(repeating: "x", count: 401))}\n"),
            .set("a text with a control character", "reader: {name: \"a\\tb\"}\nstore: {path: \"/a\\nb\"}\n"),
            .set("lists and mappings for values", "store: {path: [/a], maximum: {a: 1}}\ndisplay: {width: [1]}\n"),
            .set("a reader's name with signs", "reader: {name: \"ACR1252*PICC*\"}\n"),
            .set(
                "relative paths", "store: {path: kiosk.sqlite}\nlogs: {folder: ./logs}\nreader: {keys_file: ~/keys}\n"),
            .hub("numbers that are none", "listen: {port: many, connections: 1.5, connections_per_address: true}\n"),
            .hub("numbers out of range", "listen: {port: 65536, connections: 15, connections_per_address: -1}\n"),
            .hub("numbers too long", "listen: {port: 99999999999999999999}\n"),
            .hub("numbers in other ways", "listen: {port: 0x1F, connections: 1_000, connections_per_address: +20}\n"),
            .hub("a number in quotes", "listen: {port: '8441'}\n"),
            .hub("a number with zeros before it", "listen: {port: 0080}\n"),
            .set("flags that are none", "reader: {exclusive: yes}\n"),
            .set("a flag that is a number", "reader: {exclusive: 1}\n"),
            .set("a flag in another case", "reader: {exclusive: True}\n"),
            .set("a flag in quotes", "reader: {exclusive: 'false'}\n"),
            .set("choices that are none", "display: {rotation: 45, format: rgb656, theme: bright, language: ZH}\n"),
            .set("a choice in quotes", "display: {rotation: '90', theme: 'dark'}\n"),
            .set("durations without a unit", "session: {idle: 30, reading: '40', warning: 20.5s}\n"),
            .set("durations in words", "session: {idle: 30 s, reading: half a minute, warning: 20sec, reveal: -5s}\n"),
            .set("durations out of range", "session: {idle: 9s, reading: 1h, warning: 1d}\nhub2: 1\n"),
            .set("sizes without a unit", "store: {maximum: 1000000000}\nlogs: {maximum: 64}\n"),
            .set("sizes in other units", "store: {maximum: 8GB, reserve: 16 MiB}\nlogs: {maximum: 1.5GiB}\n"),
            .set("sizes out of range", "store: {maximum: 1KiB, reserve: 2GiB}\nlogs: {maximum: 99999GiB}\n"),
        ] + addresses

    private static let addresses: [SettingsCase] = [
        "https://hub.example:8440/", "HTTPS://Hub.Example", "http://127.0.0.1:8080", "http://[::1]:8440",
        "http://localhost", "http://hub.example", "https://hub.example/api", "https://a:b@hub.example",
        "https://hub.example:99999", "https://hub.example?x=1", "ftp://hub.example", "hub.example", "https://",
        "https://门店.example", "https://[::1",
    ].map { .kiosk("the address \($0)", "kiosk: {id: a}\nhub: {url: \"\($0)\"}\n") }

    /// Keys where they do not belong.
    static let sections: [SettingsCase] = [
        .hub("unknown keys", "listen: {hots: '::1', zzz: 1}\ntsl: {}\nzzz: {}\n"),
        .set("a key of another section", "session: {feed_every: 3s}\n"),
        .set("a key at the top", "idle: 3s\n"),
        .set("a path as one key", "store.path: /a\n"),
        .hub("a key with dots inside a section", "listen: {listen.port: 1}\n"),
        .hub("a value for a section", "listen: 8440\ntls: no\n"),
        .hub("a list for a section", "listen: [8440]\n"),
        .hub("sections without keys", "database:\nlisten:\ntls:\n"),
        .hub("a section within a section", "listen: {host: {port: 1}}\n"),
        .hub("a key in another case", "Listen: {Port: 1}\n"),
        .hub("an old section and its keys", "server:\n  host: ::1\n  port: 1\n"),
        .hub(
            "many unknown keys",
            "listen:\n" + (0..<250).map { "  k\($0): 1\n" }.joined()),
    ]

    /// What two keys say together.
    private static let conditions: [SettingsCase] = [
        .hub("a certificate without a key", "tls: {certificate: /a}\n"),
        .hub("a key without a certificate", "tls: {key: /a}\n"),
        .hub("both", "tls: {certificate: /a, key: /b}\nlisten: {host: 0.0.0.0}\n"),
        .hub("open without TLS", "listen: {host: 0.0.0.0}\n"),
        .hub("open without TLS, which is wrong itself", "listen: {host: 0.0.0.0}\ntls: {certificate: a}\n"),
        .hub("open without TLS, which is no section", "listen: {host: 0.0.0.0}\ntls: 7\n"),
        .hub("more from one address than in all", "listen: {connections: 100, connections_per_address: 101}\n"),
        .hub("proxies", "listen: {trusted_proxies: [10.0.0.0/8, '2001:db8::/32', '::1']}\n"),
        .hub(
            "proxies that are none", "listen: {trusted_proxies: [10.0.0.1/8, proxy.a, '::1/129', 10.0.0.0/08]}\n"),
        .hub("a server", "database: {url: 'postgres://hub@db.example/peony', schema: salon, connections: 12}\n"),
        .hub("a server with its password", "database: {url: 'postgres://hub:s3cret@h/peony?password=s3cret'}\n"),
        .hub("a server and a file", "database: {path: /a.sqlite, url: 'postgres://hub:s3cret@db.example/peony'}\n"),
        .hub("a server for a file", "database: {path: 'postgres://hub:s3cret@db.example/peony'}\n"),
        .hub("another kind of server", "database: {url: 'mysql://hub:s3cret@db.example/peony'}\n"),
        .hub("an option that libpq does not know", "database: {url: 'postgres://hub:s3cret@h/d?sslmod=require'}\n"),
        .hub("a schema that needs quotes", "database: {schema: Peony-1, connections: 1}\n"),
        .hub("fewer in all than the default from one", "listen: {connections: 100}\n"),
        .set("store below twice the mark", "store: {maximum: 100MiB}\n"),
        .set("retries that grow shorter", "# later\nx: 1\nstore: {maximum: 100MiB}\n"),
        .kiosk(
            "the second retry before the first",
            "kiosk: {id: a}\nhub: {url: 'https://h', upload_retry_first: 30s, upload_retry_most: 10s}\n"),
        .kiosk(
            "many things in many places",
            """
            session: {warning: 5s, idle: 2h}
            kiosk: {id: Front Desk}
            display: {output: "drm:/dev/dri/card0", rotation: 45, width: 10}
            hub: {url: "http://10.0.0.1", upload_retry_first: 30s, upload_retry_most: 10s}
            store: {maximum: 100MiB, path: kiosk.sqlite}

            """),
    ]
}
