import ArgumentParser

/// The hub: ledger, journals and cards of a salon, for its kiosks, its staff and its operators.
@main
struct Hubd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hubd", abstract: "The hub: ledger, journals and cards of a salon.",
        subcommands: [
            ServeCommand.self, SeedCommand.self, BackupCommand.self, RestoreCommand.self, RestoredCommand.self,
            MigrateToCommand.self,
            AuditCommand.self, ClockCommand.self, TokenCommand.self, PolicyCommand.self,
            CheckConfigCommand.self,
        ])
}
