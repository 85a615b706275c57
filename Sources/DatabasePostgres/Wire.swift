internal import CPQ
internal import Database

/// PostgreSQL's types that the port knows, by their object ids, which never change.
enum TypeID {
    static let bool: Oid = 16
    static let bytea: Oid = 17
    static let name: Oid = 19
    static let int8: Oid = 20
    static let int2: Oid = 21
    static let int4: Oid = 23
    static let text: Oid = 25
    static let oid: Oid = 26
    static let float8: Oid = 701
    static let bpchar: Oid = 1042
    static let varchar: Oid = 1043
    static let numeric: Oid = 1700
    static let void: Oid = 2278

    /// Answers of these types can be read.
    static let readable: Set<Oid> = [
        bool, bytea, name, int8, int2, int4, text, oid, float8, bpchar, varchar, numeric, void,
    ]

    /// By the type of an element, the name and the id of its array; for values that are sent in binary.
    static let arrays: [Oid: String] = [
        bool: "bool[]", bytea: "bytea[]", int8: "bigint[]", int2: "smallint[]", int4: "integer[]", text: "text[]",
        float8: "double precision[]", varchar: "text[]",
    ]
}

/// Values as PostgreSQL's protocol has them: binary, most significant byte first.
enum Wire {
    enum Format: Int32 {
        case text = 0
        case binary = 1
    }

    /// - Parameter type: what the server said that it wants there.
    /// - Returns: how it was written; `nil` for a null, for which nothing is.
    static func append(
        _ value: SQLValue, as type: Oid, to bytes: inout [UInt8]
    ) throws(DatabaseError) -> Format? {
        switch (value, type) {
        case (.null, _): return nil
        case (.integer(let value), _): return try append(integer: value, as: type, to: &bytes)
        case (.real(let value), TypeID.float8): append(value.bitPattern, to: &bytes)
        case (.blob(let value), TypeID.bytea): bytes += value
        case (.text(let value), TypeID.text), (.text(let value), TypeID.varchar), (.text(let value), TypeID.bpchar),
            (.text(let value), TypeID.name):
            try append(text: value, to: &bytes)
        case (.text(let value), _) where ![TypeID.bytea, TypeID.int8, TypeID.int4, TypeID.float8].contains(type):
            // Dates, identifiers and the like: the server reads them from text.
            try append(text: value, to: &bytes)
            bytes.append(0)
            return .text
        default: throw unfit(value, type)
        }
        return .binary
    }

    private static func append(
        integer value: Int64, as type: Oid, to bytes: inout [UInt8]
    ) throws(DatabaseError) -> Format {
        switch type {
        case TypeID.int8: append(value, to: &bytes)
        case TypeID.int4: append(try exactly(value, Int32.self), to: &bytes)
        case TypeID.int2: append(try exactly(value, Int16.self), to: &bytes)
        case TypeID.oid: append(try exactly(value, UInt32.self), to: &bytes)
        case TypeID.bool where value == 0 || value == 1: bytes.append(UInt8(value))
        case TypeID.float8:
            guard let real = Double(exactly: value) else { throw unfit(.integer(value), type) }
            append(real.bitPattern, to: &bytes)
        case TypeID.numeric:
            bytes += Array(String(value).utf8) + [0]
            return .text
        default: throw unfit(.integer(value), type)
        }
        return .binary
    }

    private static func exactly<Small: FixedWidthInteger>(
        _ value: Int64, _: Small.Type
    ) throws(DatabaseError) -> Small {
        guard let small = Small(exactly: value) else {
            throw .refused(.type("an integer does not go into \(Small.bitWidth) bits"))
        }
        return small
    }

    private static func append(text: String, to bytes: inout [UInt8]) throws(DatabaseError) {
        guard !text.utf8.contains(0) else { throw .refused(.zeroCharacter) }
        bytes += text.utf8
    }

    static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: value.bigEndian) { bytes += $0 }
    }

    private static func unfit(_ value: SQLValue, _ type: Oid) -> DatabaseError {
        .refused(.type("\(value.kind) does not go into a column of PostgreSQL's type \(type)"))
    }

    /// - Returns: `nil` when these bytes are no value of this type that the port can hold.
    static func value(_ bytes: UnsafeRawBufferPointer, _ type: Oid) -> SQLValue? {
        switch type {
        case TypeID.int8: integer(bytes, Int64.self).map { .integer($0) }
        case TypeID.int4: integer(bytes, Int32.self).map { .integer(Int64($0)) }
        case TypeID.int2: integer(bytes, Int16.self).map { .integer(Int64($0)) }
        case TypeID.oid: integer(bytes, UInt32.self).map { .integer(Int64($0)) }
        case TypeID.bool: integer(bytes, UInt8.self).map { .integer(Int64($0)) }
        case TypeID.float8: integer(bytes, UInt64.self).map { .real(Double(bitPattern: $0)) }
        case TypeID.numeric: numeric(bytes).map { .integer($0) }
        case TypeID.bytea: .blob(Array(bytes))
        case TypeID.void: .null
        default: String(validating: bytes, as: UTF8.self).map { .text($0) }
        }
    }

    private static func integer<Value: FixedWidthInteger>(
        _ bytes: UnsafeRawBufferPointer, _: Value.Type
    ) -> Value? {
        guard bytes.count == MemoryLayout<Value>.size else { return nil }
        return Value(bigEndian: bytes.loadUnaligned(as: Value.self))
    }

    /// `sum(bigint)` is a NUMERIC: digits to the base 10,000 after their count, the weight of the first, the sign and
    /// the scale, each of two bytes (numeric_send in PostgreSQL's numeric.c).
    ///
    /// - Returns: `nil` for what is no whole number of 64 bits.
    private static func numeric(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        let header = 8
        guard bytes.count >= header, bytes.count.isMultiple(of: 2) else { return nil }
        func word(_ offset: Int) -> Int16 {
            Int16(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int16.self))
        }
        let (weight, sign) = (Int(word(2)), UInt16(bitPattern: word(4)))
        guard sign == 0 || sign == 0x4000 else { return nil }
        let digits = stride(from: header, to: bytes.count, by: 2).map { Int64(word($0)) }
        guard digits.dropFirst(max(weight + 1, 0)).allSatisfy({ $0 == 0 }) else { return nil }
        var value: Int64 = 0
        for place in 0..<max(weight + 1, 0) {
            let digit = place < digits.count ? digits[place] : 0
            // Below zero, where there is one value more.
            let (shifted, isTooFar) = value.multipliedReportingOverflow(by: 10_000)
            let (lower, isTooLow) = shifted.subtractingReportingOverflow(digit)
            guard !isTooFar, !isTooLow else { return nil }
            value = lower
        }
        if sign == 0x4000 { return value }
        return value == .min ? nil : -value
    }
}
