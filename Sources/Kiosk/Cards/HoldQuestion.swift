package import HubAPI
package import KioskSession
internal import Vocabulary

/// A question to the hub for a hold, and the moment from which the answer's lifetime counts.
///
/// The hub says how long its grant lives, not until when, so the two clocks are never compared. The kiosk counts from
/// the moment it asked, by its monotonic clock, so its grant ends before the hub's does.
package struct HoldQuestion: Sendable {
    package var request: HoldRequest
    /// The kiosk's monotonic clock just before the question.
    package var askedAtMs: Int64

    /// The safety margin before a grant ends: by the time the hub may release the hold, the intent is durable and
    /// earlier heartbeats have arrived.
    package static let marginMs: Int64 = 30_000
    /// The longest lifetime that is accepted, whatever a hub says: no visit lasts longer.
    package static let longestSeconds: Int64 = 3600

    /// - Parameter answer: `nil` when there was none.
    package func verdict(_ answer: HoldAnswer?) -> HoldVerdict {
        guard let answer else { return .noAnswer }
        guard answer.granted else { return .refused(CardTransactions.notice(forHold: answer.refusal)) }
        let lifetimeMs = min(max(0, answer.lifetimeSeconds ?? 0), Self.longestSeconds) * 1000
        // A grant that is over before it can be used is refused; asking again would only bring another one.
        guard lifetimeMs > Self.marginMs else { return .refused(.hubRejected) }
        return .granted(untilMs: askedAtMs + lifetimeMs - Self.marginMs)
    }
}

extension CardTransactions {
    package func holdQuestion(_ order: SpendOrder) -> HoldQuestion {
        HoldQuestion(
            request: HoldRequest(
                id: order.id, member: order.member, card: order.card, amount: order.amount,
                reward: order.reward.id, odometers: order.odometer),
            askedAtMs: clock.monotonicMs())
    }

    /// Whether the right to spend still holds at this moment. An offline right does not run out.
    func isValid(_ authority: Authority) -> Bool {
        switch authority {
        case .hold(let untilMs): clock.monotonicMs() < untilMs
        case .offline: true
        }
    }
}

/// The hub's grant ended while the card was being written.
struct HoldRanOut: Error {}
