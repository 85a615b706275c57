import KioskSession
import Testing

/// Page by event: what is shown, and what is true of the money. One cell differs, one test fails.
///
/// A second tap of a key means the same touch once more on whatever page the first one led to: more than a hand can do,
/// since before it comes to this, `TouchGate` has dropped what lies on another screen.
@Suite struct TableTests {
    private static func cells(_ page: Page) throws -> [String] {
        let (me, other) = (try #require(Page.me), try #require(Page.somebodyElse))
        let stand = page.stand(me, other)
        var lines = ["\(page.rawValue): \(stand.cell)"]
        func note(_ what: String, _ cell: String) {
            lines.append("  " + (what + ": ").padding(to: 32) + (cell == stand.cell ? "=" : cell))
        }
        for key in page.keys {
            var touched = stand
            touched.touch(key)
            note(key.name, touched.cell)
            touched.touch(key)
            note(key.name + " twice", touched.cell)
        }
        for happening in Happening.allCases {
            var after = stand
            happening.happen(&after, me, other)
            #expect(after.till.isTold(by: after.session.screen), "\(page) \(happening)")
            note(happening.rawValue, after.cell)
        }
        return lines
    }

    @Test(arguments: Page.allCases) func `Every cell is as the table says`(page: Page) throws {
        let rows = try Self.cells(page)
        let table = Golden.all.split(separator: "\n").map(String.init)
        let start = try #require(table.firstIndex { $0.hasPrefix("\(page.rawValue): ") })
        let expected = [table[start]] + table[(start + 1)...].prefix { $0.hasPrefix("  ") }
        for (row, wanted) in zip(rows, expected) { #expect(row == wanted, "\(page)") }
        #expect(rows.count == expected.count)
    }

    /// The pages of the table are all pages: a page that nobody has put into it has no name here.
    @Test func `The table has every page and nothing else`() {
        let pages = Golden.all.split(separator: "\n").filter { !$0.hasPrefix(" ") }.map { $0.prefix { $0 != ":" } }
        #expect(pages.map(String.init) == Page.allCases.map(\.rawValue))
    }
}

enum Golden {
    static var all: String { [start, looking, spending, parting].joined(separator: "\n") }
}

extension String {
    fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
