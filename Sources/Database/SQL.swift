/// The text of one statement, or a piece of one: written in the source, never put together from values.
///
/// Values go in as `$1`, `$2` and so on, on both engines, in any order and as often as needed:
///
///     let held: SQL = "state = 'held' AND until_ms > $2"
///     try tx.rows("SELECT id FROM hold WHERE member = $1 AND \(held)", [member, nowMs])
///
/// A `String` cannot become `SQL`, so nothing that somebody typed can be executed; that is a rule of the compiler.
package struct SQL: Hashable, Sendable, ExpressibleByStringInterpolation, CustomStringConvertible {
    package let text: String

    package init(stringLiteral value: StaticString) { text = value.description }

    package init(stringInterpolation: Pieces) { text = stringInterpolation.text }

    package var description: String { text }

    /// Pieces of statements joined into one.
    package struct Pieces: StringInterpolationProtocol {
        fileprivate var text = ""

        package init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity) }

        package mutating func appendLiteral(_ literal: StaticString) { text += literal.description }

        package mutating func appendInterpolation(_ sql: SQL) { text += sql.text }
    }
}

/// Several statements without values, separated by semicolons: a step of a schema. Only migrations make one, and only
/// from texts of the program's own.
///
///     try tx.execute(Script("CREATE TABLE room (id TEXT PRIMARY KEY); CREATE TABLE chair (id TEXT PRIMARY KEY)"))
package struct Script: Sendable {
    package let text: String

    package init(_ text: String) { self.text = text }
}
