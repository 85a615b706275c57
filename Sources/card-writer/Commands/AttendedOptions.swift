import ArgumentParser
import Foundation
import HubAPI
import Vocabulary

/// What every command needs that changes the card on the reader: reader, keys, hub, and somebody who agrees.
struct CardWorkOptions: ParsableArguments {
    @OptionGroup var reader: ReaderOptions
    @OptionGroup var keys: KeyOptions
    @OptionGroup var hub: HubOptions
    @OptionGroup var confirm: ConfirmOptions
    @OptionGroup var output: OutputOptions

    /// - Parameter work: gets the way to ask, and what opens the station once its own arguments are right.
    func attended(
        _ command: String,
        _ work: (Confirmation, _ open: () throws -> IssuingStation) async throws -> any Report
    ) async throws {
        let console = Console(command: command, json: output.json)
        try await console.run {
            let confirmation = Confirmation(yes: confirm.yes)
            return try await work(confirmation) {
                try confirmation.requireSomebody()
                return try Workplace.station(reader, keys, hub, console)
            }
        }
    }
}

/// Options for a decision about a card that need not be there: which card, why, and who confirms it.
struct DecisionOptions: ParsableArguments {
    @Argument(help: "The card's id, such as 04A1B2C3D4E5F6-1.")
    var card: String

    @Option(help: "Why; kept by the hub.")
    var reason: String

    @OptionGroup var hub: HubOptions
    @OptionGroup var confirm: ConfirmOptions
    @OptionGroup var output: OutputOptions

    /// - Parameter decide: tells the register.
    func run(
        _ verb: String, _ done: String, _ decide: (any CardRegister, CardID) async throws -> CardView
    ) async throws {
        try await Console(command: verb, json: output.json).run {
            let confirmation = Confirmation(yes: confirm.yes)
            let id = try CardID.said(card)
            try confirmation.requireSomebody()
            let register = try hub.register()
            let view = try await register.card(id)
            try confirmation.require(
                "\(verb.capitalized) card \(id) of \(view.owner.zh) / \(view.owner.en), now \(view.status.rawValue).")
            return CardReport(try await decide(register, id), done: done)
        }
    }
}

extension CardID {
    /// - Throws: `IssuingError.usage` when that is no card id.
    static func said(_ text: String) throws -> CardID {
        guard let id = CardID(text) else { throw IssuingError.usage("a card id looks like 04A1B2C3D4E5F6-1") }
        return id
    }
}
