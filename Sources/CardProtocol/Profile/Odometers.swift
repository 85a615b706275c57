package import Vocabulary

/// How much a card has ever spent: two counters that only move forward.
///
/// 0 to `limit`. On the card they stand as what is left: `limit` minus the spent amount.
package struct Odometers: Hashable, Sendable {
    package static let limit: Int64 = 0x7FFF_FFFF

    package var points: Int64
    package var fen: Int64

    package init(points: Int64, fen: Int64) {
        self.points = points
        self.fen = fen
    }

    package static let zero = Odometers(points: 0, fen: 0)

    /// How much is spent, from a GetValue answer of 4 bytes.
    ///
    /// - Returns: `nil` for another length or a value below 0.
    package static func spent(_ answer: [UInt8]) -> Int64? {
        guard answer.count == 4 else { return nil }
        let left = Int32(truncatingIfNeeded: LittleEndian.value(answer))
        return left >= 0 ? limit - Int64(left) : nil
    }

    /// - Returns: `nil` when an odometer would pass its end, or an amount is negative.
    package func advanced(points: Int64, fen: Int64) -> Odometers? {
        guard (0...Self.limit).contains(points), (0...Self.limit).contains(fen) else { return nil }
        let after = Odometers(points: self.points + points, fen: self.fen + fen)
        return after.points <= Self.limit && after.fen <= Self.limit ? after : nil
    }
}

/// One spend as it stands in the card's record file, 48 bytes.
package struct CardRecord: Hashable, Sendable {
    static let byteCount = 48

    package var operation: OperationID
    package var kind: UInt8
    package var points: Int64
    package var fen: Int64
    package var after: Odometers
    package var kioskNumber: UInt32
    /// UTC seconds since 1970, by the kiosk's clock.
    package var atSeconds: Int64

    package init(
        operation: OperationID, kind: UInt8, points: Int64, fen: Int64, after: Odometers, kioskNumber: UInt32,
        atSeconds: Int64
    ) {
        self.operation = operation
        self.kind = kind
        self.points = points
        self.fen = fen
        self.after = after
        self.kioskNumber = kioskNumber
        self.atSeconds = atSeconds
    }

    /// Operation id 16, kind 1, fen 4, points 4, fen and points after 8, kiosk 4, seconds 8, reserved 3.
    ///
    /// - Precondition: amounts and odometers fit 32 bits, which `Odometers.advanced` has checked.
    var bytes: [UInt8] {
        let amounts = [fen, points, after.fen, after.points].flatMap { LittleEndian.bytes($0, 4) }
        return operation.bytes + [kind] + amounts + LittleEndian.bytes(kioskNumber, 4)
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
            operation: operation, kind: kind, points: Int64(points), fen: Int64(fen),
            after: Odometers(points: Int64(pointsAfter), fen: Int64(fenAfter)),
            kioskNumber: UInt32(truncatingIfNeeded: kiosk), atSeconds: Int64(bitPattern: seconds))
    }
}
