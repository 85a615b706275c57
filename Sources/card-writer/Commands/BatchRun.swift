import CardProtocol
import Foundation
import HubAPI
import Identity

/// Issues many cards, one after the other, and knows after an interruption where it was.
struct BatchRun {
    /// Short, so that Ctrl-C is heard.
    static let cardWaitSeconds = 2
    /// How often a card that was not taken away yet is looked at.
    static let pause = Duration.milliseconds(500)

    let desk: CardDesk
    let orders: [IssueOrder]
    let progress: BatchProgress
    let stop: StopSignal
    let console: Console

    /// What is still to be done: the number in the file, and the order.
    ///
    /// - Throws: `DeskError.state` when the progress belongs to another file.
    func open() throws -> [(Int, IssueOrder)] {
        let done = try progress.done()
        for line in done {
            guard orders.indices.contains(line.card - 1), Self.owner(orders[line.card - 1]) == line.owner else {
                throw DeskError.state("\(progress.path): belongs to another batch; move it away")
            }
        }
        let numbers = Set(done.map(\.card))
        return orders.enumerated().map { ($0 + 1, $1) }.filter { !numbers.contains($0.0) }
    }

    mutating func run() async throws -> BatchReport {
        var used = Set(try progress.done().compactMap { CardID($0.id)?.uid })
        for (number, order) in try open() {
            if stop.isSet { return try report(stopped: true) }
            console.say("\(number)/\(orders.count): lay the next card on the reader, for \(Self.owner(order))")
            try await waitForCard(otherThan: used)
            if stop.isSet { return try report(stopped: true) }
            let view = try await desk.issue(order) { survey, _ in
                guard !used.contains(survey.uid) else { throw DeskError.otherCard(survey.uid) }
            }
            try progress.append(.init(card: number, owner: Self.owner(order), id: view.id.description))
            used.insert(view.id.uid)
            console.say("\(number)/\(orders.count): issued as \(view.id)")
        }
        return try report(stopped: false)
    }

    private func waitForCard(otherThan used: Set<CardUID>) async throws {
        while !stop.isSet {
            let survey = try? await desk.station.withCard { try CardSurvey($0) }
            if let survey, !used.contains(survey.uid) { return }
            try await Task.sleep(for: Self.pause)
        }
    }

    private func report(stopped: Bool) throws -> BatchReport {
        BatchReport(issued: try progress.done().count, total: orders.count, stopped: stopped)
    }

    static func owner(_ order: IssueOrder) -> String { order.member?.description ?? order.memberNumber ?? "" }
}
