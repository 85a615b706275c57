internal import CPQ
internal import Database

/// The values of one execution, one behind the other.
struct Parameters {
    /// The first byte is nobody's: an empty value needs an address too.
    private var bytes: [UInt8] = [0]
    private var offsets: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    init() {}

    init(_ values: [SQLValue], as types: [Oid]) throws(DatabaseError) {
        for (value, type) in zip(values, types) { try append(value, as: type) }
    }

    private mutating func append(_ value: SQLValue, as type: Oid) throws(DatabaseError) {
        let start = bytes.count
        let format = try Wire.append(value, as: type, to: &bytes)
        note(format == nil ? nil : start, format ?? .binary)
    }

    /// One column of many rows, as an array.
    mutating func append(column: Int, of rows: ArraySlice<[SQLValue]>, as type: Oid) throws(DatabaseError) {
        let start = bytes.count
        let elementType = type == TypeID.varchar ? TypeID.text : type
        // Dimensions, whether nulls are in it, the type, how many, the number of the first.
        for word in [1, 1, Int32(bitPattern: elementType), Int32(rows.count), 1] { Wire.append(word, to: &bytes) }
        for values in rows {
            let place = bytes.count
            Wire.append(Int32(-1), to: &bytes)
            guard try Wire.append(values[column], as: type, to: &bytes) != nil else { continue }
            let length = UInt32(bytes.count - place - 4)
            for index in 0..<4 { bytes[place + index] = UInt8(truncatingIfNeeded: length >> UInt32(24 - 8 * index)) }
        }
        note(start, .binary)
    }

    private mutating func note(_ start: Int?, _ format: Wire.Format) {
        offsets.append(start)
        lengths.append(Int32(start.map { bytes.count - $0 } ?? 0))
        formats.append(format.rawValue)
    }

    var count: Int32 { Int32(offsets.count) }

    typealias Pointers = (
        values: UnsafePointer<UnsafePointer<CChar>?>?, lengths: UnsafePointer<Int32>?, formats: UnsafePointer<Int32>?
    )

    func withPointers<Answer>(_ body: (Pointers) -> Answer) -> Answer {
        bytes.withUnsafeBytes { bytes in
            let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            let values = offsets.map { offset in offset.flatMap { start?.advanced(by: $0) } }
            return values.withUnsafeBufferPointer { values in
                lengths.withUnsafeBufferPointer { lengths in
                    formats.withUnsafeBufferPointer { formats in
                        body((values.baseAddress, lengths.baseAddress, formats.baseAddress))
                    }
                }
            }
        }
    }
}
