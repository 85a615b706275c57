import HubAPI
import HubClient
import Vocabulary

/// Who knows which cards exist: the hub, or a simulated one in the tests.
protocol CardRegister: Sendable {
    /// The member whom an order names, by id or by number.
    ///
    /// - Throws: `IssuingError.hubRefused` when there is none.
    func owner(_ order: IssueOrder) async throws -> MemberID
    /// The issue number and what to write. Asking again while the card is being issued answers the same.
    func begin(_ request: IssueRequest) async throws -> CardView
    func card(_ id: CardID) async throws -> CardView
    /// The card was written and read back.
    func confirmIssued(_ id: CardID) async throws -> CardView
    func block(_ id: CardID, reason: String) async throws -> CardView
    /// Unblocks a suspect card, after it turned out that there is only one.
    func unblock(_ id: CardID, reason: String) async throws -> CardView
    /// Ends the card id; `odometers` are the last ones read from the card, if they could be.
    func close(_ id: CardID, reason: String, odometers: Amount?) async throws -> CardView
}

/// The hub's register, with a staff token.
struct HubRegister: CardRegister {
    let hub: HubClient

    func owner(_ order: IssueOrder) async throws -> MemberID {
        if let member = order.member { return try await ask { try await hub.member(member) }.id }
        let number = order.memberNumber ?? ""
        // The list is sorted and matches the beginning of a number, so an exact match comes first.
        let found = try await ask { try await hub.members(number: number, limit: 1) }.members.first
        guard let found, found.number == number else {
            throw IssuingError.hubRefused("no member has the number \(number)")
        }
        return found.id
    }

    func begin(_ request: IssueRequest) async throws -> CardView { try await ask { try await hub.issue(request) } }

    func card(_ id: CardID) async throws -> CardView { try await ask { try await hub.card(id) } }

    func confirmIssued(_ id: CardID) async throws -> CardView {
        try await ask { try await hub.issued(id, CardChange(reason: "written and read back")) }
    }

    func block(_ id: CardID, reason: String) async throws -> CardView {
        try await ask { try await hub.block(id, CardChange(reason: reason)) }
    }

    func unblock(_ id: CardID, reason: String) async throws -> CardView {
        try await ask { try await hub.unblock(id, CardChange(reason: reason)) }
    }

    func close(_ id: CardID, reason: String, odometers: Amount?) async throws -> CardView {
        try await ask { try await hub.close(id, CardChange(reason: reason, odometers: odometers)) }
    }

    private func ask<Answer>(_ call: () async throws -> Answer) async throws -> Answer {
        do { return try await call() } catch let error as HubClientError {
            switch error {
            case .unreachable, .timedOut, .untrusted, .malformed, .settings:
                throw IssuingError.hubUnreachable(error.description)
            case .unauthorized: throw IssuingError.hubPermission(error.description)
            case .problem(let problem) where problem.status >= 500: throw IssuingError.busy(error.description)
            case .problem: throw IssuingError.hubRefused(error.description)
            }
        }
    }
}
