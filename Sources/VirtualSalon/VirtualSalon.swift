package import Foundation
package import HubAPI
package import HubClient
package import Vocabulary

/// A whole salon on one machine, every program as a process of its own over real sockets: pcscd with virtual
/// readers, the hub with its sample salon, the virtual kiosk, issued cards, the kiosk.
package actor VirtualSalon {
    package nonisolated let folder: SalonFolder
    package nonisolated let programs: URL
    package nonisolated let project: URL
    let say: @Sendable (String) -> Void
    var children: [String: ChildProcess] = [:]
    package private(set) var sample: Sample?
    package private(set) var page: KioskPage?
    package private(set) var hubAddress = ""
    private var hubPort = 0
    private var pagePort = 0
    /// What the programs go by that have a sense of time: hub, kiosk and the tools of staff and operators.
    package internal(set) var clock: SalonClock
    package internal(set) var theme = Theme.light
    package internal(set) var readerIsIn = true

    package enum Theme: String, Sendable { case light, dark }

    /// pcscd looks for cards every 400 ms: whoever swaps two faster swaps them unseen, which is another test's
    /// business.
    private static let swap = Duration.milliseconds(500)

    /// The salon that `hubd seed` makes, and its first kiosk.
    private static let name = "悦容美容"
    package nonisolated let kiosk = "xuhui-1"

    /// What `hubd seed` says it made, as far as a demonstration needs it.
    package struct Sample: Decodable, Sendable {
        package var members: Int
        package var stories: [Story]

        /// A member whose card shows something: `id` is nearly, late, early, walk-in, english or prepaid.
        package struct Story: Decodable, Sendable {
            package var id: String
            package var number: String
            package var name: Bilingual
            package var tier: Bilingual
            package var told: Bilingual
        }

        package func story(_ id: String) throws -> Story {
            guard let story = stories.first(where: { $0.id == id }) else {
                throw ChildProcess.Failure("the sample salon tells no story \(id)")
            }
            return story
        }
    }

    /// A card of the demonstration: what it is called on the page, and whose it becomes.
    package struct IssuedCard: Sendable {
        package var name: String
        package var memberNumber: String
        package var id: String
    }

    package init(name: String, programs: URL, project: URL, say: @escaping @Sendable (String) -> Void) throws {
        folder = try SalonFolder(name: name)
        self.programs = programs
        self.project = project
        self.say = say
        // The sample salon is in Shanghai.
        clock = SalonClock(timeZone: TimeZone(identifier: "Asia/Shanghai") ?? .gmt)
    }

    /// Everything but the kiosk daemon itself.
    package func open() async throws {
        try await startPCSCD()
        try await seedHub()
        try await startHub()
        try await startPage()
        try makeKeys()
    }

    /// Ends what runs, the newest first, and removes the folder.
    package func close(keepingFiles: Bool = false) async {
        for name in ["kioskd", "virtual-kiosk", "hubd", "pcscd"] { await children[name]?.stop() }
        children = [:]
        if !keepingFiles { folder.remove() }
    }

    package func child(_ name: String) -> ChildProcess? { children[name] }

    package func startPCSCD() async throws {
        say("starting a pcscd of our own with two virtual readers")
        try await startPCSCD(readers: true)
        readerIsIn = true
    }

    func startPCSCD(readers: Bool) async throws {
        let script = project.appending(path: "hardware/virtual/pcscd")
        let pcscd = try ChildProcess(
            "pcscd", script, ["run", folder.pcsc.path] + (readers ? [] : ["--no-readers"]), log: folder.log("pcscd"))
        children["pcscd"] = pcscd
        try await pcscd.waits(for: "READY") { pcscd.standardOutput.contains("READY") }
    }

    private func seedHub() async throws {
        say("filling the hub with the sample salon \(Self.name)")
        struct Seeded: Decodable { var salon: Sample }
        let answer = try await run(
            "hubd",
            [
                "seed", "--stories", "--database", folder.hubDatabase.path, "--tokens", folder.tokens.path, "--policy",
                project.appending(path: "kiosk-config/policies/yuerong-2026-1.yaml").path,
            ])
        sample = try JSONDecoder().decode(Seeded.self, from: Data(answer.utf8)).salon
    }

    package func startHub() async throws {
        say("starting hubd")
        struct Listening: Decodable { var listening: String }
        try await settleClock()
        // Started again, it serves where kiosks know it.
        let hub = try start(
            "hubd", ["serve", "--database", folder.hubDatabase.path, "--port", "\(hubPort)"], clock: clock)
        var address: URL?
        try await hub.waits(for: "its address") {
            let line = Data(hub.standardOutput.utf8)
            address = (try? JSONDecoder().decode(Listening.self, from: line)).flatMap { URL(string: $0.listening) }
            return address != nil
        }
        guard let address, let port = address.port else { throw ChildProcess.Failure("hubd: no address") }
        hubPort = port
        hubAddress = address.absoluteString
    }

    func startPage() async throws {
        say("starting the virtual kiosk")
        // One of an earlier start would be believed.
        try? FileManager.default.removeItem(at: folder.pagePort)
        let page = try start(
            "virtual-kiosk",
            [
                "serve", "--reader", folder.pcsc.appending(path: "vpcd.0").path, "--panel", folder.panelSocket.path,
                "--port", "\(pagePort)", "--port-file", folder.pagePort.path, "--state", folder.cards.path,
            ], clock: nil)
        // Started again, browsers find it where it was.
        pagePort = try await port(of: page, folder.pagePort)
        self.page = try KioskPage(port: pagePort)
    }

    /// Starts the kiosk, or starts it again after it ended, with the same files.
    package func startKiosk() async throws {
        say("starting kioskd")
        try kioskSettings().write(to: folder.kioskConfig, atomically: true, encoding: .utf8)
        let kiosk = try start(
            "kioskd", ["run", "--config", folder.kioskConfig.path],
            environment: ["PCSCLITE_CSOCK_NAME": folder.pcscdSocket.path], clock: clock)
        let page = try requirePage()
        let isServing = readerIsIn
        try await kiosk.waits(for: isServing ? "a screen for customers" : "any screen", within: .seconds(40)) {
            let state = try await page.state()
            return state.isConnected && (state.screen == "outOfService") != isServing
        }
    }

    /// Until the kiosk has heard from the hub where it stands, and shows it.
    package func waitForName() async throws {
        let page = try requirePage()
        try await children["kioskd"]?.waits(for: "the salon's name") {
            try await page.state().texts?.contains { $0.contains(Self.name) } ?? false
        }
    }

    /// Issues a factory-fresh card with the real `card-writer` through PC/SC.
    package func issue(_ name: String, to memberNumber: String) async throws -> IssuedCard {
        say("issuing \(name) to \(memberNumber) with card-writer")
        let page = try requirePage()
        try await page.makeCard(name, profile: "ev2")
        try await page.insert(name)
        let answer = try await writeCard([
            "issue", "--number", memberNumber, "--from-factory", "--assert-blank", "--yes", "--json",
        ])
        try await page.remove(name)
        try await Task.sleep(for: Self.swap)
        struct Issued: Decodable { var card: String }
        let id = try JSONDecoder().decode(Issued.self, from: Data(answer.utf8)).card
        return IssuedCard(name: name, memberNumber: memberNumber, id: id)
    }

    /// Runs `card-writer` with the desk's keys, reader and hub.
    package func writeCard(_ arguments: [String]) async throws -> String {
        try await run(
            "card-writer",
            arguments + [
                "--reader", "Virtual PCD 00 00", "--wait", "5", "--keys", folder.deskKeys.path, "--state",
                folder.root.appending(path: "desk").path,
            ] + deskOptions, environment: ["PCSCLITE_CSOCK_NAME": folder.pcscdSocket.path])
    }

    /// Runs `card-writer` for what needs the hub only.
    package func writeCardless(_ arguments: [String]) async throws -> String {
        try await run("card-writer", arguments + deskOptions)
    }

    private var deskOptions: [String] {
        ["--hub", hubAddress, "--token", folder.tokens.appending(path: "staff.token").path]
    }

    /// Runs `kioskctl` as an operator.
    package func operate(_ arguments: [String]) async throws -> String {
        try await run(
            "kioskctl",
            arguments + [
                "--hub", hubAddress, "--token-file", folder.tokens.appending(path: "operator.token").path,
            ])
    }

    /// What the kiosk says of itself at this moment, through the hub.
    package func kioskStatus() async throws -> Heartbeat {
        struct Answer: Decodable { var kiosk: Heartbeat }
        let text = try await operate(["status", "--kiosk", kiosk, "--json"])
        return try JSONDecoder().decode(Answer.self, from: Data(text.utf8)).kiosk
    }

    /// Until the kiosk has nothing left to upload.
    package func waitForUpload() async throws {
        guard let kioskd = children["kioskd"] else { throw ChildProcess.Failure("kioskd does not run") }
        let end = ContinuousClock.now + .seconds(40)
        while try await kioskStatus().notUploaded > 0 {
            guard kioskd.isRunning, ContinuousClock.now < end else {
                throw ChildProcess.Failure("kioskd: no empty outbox\n\(kioskd.tail)")
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// The hub as staff see it.
    package func desk() throws -> HubClient { try client("staff") }

    /// The hub as operators see it.
    package func `operator`() throws -> HubClient { try client("operator") }

    /// The hub as the kiosk sees it.
    package func kioskLink() throws -> HubClient { try client(kiosk) }

    private func client(_ role: String) throws -> HubClient {
        let token = try String(
            contentsOf: folder.tokens.appending(path: "\(role).token"), encoding: .utf8)
        return try HubClient(baseURL: hubAddress, token: token)
    }

    package func requirePage() throws -> KioskPage {
        guard let page else { throw ChildProcess.Failure("the virtual kiosk does not run") }
        return page
    }

    /// - Parameter clock: what the program goes by; `nil` for the machine's own.
    private func start(
        _ name: String, _ arguments: [String], environment: [String: String] = [:], clock: SalonClock?
    ) throws -> ChildProcess {
        let child = try ChildProcess(
            name, programs.appending(path: name), arguments, log: folder.log(name),
            environment: environment.merging(clock?.environment(library: folder.clockLibrary) ?? [:]) { $1 })
        children[name] = child
        return child
    }

    /// Runs a program to its end and gives what it printed.
    package func run(
        _ name: String, _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> String {
        let child = try ChildProcess(
            name, programs.appending(path: name), arguments, log: folder.log(name),
            environment: environment.merging(clock.environment(library: folder.clockLibrary)) { $1 })
        let status: Int32
        do { status = try await child.status() } catch {
            // Whoever does not wait for it any more does not leave it running either.
            await child.stop()
            throw error
        }
        guard status == 0 else {
            throw ChildProcess.Failure(
                "\(name) \(arguments.first ?? "") ended with \(status)\n\(child.tail)\n\(child.standardOutput)")
        }
        return child.standardOutput
    }

    private func port(of child: ChildProcess, _ file: URL) async throws -> Int {
        try await child.waits(for: "its port") { (try? String(contentsOf: file, encoding: .utf8)) != nil }
        let text = try String(contentsOf: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        guard let port = Int(text) else { throw ChildProcess.Failure("\(child.name): not a port: \(text)") }
        return port
    }
}
