import CardProtocol
import Foundation
import HubAPI
import Vocabulary

/// One card of a batch that is to be issued.
struct BatchOrder: Sendable {
    /// Where it stands in the file, from 1.
    var line: Int
    var order: IssueOrder

    /// Whom it is for, as the file says.
    var owner: String { order.member?.description ?? order.memberNumber ?? "" }
}

/// Issues many cards, one after the other, and knows after an interruption where it was.
struct BatchRun {
    /// Short, so that Ctrl-C is heard.
    static let cardWaitSeconds = 2
    /// How often a card that was not taken away yet is looked at.
    static let pause = Duration.milliseconds(500)

    let station: IssuingStation
    let orders: [BatchOrder]
    let progress: BatchProgress
    let stop: StopSignal
    let console: Console

    /// What is still to be done: the number of the card, and the order.
    ///
    /// - Throws: `IssuingError.state` when the progress belongs to another file.
    func open() throws -> [(Int, BatchOrder)] {
        let done = try progress.done()
        for line in done {
            guard orders.indices.contains(line.card - 1), orders[line.card - 1].owner == line.owner else {
                throw IssuingError.state("\(progress.path): belongs to another batch; move it away")
            }
        }
        let numbers = Set(done.map(\.card))
        return orders.enumerated().map { ($0 + 1, $1) }.filter { !numbers.contains($0.0) }
    }

    mutating func run() async throws -> BatchReport {
        var used = Set(try progress.done().compactMap { CardID($0.id)?.uid })
        for (number, order) in try open() {
            if stop.isSet { return try report() }
            console.say("\(number)/\(orders.count): lay the next card on the reader, for \(order.owner)")
            try await waitForCard(otherThan: used)
            if stop.isSet { return try report() }
            let view = try await station.issue(order.order) { survey, _ in
                guard !used.contains(survey.uid) else { throw IssuingError.otherCard(survey.uid) }
            }
            try progress.append(.init(card: number, owner: order.owner, id: view.id.description))
            used.insert(view.id.uid)
            console.say("\(number)/\(orders.count): issued as \(view.id)")
        }
        return try report()
    }

    /// Waits until another card lies on the reader. Reports each obstacle once, because a clerk may not see the reader.
    private func waitForCard(otherThan used: Set<CardUID>) async throws {
        var said: String?
        while !stop.isSet {
            let obstacle: String?
            do {
                let survey = try await station.pad.withCard { try CardSurvey($0) }
                guard used.contains(survey.uid) else { return }
                obstacle = "the card that lies there is issued; take it away"
            } catch {
                obstacle = (error as? IssuingError) == .noCard ? nil : Console.verdict(error).1
            }
            if let obstacle, obstacle != said { console.say("waiting: \(obstacle)") }
            said = obstacle ?? said
            try await Task.sleep(for: Self.pause)
        }
    }

    private func report() throws -> BatchReport {
        BatchReport(issued: try progress.done().count, total: orders.count, stoppedBy: stop.number)
    }
}

struct BatchReport: Report {
    let issued: Int
    let total: Int
    /// The signal that ended it early; `nil` when all is done.
    let stoppedBy: Int32?

    private enum CodingKeys: String, CodingKey { case issued, total, stopped }

    var exitStatus: Int32 { stoppedBy.map { 128 + $0 } ?? 0 }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(issued, forKey: .issued)
        try container.encode(total, forKey: .total)
        try container.encode(stoppedBy != nil, forKey: .stopped)
    }

    var description: String {
        "\(issued) of \(total) cards are issued" + (stoppedBy == nil ? "" : "; run the same command again to go on")
    }
}
