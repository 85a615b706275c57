/// Text in columns on a terminal.
enum Columns {
    /// Chinese characters and their punctuation take two.
    static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 2 : 1) }
    }

    /// The first cell from the left, the others from the right, so that figures stand under each other.
    static func row(_ cells: [String], first: Int, others: Int) -> String {
        cells.enumerated().reduce(into: "") { line, cell in
            let blanks = (cell.offset == 0 ? first : others) - width(cell.element)
            let pad = String(repeating: " ", count: max(cell.offset == 0 ? 0 : 1, blanks))
            line += cell.offset == 0 ? cell.element + pad : pad + cell.element
        }
    }
}
