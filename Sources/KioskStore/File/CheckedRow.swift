internal import FoundationEssentials
internal import GRDB

/// Reads columns of a file that may be damaged: what is not of the expected type throws. GRDB's own subscripts
/// would stop the process, and it would stop again after every restart.
extension Row {
    func integer(_ column: Int) throws(StoreError) -> Int64 { try value(column) }
    func text(_ column: Int) throws(StoreError) -> String { try value(column) }
    func blob(_ column: Int) throws(StoreError) -> [UInt8] { Array(try value(column) as Data) }
    func uuid(_ column: Int) throws(StoreError) -> UUID { try value(column) }

    func optional<Value: DatabaseValueConvertible>(_ column: Int) throws(StoreError) -> Value? {
        let stored: DatabaseValue = self[column]
        return stored.isNull ? nil : try value(column)
    }

    private func value<Value: DatabaseValueConvertible>(_ column: Int) throws(StoreError) -> Value {
        let stored: DatabaseValue = self[column]
        guard let value = Value.fromDatabaseValue(stored) else {
            throw .damaged(reason: "column \(column) is not a \(Value.self)")
        }
        return value
    }
}
