import ArgumentParser
import Foundation
import HubStore
import StandardStreams

/// Prints a repair plan, and enters it where that was asked for and agreed to.
struct RepairRun {
    /// EX_DATAERR of sysexits.h: the file holds what is to be put right.
    private static let somethingLeft = ExitCode(65)

    let hub: HubDatabase
    let json: Bool
    let enters: Bool
    let isAgreed: Bool

    func run() async throws {
        let plan = try await hub.repairPlan()
        for line in try json ? Self.objects(plan) : Self.text(plan) { try Output.line(line) }
        guard !plan.isEmpty else { return }
        guard enters, plan.canBeEntered, try isAgreed || ask(plan) else { throw Self.somethingLeft }
        do {
            try await enter(plan)
        } catch {
            throw ended(by: error, unsaid: "What was entered stays. Run it again to see what is left.")
        }
    }

    private func enter(_ plan: RepairPlan) async throws {
        var entered = 0
        for repair in plan.repairs where try await hub.enter(repair) { entered += 1 }
        if !plan.marks.isEmpty { _ = try await hub.acceptClock() }
        let rest = try await hub.repairPlan()
        // Beside JSON on standard output words go to standard error.
        let words: StandardStream = json ? .errors : .output
        try words.line("\(entered) entered.")
        for line in try Self.text(rest) { try words.line(line) }
        guard rest.isEmpty else { throw Self.somethingLeft }
    }

    private func ask(_ plan: RepairPlan) throws -> Bool {
        guard isatty(STDIN_FILENO) == 1 else {
            throw refused("nothing was entered, because nobody can be asked here. Look at the plan and give --yes.", 64)
        }
        StandardStream.errors.say("Enter what puts \(plan.repairs.count) members right? Type yes.")
        return readLine() == "yes"
    }

    private static func text(_ plan: RepairPlan) throws -> [String] {
        guard !plan.isEmpty else { return ["There is nothing to put right."] }
        var lines = try plan.repairs.flatMap { $0.damage + ["  \(try Lines.json($0.entry))"] }
        lines += plan.marks + (plan.marks.isEmpty ? [] : ["  hubd clock accept brings them back; so does --enter."])
        lines += plan.questions.map { "For a person: \($0)" } + plan.limits.map { "Not in the file: \($0)" }
        return lines
    }

    private struct Object: Encodable {
        var command: String?
        var damage: [String]?
        var forPerson: String?
    }

    private static func objects(_ plan: RepairPlan) throws -> [String] {
        let marks = plan.marks.isEmpty ? [] : [Object(command: "hubd clock accept", damage: plan.marks)]
        return try plan.repairs.map { try Lines.json($0) } + marks.map { try Lines.json($0) }
            + plan.questions.map { try Lines.json(Object(forPerson: $0)) }
    }
}
