import ArgumentParser

/// Everything about loyalty policies that needs no hub.
struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Write, check, explain, replay and compare loyalty policies; needs no hub.",
        discussion: """
            EXAMPLES
              kioskctl policy new salon.yaml --case
              kioskctl policy check kiosk-config/policies/*.yaml
              kioskctl policy schema > policy.schema.json
              kioskctl policy explain --policy yuerong-2026-1.yaml --words zh < case.json
              kioskctl policy replay --from 2026-01-01 --policy draft.yaml --published now.yaml history.jsonl
              kioskctl policy fairness --policy now.yaml --item facial --day 2026-06-16 --store xuhui history.jsonl
            """,
        subcommands: [
            PolicyNewCommand.self, PolicyCheckCommand.self, PolicySchemaCommand.self, PolicyExplainCommand.self,
            PolicyReplayCommand.self,
            PolicyFairnessCommand.self,
        ])
}
