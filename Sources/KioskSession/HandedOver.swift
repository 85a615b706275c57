internal import Vocabulary

/// A spend that a card was asked for. It outlives its page, its visit and the reader: whoever says something of the
/// money looks here.
package struct HandedOver: Hashable, Sendable {
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
            // Of the writing this is certain. Of a look at the card it says only that the look has failed.
            if end == .underWay { end = .nothingTaken }
        }
    }
}
