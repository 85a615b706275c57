import ArgumentParser
import Documents
import HubStore
import Loyalty
import PolicyFile

/// The salon's rules, version by version.
struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Publish policies and list those that are published.",
        discussion: "A hub that serves goes by a new one from its own moment on; it need not be started again.",
        subcommands: [PublishPolicyCommand.self, ListPoliciesCommand.self])
}

struct PublishPolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish", abstract: "Publish a version for ever, with the holiday calendars that it names.",
        discussion: """
            The files are not needed any more afterwards. The same version again changes nothing; with other content it
            is refused, because entries are explained and refunded by the version they were made under. Ends with 78
            when the policy is not sound: see kioskctl policy check.
            """)

    @OptionGroup var database: DatabaseOption

    @Argument(help: "The policy.")
    var file: String

    func run() async throws {
        do {
            let document = try PolicyDocument.read(file)
            let isNew = try await database.open().publish(document)
            let done = isNew ? "is published" : "was published before; nothing changed"
            try Output.line("\(document.policy.version) \(done)")
        } catch {
            throw ended(by: error, unsaid: "The policy is published; see `hubd policy list`.")
        }
    }
}

struct ListPoliciesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Print the published policies, each with the moment from which it counts.",
        discussion: "The one in force is marked with a star.")

    @OptionGroup var database: DatabaseOption

    @Flag(help: "Print one JSON object for each instead.")
    var json = false

    func run() async throws {
        do {
            for policy in try await database.open().policies() {
                try Output.line(json ? try Lines.json(policy) : line(policy))
            }
        } catch {
            throw ended(by: error)
        }
    }

    private func line(_ policy: PublishedPolicy) -> String {
        let star = policy.inForce ? "*" : " "
        return "\(star) \(policy.version)  from \(MomentText.text(policy.effectiveFromMs))  \(policy.sha256)"
    }
}
