/// What a column can hold on both engines.
package enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])

    /// For error messages: the kind without the value, which may be a person's.
    package var kind: String {
        switch self {
        case .null: "nothing"
        case .integer: "an integer"
        case .real: "a real number"
        case .text: "a text"
        case .blob: "bytes"
        }
    }
}

/// A value that a statement can take for a placeholder.
///
///     extension MemberID: SQLBindable {
///         var sqlValue: SQLValue { .blob(bytes) }
///     }
package protocol SQLBindable {
    var sqlValue: SQLValue { get }
}

extension SQLValue: SQLBindable {
    package var sqlValue: SQLValue { self }
}

extension SQLBindable where Self: FixedWidthInteger & SignedInteger {
    package var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Int: SQLBindable {}
extension Int16: SQLBindable {}
extension Int32: SQLBindable {}
extension Int64: SQLBindable {}

// `UInt` and `UInt64` are not here: a column's integer ends at Int64.max.
extension UInt8: SQLBindable {
    package var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension UInt16: SQLBindable {
    package var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension UInt32: SQLBindable {
    package var sqlValue: SQLValue { .integer(Int64(self)) }
}

/// 0 or 1, in an integer column: SQLite has no booleans.
extension Bool: SQLBindable {
    package var sqlValue: SQLValue { .integer(self ? 1 : 0) }
}

extension Double: SQLBindable {
    package var sqlValue: SQLValue { .real(self) }
}

extension String: SQLBindable {
    package var sqlValue: SQLValue { .text(self) }
}

extension [UInt8]: SQLBindable {
    package var sqlValue: SQLValue { .blob(self) }
}

extension Optional: SQLBindable where Wrapped: SQLBindable {
    package var sqlValue: SQLValue { self?.sqlValue ?? .null }
}

/// An enum of texts binds as its raw value: `enum Status: String, SQLBindable { case held, booked }`.
extension SQLBindable where Self: RawRepresentable, RawValue == String {
    package var sqlValue: SQLValue { .text(rawValue) }
}
