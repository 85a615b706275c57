import ArgumentParser

/// Everything about loyalty policies that needs no hub.
struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Check and explain loyalty policies; needs no hub.",
        discussion: """
            EXAMPLES
              kioskctl policy check kiosk-config/policies/*.yaml
              kioskctl policy schema > policy.schema.json
            """,
        subcommands: [PolicyCheckCommand.self, PolicySchemaCommand.self])
}
