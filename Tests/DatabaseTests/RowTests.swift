import Database
import Testing

private enum Status: String, SQLBindable, SQLReadable { case held, booked }

@Suite struct RowTests {
    private func row(_ column: String, _ value: SQLValue) -> Row {
        Rows(columns: Columns([column], of: "SELECT x FROM t"), values: [value], count: 1)[0]
    }

    private func isDamaged<Value: SQLReadable>(_ value: SQLValue, as _: Value.Type) -> Bool {
        do {
            let _: Value = try row("x", value)["x"]
            return false
        } catch .damaged(let damage) {
            return damage.column == "x" && damage.statement == "SELECT x FROM t"
        } catch { return false }
    }

    @Test func `A value is read as what it is`() throws {
        #expect(try row("x", .integer(.min))["x"] == Int64.min)
        #expect(try row("x", .integer(7))["x"] == UInt8(7))
        #expect(try row("x", .integer(1))["x"] == true)
        #expect(try row("x", .real(0.5))["x"] == 0.5)
        #expect(try row("x", .text(""))["x"] == "")
        #expect(try row("x", .blob([0, 255]))["x"] == [UInt8](arrayLiteral: 0, 255))
        #expect(try row("x", .text("held"))["x"] == Status.held)
        let nothing: String? = try row("x", .null)["x"]
        #expect(nothing == nil)
    }

    @Test func `What is not exactly such a value is damage, and nothing traps`() {
        #expect(isDamaged(.null, as: String.self))
        #expect(isDamaged(.null, as: Int64.self))
        #expect(isDamaged(.text("7"), as: Int64.self))
        #expect(isDamaged(.real(7), as: Int64.self))
        #expect(isDamaged(.integer(256), as: UInt8.self))
        #expect(isDamaged(.integer(-1), as: UInt32.self))
        #expect(isDamaged(.integer(2), as: Bool.self))
        #expect(isDamaged(.integer(1), as: Double.self))
        #expect(isDamaged(.blob([65]), as: String.self))
        #expect(isDamaged(.text("a"), as: [UInt8].self))
        #expect(isDamaged(.text("lost"), as: Status.self))
        #expect(isDamaged(.integer(1), as: String?.self))
    }

    @Test func `A choice is one of the texts that are known`() throws {
        #expect(try row("x", .text("booked")).choice("x") == Status.booked)
        let nothing: Status? = try row("x", .null).choice("x")
        #expect(nothing == nil)
        for value: SQLValue in [.text("lost"), .integer(1)] {
            #expect(throws: DatabaseError.self) { let _: Status = try row("x", value).choice("x") }
            #expect(throws: DatabaseError.self) { let _: Status? = try row("x", value).choice("x") }
        }
        #expect(throws: DatabaseError.self) { let _: Status = try row("x", .null).choice("x") }
    }

    @Test func `A column that was not asked for is damage`() {
        #expect(throws: DatabaseError.self) { let _: Int = try row("x", .integer(1))["y"] }
    }

    @Test func `Statements are put together of pieces of the source`() {
        let held: SQL = "state = 'held' AND until_ms > $2"
        let sql: SQL = "SELECT id FROM hold WHERE member = $1 AND \(held) ORDER BY id"
        #expect(sql.text == "SELECT id FROM hold WHERE member = $1 AND state = 'held' AND until_ms > $2 ORDER BY id")
    }
}
