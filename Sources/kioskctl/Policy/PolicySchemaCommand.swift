import ArgumentParser
import PolicyFile

struct PolicySchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the JSON Schema (draft 2020-12) of policies.",
        discussion: """
            For editors and other programs. It says what each setting means, what it takes and what it is when left out.
            What depends on more than one setting only `kioskctl policy check` knows.

            EXAMPLES
              kioskctl policy schema > kiosk-config/policies/policy.schema.json
              # in a policy, for editors with a YAML language server:
              # yaml-language-server: $schema=policy.schema.json
            """)

    func run() async throws {
        try await ending { try Output.line(String(PolicyFile.schema().dropLast())) }
    }
}
