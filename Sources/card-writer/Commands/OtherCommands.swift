import ArgumentParser
import CardProtocol
import Foundation
import HubAPI
import Vocabulary

struct ReadersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "readers", abstract: "List the readers.")
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await Console(command: "readers", json: output.json).run {
            ReaderReport(readers: try PCSCPad.readers())
        }
    }
}

struct InspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Show what a card is, and hold one of ours against its profile.",
        discussion: "With --hub also what the hub knows of it.")
    @OptionGroup var reader: ReaderOptions
    @OptionGroup var keys: KeyOptions
    @OptionGroup var hub: HubOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let console = Console(command: "inspect", json: output.json)
        try await console.run {
            let ring = try keys.ring()
            let register: any CardRegister = hub.isGiven ? try hub.register() : NoRegister()
            let station = IssuingStation(
                pad: try reader.pad(), register: register, ring: ring, refusals: keys.refusals,
                random: randomBytes, report: { _ in })
            do {
                let survey = try await station.survey()
                var report = InspectReport(try await station.inspect(survey, retry: keys.retryAfterAuthFailure))
                if hub.isGiven, let id = report.id { report.add(try await register.card(id)) }
                return report
            } catch IssuingError.notDESFire {
                return try await Self.other(station)
            }
        }
    }

    /// What is no DESFire, as a kiosk sees it.
    private static func other(_ station: IssuingStation) async throws -> InspectReport {
        let ring = station.ring
        return InspectReport(
            try await station.pad.withCard { channel in
                try MemberCard(channel: channel, keys: try KioskKeys(ring), random: randomBytes).read { _, _ in false }
            })
    }
}

struct ReplaceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replace", abstract: "Issue a new card in place of a lost or broken one, which is blocked.",
        discussion: "Points, stored value and packages stay with the member: they are the hub's, not the card's.")

    @Argument(help: "The old card's id, such as 04A1B2C3D4E5F6-1.")
    var old: String

    @Flag(help: "Allow the factory's key on a card that proves to be fresh.")
    var fromFactory = false

    @OptionGroup var work: CardWorkOptions

    func run() async throws {
        try await work.attended("replace") { confirmation, open in
            let old = try CardID.said(old)
            let view = try await open().replace(
                old, fromFactory: fromFactory, retryAfterRefusal: work.keys.retryAfterAuthFailure
            ) { oldView, survey, plan in
                let purpose = "in place of \(old) of \(oldView.owner.zh) / \(oldView.owner.en)"
                try confirmation.require(Workplace.question(survey, plan, purpose))
            }
            return CardReport(view, done: "replaced \(old)")
        }
    }
}

struct BlockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "block", abstract: "Tell the hub that a card must not be accepted any more.")

    @OptionGroup var decision: DecisionOptions

    func run() async throws {
        try await decision.run("block", "blocked") { try await $0.block($1, reason: decision.reason) }
    }
}

struct UnblockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unblock", abstract: "Tell the hub that a suspect card is one card after all.",
        discussion: """
            Only for a card that the hub itself suspected to be two. One that was lost is replaced; one whose spends \
            prove that there are two of it stays blocked.
            """)

    @OptionGroup var decision: DecisionOptions

    func run() async throws {
        try await decision.run("unblock", "unblocked") { try await $0.unblock($1, reason: decision.reason) }
    }
}

struct EraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase", abstract: "End a card's id in the hub and make the card blank again.")

    @Option(help: "Why; kept by the hub.")
    var reason: String = "erased at the desk"

    @OptionGroup var work: CardWorkOptions

    func run() async throws {
        try await work.attended("erase") { confirmation, open in
            let ended = try await open().erase(reason: reason, retryAfterRefusal: work.keys.retryAfterAuthFailure) {
                try confirmation.requireNumber(
                    "Card \($0.uid), \($0.stage.rawValue): its id ends, and everything on it is deleted.",
                    $0.uid.description)
            }
            return EraseReport(ended: ended?.description)
        }
    }
}

struct SelfTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "selftest", abstract: "Known-answer tests of all card cryptography.")

    @Option(parsing: .upToNextOption, help: "Vector files instead of the built-in ones.")
    var vectors: [String] = []

    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await Console(command: "selftest", json: output.json).run {
            SelfTestReport(SelfTest.run(vectors: try list()))
        }
    }

    private func list() throws -> [Vector] {
        guard !vectors.isEmpty else { return try SelfTest.builtInVectors() }
        return try vectors.flatMap(list)
    }

    private func list(_ path: String) throws -> [Vector] {
        guard let content = FileManager.default.contents(atPath: path) else {
            throw IssuingError.input("\(path): cannot be read")
        }
        do { return try Vector.list(json: Array(content)) } catch {
            throw IssuingError.input("\(path): \(error.description)")
        }
    }
}

/// For commands that never ask the hub.
struct NoRegister: CardRegister {
    private func refuse() throws -> CardView { throw IssuingError.usage("this command does not ask the hub") }
    func owner(_ order: IssueOrder) async throws -> MemberID { try refuse().member }
    func begin(_ request: IssueRequest) async throws -> CardView { try refuse() }
    func card(_ id: CardID) async throws -> CardView { try refuse() }
    func confirmIssued(_ id: CardID) async throws -> CardView { try refuse() }
    func block(_ id: CardID, reason: String) async throws -> CardView { try refuse() }
    func unblock(_ id: CardID, reason: String) async throws -> CardView { try refuse() }
    func close(_ id: CardID, reason: String, odometers: Amount?) async throws -> CardView { try refuse() }
}
