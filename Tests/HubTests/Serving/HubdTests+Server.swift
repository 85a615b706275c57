import DatabasePostgres
import DatabaseTesting
import Foundation
import HubAPI
import HubClient
import HubStore
import Testing

/// `hubd` on a PostgreSQL server.
extension HubdTests {
    /// An empty schema of this process's server, as commands take it.
    private func emptySchema() async throws -> (arguments: [String], options: PostgresOptions) {
        let options = try await PostgresCluster.shared.value.newOptions()
        return (["--database", options.url, "--schema", options.schema], options)
    }

    private func seed(_ place: [String], tokens: String) throws {
        let seeded = try run(["seed", "--tokens", tokens, "--members", "5"] + place)
        #expect(seeded.status == 0, "\(seeded.errors)")
    }

    @Test func `Every command works on a server, and two hubs serve from it at once`() async throws {
        try await withFolder { folder in
            let (place, options) = try await emptySchema()
            try seed(place, tokens: folder + "/tokens")
            #expect(try run(["seed", "--tokens", folder + "/t"] + place).errors.contains("holds a salon already"))
            let hubs = try (0..<2).map { _ in try start(["serve", "--port", "0"] + place) }
            let token = try String(contentsOfFile: folder + "/tokens/xuhui-1.token", encoding: .utf8)
            for hub in hubs {
                let line = String(decoding: hub.output.fileHandleForReading.availableData, as: UTF8.self)
                let url = try #require(line.split(separator: "\"").last { $0.hasPrefix("http") })
                let kiosk = try HubClient(baseURL: String(url), token: token)
                #expect(try await kiosk.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil).members.count == 5)
            }
            for (command, answer) in [
                (["token", "add", "--role", "staff"], "\"token\""), (["token", "list"], "\"role\":\"operator\""),
                (["policy", "publish", "kiosk-config/policies/yuerong-2026-1.yaml"], "published before"),
                (["policy", "list"], "* yuerong-2026-1"), (["clock", "show"], "is trusted"),
                (["clock", "accept"], "is trusted"), (["audit"], "The books are right."),
            ] {
                let outcome = try run(command + place)
                #expect(outcome.status == 0 && outcome.output.contains(answer), "\(command): \(outcome)")
            }
            let config = folder + "/hub.yaml"
            try "database: {url: '\(options.url)', schema: \(options.schema)}\n".write(
                toFile: config, atomically: true, encoding: .utf8)
            #expect(try run("check-config", "--connect", config).output.contains("a hub can serve from it"))
            for hub in hubs {
                hub.process.terminate()
                hub.process.waitUntilExit()
                #expect(hub.process.terminationStatus == 0)
                let log = String(decoding: hub.errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                #expect(!log.contains(#""level":"error""#), "\(log)")
            }
        }
    }

    /// What is done to a schema with a hub in it, who comes then, and what a start says.
    private static let unfit: [(change: String, user: String, words: String)] = [
        ("INSERT INTO grdb_migrations VALUES ('2000')", "peony", "Install that version again"),
        ("DROP INDEX card_offline", "peony", "the database lacks card_offline"),
        ("DROP TABLE grdb_migrations", "peony", "its tables are not those of a hub"),
        ("CREATE ROLE hubd_visitor LOGIN", "hubd_visitor", "This user must not make tables in the schema"),
    ]

    @Test func `A server that is away ends with 75, one that is not fit with 78, both with what to do`() async throws {
        try await withFolder { folder in
            let cluster = try await PostgresCluster.shared.value
            let away = try run("serve", "--port", "0", "--database", "postgres://hub:geheim@/hub?host=/nonexistent")
            #expect(away.status == 75 && away.errors.contains("Is the server running"), "\(away.errors)")
            #expect(!away.errors.contains("geheim"))
            let (empty, _) = try await emptySchema()
            #expect(try run(["serve", "--port", "0"] + empty).errors.contains("`hubd seed` makes a new hub"))
            try cluster.command("CREATE DATABASE other TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en'")
            let sorted = cluster.url.replacing("/postgres?", with: "/other?")
            let commands = [["serve", "--port", "0"], ["audit"], ["token", "list"]]
            for command in commands {
                let outcome = try run(command + ["--database", sorted])
                #expect(outcome.status == 78, "\(command)")
                #expect(outcome.errors.contains("not by their bytes. Make the database anew"), "\(outcome.errors)")
                #expect(outcome.errors.contains("CREATE EXTENSION btree_gist"), "all at once")
            }
            for (change, user, words) in Self.unfit {
                let (place, options) = try await emptySchema()
                try seed(place, tokens: folder + "/\(options.schema)")
                try cluster.command("SET search_path TO \(options.schema); \(change)")
                let arguments = ["--database", cluster.url(user: user), "--schema", options.schema]
                let outcome = try run(["serve", "--port", "0"] + arguments)
                #expect(outcome.status == 78 && outcome.errors.contains(words), "\(change): \(outcome.errors)")
            }
        }
    }

    @Test func `A place is a path or a server, and a password is shown nowhere`() async throws {
        try await withFolder { folder in
            let config = folder + "/hub.yaml"
            func check(_ text: String, _ flags: String...) throws -> Outcome {
                try "database: {\(text)}\n".write(toFile: config, atomically: true, encoding: .utf8)
                return try run(["check-config", config] + flags)
            }
            let url = "postgres://hub:geheim@db.example/peony?sslpassword=auchgeheim"
            let outcomes = [
                try check("url: '\(url)'", "--show-effective"), try check("url: '\(url)', path: /a.sqlite"),
                try check("path: '\(url)'"), try check("url: 'mysql://hub:geheim@h/d'"),
                try check("url: '\(url)&sslmod=x'"), try check("url: 'postgres://hub:geheim@[h/d'"),
                try check("url: 'postgres://hub:geheim@/d?host=/nonexistent'", "--connect"),
            ]
            #expect(outcomes.map(\.status) == [0, 78, 78, 78, 78, 78, 75])
            let words = [
                "database.url: postgres://hub:***@db.example/peony?sslpassword=***", "leave one of them out",
                "this is an address and no path", "does not begin with postgres://", "\"sslmod\"", "matching \"]\"",
                "Is the server running",
            ]
            for (outcome, word) in zip(outcomes, words) {
                #expect((outcome.output + outcome.errors).contains(word), "\(outcome)")
                #expect(!(outcome.output + outcome.errors).contains("geheim"), "\(outcome)")
            }
        }
    }

    @Test func `A hub goes from one schema into a backup, onto another, and from its file into a third`() async throws {
        try await withFolder { folder in
            let (first, _) = try await emptySchema()
            try seed(first, tokens: folder + "/tokens")
            let backup = try run(["backup", "--json"] + first + [folder + "/copy.sqlite"])
            #expect(backup.status == 0 && backup.output.contains(#""members":5"#), "\(backup.errors)")
            let (second, _) = try await emptySchema()
            let restored = try run(["restore", "--keep", "staff"] + second + [folder + "/copy.sqlite"])
            #expect(restored.status == 0 && restored.output.contains("The backup is in place"), "\(restored.errors)")
            #expect(try run(["audit"] + second).output.contains("The books are right."))
            let (_, third) = try await emptySchema()
            let moved = try run(
                "migrate-to", "--database", folder + "/copy.sqlite", "--schema", third.schema, third.url)
            #expect(moved.status == 0 && moved.output.contains("schema \(third.schema)"), "\(moved.errors)")
            let refused = try run("audit", "--database", folder + "/copy.sqlite")
            #expect(refused.status == 78 && refused.errors.contains("schema \(third.schema)"), "\(refused.errors)")
        }
    }

    @Test func `A hub leaves, and does not come again, once newer ones must serve from its server`() async throws {
        try await withFolder { folder in
            let (place, options) = try await emptySchema()
            try seed(place, tokens: folder + "/tokens")
            let (process, output, errors) = try start(
                ["serve", "--port", "0"] + place,
                environment: ["NOTIFY_SOCKET": folder + "/nobody", "WATCHDOG_USEC": "200000"])
            let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
            let url = try #require(line.split(separator: "\"").last { $0.hasPrefix("http") })
            let token = try String(contentsOfFile: folder + "/tokens/xuhui-1.token", encoding: .utf8)
            let kiosk = try HubClient(baseURL: String(url), token: token)
            async let waiting = kiosk.requests(kiosk: "xuhui-1", waitSeconds: 25)
            for _ in 0..<3 { _ = try await kiosk.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil) }
            try await PostgresCluster.shared.value.command(
                "UPDATE \(options.schema).canary SET oldest_step = oldest_step + 1000")
            let words = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            #expect(process.terminationStatus == 78 && words.contains("A newer hubd has changed"), "\(words)")
            #expect(try await waiting.requests.isEmpty, "what is under way is answered")
            let again = try run(["serve", "--port", "0"] + place)
            #expect(again.status == 78 && again.errors.contains("Install that version here too"), "\(again)")
        }
    }
}
