package import Vocabulary

/// One spend as it stands in the card's record file, 48 bytes.
package struct CardRecord: Hashable, Sendable {
    static let byteCount = 48

    package var operation: OperationID
    package var kind: UInt8
    package var amount: Amount
    /// The odometers behind it.
    package var after: Amount
    package var kioskNumber: UInt32
    /// UTC seconds since 1970, by the kiosk's clock.
    package var atSeconds: Int64

    package init(
        operation: OperationID, kind: UInt8, amount: Amount, after: Amount, kioskNumber: UInt32, atSeconds: Int64
    ) {
        self.operation = operation
        self.kind = kind
        self.amount = amount
        self.after = after
        self.kioskNumber = kioskNumber
        self.atSeconds = atSeconds
    }

    /// Operation id 16, kind 1, fen 4, points 4, fen and points after 8, kiosk 4, seconds 8, reserved 3.
    ///
    /// - Precondition: amounts and odometers fit 32 bits, which `Odometer.advanced` has checked.
    var bytes: [UInt8] {
        let figures = [amount, after].flatMap {
            LittleEndian.bytes($0.money.fen, 4) + LittleEndian.bytes($0.points.count, 4)
        }
        return operation.bytes + [kind] + figures + LittleEndian.bytes(kioskNumber, 4)
            + LittleEndian.bytes(atSeconds, 8) + [0, 0, 0]
    }

    /// - Returns: `nil` unless there are 48 bytes. Reserved bytes may hold anything.
    init?(_ bytes: some Collection<UInt8>) {
        var cursor = ByteCursor(bytes)
        guard bytes.count == Self.byteCount, let id = cursor.take(16), let operation = OperationID(bytes: id),
            let kind = cursor.byte(), let fen = cursor.number(4), let points = cursor.number(4),
            let fenAfter = cursor.number(4), let pointsAfter = cursor.number(4), let kiosk = cursor.number(4),
            let seconds = cursor.number(8)
        else { return nil }
        self.init(
            operation: operation, kind: kind, amount: Amount(points: Int64(points), fen: Int64(fen)),
            after: Amount(points: Int64(pointsAfter), fen: Int64(fenAfter)),
            kioskNumber: UInt32(truncatingIfNeeded: kiosk), atSeconds: Int64(bitPattern: seconds))
    }
}
