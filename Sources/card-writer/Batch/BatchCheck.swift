import HubAPI
import Vocabulary

/// Asks the hub for everybody in a batch before the first card is laid on the reader: a mistake in line 200 is found
/// while the file is still open.
struct BatchCheck {
    /// More mistakes than this are only counted.
    static let shown = 20

    let register: any CardRegister
    let progress: (_ asked: Int) -> Void

    /// - Throws: `IssuingError.input` with every line that names nobody, names somebody a second time, or replaces a
    ///   card that is not there; `interrupted`; what the register throws when it cannot be asked.
    func run(_ orders: [BatchOrder], until stopped: () -> Int32? = { nil }) async throws {
        var problems: [String] = []
        var lines: [MemberID: Int] = [:]
        for (index, order) in orders.enumerated() {
            if let signal = stopped() { throw IssuingError.interrupted(signal) }
            do {
                let owner = try await register.owner(order.order)
                if let before = lines.updateValue(order.line, forKey: owner) {
                    problems.append("line \(order.line): \(order.owner) is the member of line \(before) too")
                }
                if let old = order.order.replaces, try await register.card(old).member != owner {
                    problems.append("line \(order.line): card \(old) is another member's")
                }
            } catch IssuingError.hubRefused(let words) {
                problems.append("line \(order.line): \(words)")
            }
            progress(index + 1)
        }
        guard !problems.isEmpty else { return }
        let more = problems.count - Self.shown
        let list = problems.prefix(Self.shown) + (more > 0 ? ["and \(more) more"] : [])
        throw IssuingError.input("nothing was issued; mend the batch first:\n  " + list.joined(separator: "\n  "))
    }
}

/// What a batch would do.
struct BatchPlanReport: Report {
    let cards: Int
    let open: Int
    /// Whether the hub was asked for every member.
    let checked: Bool

    var description: String {
        "\(open) of \(cards) cards are still to be issued; "
            + (checked ? "the hub knows every member" : "the hub was not asked; say --hub and --token to have it asked")
            + ". Nothing was changed."
    }
}
