package import Vocabulary

/// What a card says about operations whose outcome was unknown.
///
/// The record file holds the operation id of each committed spend, so a tap on *any* kiosk settles: the id
/// stands there, or something else took its place, or the odometer never moved.
package struct TapSettlement: Hashable, Sendable {
    package struct Record: Hashable, Sendable {
        package var operation: OperationID
        package var amount: Amount
        package var after: Amount

        package init(operation: OperationID, amount: Amount, after: Amount) {
            self.operation = operation
            self.amount = amount
            self.after = after
        }

        var before: Amount { after - amount }
    }

    package struct Intent: Hashable, Sendable {
        package var id: OperationID
        package var before: Amount

        package init(id: OperationID, before: Amount) {
            self.id = id
            self.before = before
        }
    }

    package enum Finding: Hashable, Sendable {
        case posted
        case voided
        /// The records do not reach back to the intent; only the hub can decide, with the journals of other kiosks.
        case stillUnknown
    }

    package var odometer: Amount
    /// Newest first.
    package var records: [Record]

    package init(odometer: Amount, records: [Record]) {
        self.odometer = odometer
        self.records = records
    }

    package func finding(for intent: Intent) -> Finding {
        if records.contains(where: { $0.operation == intent.id }) { return .posted }
        // Odometers move one way: standing where the intent began, the commit did not happen.
        if odometer == intent.before { return .voided }
        if records.contains(where: { $0.before == intent.before }) { return .voided }
        return .stillUnknown
    }
}
