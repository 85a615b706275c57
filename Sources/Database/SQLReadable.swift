/// A value that a row can give. What is not exactly such a value is refused: nothing is rounded, cut or made up.
///
///     extension MemberID: SQLReadable {
///         init?(sqlValue: SQLValue) {
///             guard case .blob(let bytes) = sqlValue else { return nil }
///             self.init(bytes: bytes)
///         }
///     }
package protocol SQLReadable {
    /// - Returns: `nil` for a value of another kind or outside the range.
    init?(sqlValue: SQLValue)
}

extension SQLValue: SQLReadable {
    package init?(sqlValue: SQLValue) { self = sqlValue }
}

extension SQLReadable where Self: FixedWidthInteger {
    package init?(sqlValue: SQLValue) {
        guard case .integer(let value) = sqlValue else { return nil }
        self.init(exactly: value)
    }
}

extension Int: SQLReadable {}
extension Int16: SQLReadable {}
extension Int32: SQLReadable {}
extension Int64: SQLReadable {}
extension UInt8: SQLReadable {}
extension UInt16: SQLReadable {}
extension UInt32: SQLReadable {}

/// 0 or 1; any other integer is damage.
extension Bool: SQLReadable {
    package init?(sqlValue: SQLValue) {
        switch sqlValue {
        case .integer(0): self = false
        case .integer(1): self = true
        default: return nil
        }
    }
}

extension Double: SQLReadable {
    package init?(sqlValue: SQLValue) {
        guard case .real(let value) = sqlValue else { return nil }
        self = value
    }
}

extension String: SQLReadable {
    package init?(sqlValue: SQLValue) {
        guard case .text(let value) = sqlValue else { return nil }
        self = value
    }
}

extension [UInt8]: SQLReadable {
    package init?(sqlValue: SQLValue) {
        guard case .blob(let value) = sqlValue else { return nil }
        self = value
    }
}

extension Optional: SQLReadable where Wrapped: SQLReadable {
    package init?(sqlValue: SQLValue) {
        if case .null = sqlValue {
            self = .none
        } else {
            guard let value = Wrapped(sqlValue: sqlValue) else { return nil }
            self = .some(value)
        }
    }
}

extension SQLReadable where Self: RawRepresentable, RawValue == String {
    package init?(sqlValue: SQLValue) {
        guard case .text(let value) = sqlValue else { return nil }
        self.init(rawValue: value)
    }
}
