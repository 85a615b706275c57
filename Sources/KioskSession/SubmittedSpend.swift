internal import Vocabulary

/// A spend that a card was asked for. It outlives its page, its visit and a lost reader, so that every screen that says
/// whether money was taken can use it.
package struct SubmittedSpend: Hashable, Sendable {
    package var order: SpendOrder
    package private(set) var end = End.underWay

    package enum End: Hashable, Sendable {
        /// The card is being written.
        case underWay
        /// The commit went out and no answer came.
        case unknown
        case taken
        case nothingTaken
    }

    init(_ order: SpendOrder) { self.order = order }

    package var isUndecided: Bool { end == .underWay || end == .unknown }

    mutating func note(_ id: OperationID, _ result: SpendResult) {
        guard id == order.id, isUndecided else { return }
        switch result {
        case .committed: end = .taken
        case .unknown: end = .unknown
        case .voided: end = .nothingTaken
        case .pulledEarly, .holdRanOut, .refused:
            // While the card is being written, this proves that nothing was taken. After the commit, it only says that
            // looking at the card has failed.
            if end == .underWay { end = .nothingTaken }
        }
    }
}
