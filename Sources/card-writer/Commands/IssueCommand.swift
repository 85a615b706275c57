import ArgumentParser
import CardProtocol
import Foundation
import HubAPI
import Vocabulary

/// Bytes nobody can predict, from the kernel.
@Sendable func randomBytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
}

struct IssueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue", abstract: "Make a fresh card a member's card, or finish one that was torn.")

    @Option(help: "The member's id.")
    var member: String?

    @Option(help: "The member's number, as printed on papers.")
    var number: String?

    @Option(
        help: """
            CSV of many cards, as a spreadsheet saves it: a header with member (会员) or number (会员号), and perhaps \
            replaces (旧卡). The hub is asked for everybody before the first card.
            """)
    var batch: String?

    @Flag(help: "Allow the factory's key on a card that proves to be fresh.")
    var fromFactory = false

    @Flag(help: "Refuse anything but a fresh card.")
    var assertBlank = false

    @Flag(help: "Print what would be done; change nothing.")
    var dryRun = false

    @OptionGroup var reader: ReaderOptions
    @OptionGroup var keys: KeyOptions
    @OptionGroup var hub: HubOptions
    @OptionGroup var confirm: ConfirmOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let console = Console(command: "issue", json: output.json)
        if let batch { return try await console.run { try await run(batch: batch, console) } }
        if dryRun { return try await console.run { try await plan(console) } }
        try await console.run {
            let order = try order(member: member, number: number, replaces: nil)
            let confirmation = Confirmation(yes: confirm.yes)
            try confirmation.requireSomebody()
            let station = try Workplace.station(reader, keys, hub, console)
            let view = try await station.issue(order) { survey, plan in
                try confirmation.require(Workplace.question(survey, plan, "for member \(member ?? number ?? "")"))
            }
            return CardReport(view, done: "issued")
        }
    }

    private func plan(_ console: Console) async throws -> PlanReport {
        let ring = try keys.ring()
        return PlanReport(try await reader.pad().withCard { try CardSurvey($0) }, ring)
    }

    private func order(member: String?, number: String?, replaces: CardID?) throws -> IssueOrder {
        guard (member == nil) != (number == nil) else {
            throw IssuingError.usage("for whom? say either --member ID or --number NUMBER")
        }
        let id = member.flatMap(MemberID.init)
        if let member, id == nil { throw IssuingError.usage("\(member) is no member's id, which has 36 characters") }
        return IssueOrder(
            member: id, memberNumber: number, replaces: replaces, fromFactory: fromFactory, assertBlank: assertBlank,
            retryAfterRefusal: keys.retryAfterAuthFailure)
    }

    /// Everything is looked at before the first card: the file, the keys, and every member. One question for the whole
    /// batch; Ctrl-C ends it after the card that lies there.
    private func run(batch path: String, _ console: Console) async throws -> any Report {
        guard member == nil, number == nil else {
            throw IssuingError.usage("--batch names the members itself; leave --member and --number out")
        }
        let orders = try BatchFile.read(path).map { row in
            BatchOrder(
                line: row.line, order: try order(member: row.member, number: row.number, replaces: row.replaces))
        }
        let progress = BatchProgress(path: path + ".progress.jsonl")
        let stop = StopSignal()
        if dryRun { return try await planned(orders, progress, stop, console) }
        let confirmation = Confirmation(yes: confirm.yes)
        try confirmation.requireSomebody()
        var options = reader
        options.wait = max(reader.wait, BatchRun.cardWaitSeconds)
        let station = try Workplace.station(options, keys, hub, console)
        var run = BatchRun(station: station, orders: orders, progress: progress, stop: stop, console: console)
        let open = try run.open()
        try await check(open.map(\.1), station.register, stop, console)
        try confirmation.require("\(open.count) of \(orders.count) cards are still to be issued from \(path).")
        return try await run.run()
    }

    private func planned(
        _ orders: [BatchOrder], _ progress: BatchProgress, _ stop: StopSignal, _ console: Console
    ) async throws -> BatchPlanReport {
        let done = try progress.done().count
        if hub.isGiven { try await check(orders, try hub.register(), stop, console) }
        return BatchPlanReport(cards: orders.count, open: orders.count - done, checked: hub.isGiven)
    }

    private func check(
        _ orders: [BatchOrder], _ register: any CardRegister, _ stop: StopSignal, _ console: Console
    ) async throws {
        try await BatchCheck(register: register) { asked in
            if asked.isMultiple(of: 100) { console.progress("asked the hub for \(asked) of \(orders.count) members") }
        }.run(orders, until: { stop.number })
    }
}

/// What the commands have in common.
enum Workplace {
    static func station(
        _ reader: ReaderOptions, _ keys: KeyOptions, _ hub: HubOptions, _ console: Console
    ) throws -> IssuingStation {
        try reader.requireWait()
        let (ring, register) = (try keys.ring(), try hub.register())
        return IssuingStation(
            pad: try reader.pad(), register: register, ring: ring, refusals: keys.refusals,
            random: randomBytes, report: { event in progress(event, console) })
    }

    static func question(_ survey: CardSurvey, _ plan: IssuePlan, _ purpose: String) -> String {
        let head =
            "Card \(survey.uid) (DESFire \("\(survey.generation)".uppercased())), \(survey.stage.rawValue), \(purpose):"
        let steps = plan.steps.map { "  " + $0.words }
        return ([head] + (steps.isEmpty ? ["  read it back and tell the hub"] : steps)).joined(separator: "\n")
    }

    private static func progress(_ event: IssuingEvent, _ console: Console) {
        switch event {
        case .surveyed(let survey): console.progress("card \(survey.uid): \(survey.stage.rawValue)")
        case .granted(let id): console.progress("the hub calls it \(id)")
        case .stepDone(let step): console.progress("done: \(step.words)")
        case .readBack: console.progress("read back: everything is as it must be")
        case .closed(let id): console.progress("the hub has closed \(id)")
        case .erased: console.progress("the card is blank")
        }
    }
}
