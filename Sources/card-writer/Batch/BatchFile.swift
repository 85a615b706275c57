import Foundation
import Vocabulary

/// One card of a batch, as the file says.
struct BatchRow: Hashable {
    /// Where it begins in the file, from 1.
    var line: Int
    var member: String?
    var number: String?
    var replaces: CardID?
}

/// The table of a batch as offices save it: CSV (RFC 4180) with commas, semicolons or tabs, in UTF-8, UTF-16 or
/// GB 18030.
///
/// Its header names member, number and replaces, in any order; other columns are left alone.
enum BatchFile {
    static let maximumBytes = 4 << 20
    static let maximumRows = 10_000

    /// Spreadsheets in China write GB 18030 unless asked otherwise; the number is Foundation's for it.
    private static let gb18030 = String.Encoding(rawValue: 0x8000_0632)

    private enum Column: CaseIterable {
        case member, number, replaces

        var names: [String] {
            switch self {
            case .member: ["member", "会员", "会员id"]
            case .number: ["number", "会员号", "会员编号"]
            case .replaces: ["replaces", "旧卡", "旧卡号"]
            }
        }
    }

    static func read(_ path: String) throws -> [BatchRow] {
        guard let handle = FileHandle(forReadingAtPath: path),
            let bytes = try? handle.read(upToCount: maximumBytes + 1)
        else { throw IssuingError.input("\(path): empty, or cannot be read") }
        guard bytes.count <= maximumBytes else {
            throw IssuingError.input("\(path): larger than \(maximumBytes >> 20) MiB")
        }
        return try rows(try text(of: bytes))
    }

    /// The marks at the beginning decide, then whether it is UTF-8; what is neither is GB 18030.
    static func text(of bytes: Data) throws -> String {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            guard bytes.count.isMultiple(of: 2), let text = String(data: bytes, encoding: .utf16) else {
                throw unreadable
            }
            return text
        }
        if let text = String(validating: bytes, as: UTF8.self) {
            return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
        }
        guard let text = String(data: bytes, encoding: gb18030), !text.contains("\0") else { throw unreadable }
        return text
    }

    private static var unreadable: IssuingError {
        .input("the batch is neither UTF-8 nor UTF-16 nor GB 18030; save it as CSV UTF-8")
    }

    static func rows(_ text: String) throws -> [BatchRow] {
        var records = try CSVRecords.read(text)
        guard !records.isEmpty else { throw IssuingError.input("the batch is empty") }
        let header = records.removeFirst()
        let columns = try columns(header)
        guard records.count <= maximumRows else { throw IssuingError.input("more than \(maximumRows) cards") }
        let rows = try records.map { try row($0, columns, width: header.fields.count) }
        try refuseRepeats(rows)
        return rows
    }

    private static func columns(_ header: CSVRecords.Record) throws -> [Column: Int] {
        let names = header.fields.map { $0.lowercased() }
        var columns: [Column: Int] = [:]
        for column in Column.allCases {
            let places = names.indices.filter { column.names.contains(names[$0]) }
            guard places.count < 2 else {
                throw IssuingError.input("line \(header.line): the header names \(names[places[1]]) more than once")
            }
            columns[column] = places.first
        }
        guard columns[.member] != nil || columns[.number] != nil else {
            throw IssuingError.input(
                "line \(header.line): the header names member (会员) or number (会员号), and perhaps replaces (旧卡)")
        }
        return columns
    }

    private static func row(_ record: CSVRecords.Record, _ columns: [Column: Int], width: Int) throws -> BatchRow {
        let line = record.line
        // A spreadsheet writes empty cells at the end, or leaves them out.
        guard record.fields.dropFirst(width).allSatisfy(\.isEmpty) else {
            throw IssuingError.input("line \(line): \(record.fields.count) fields, but the header has \(width)")
        }
        func field(_ column: Column) -> String? {
            guard let place = columns[column], place < record.fields.count else { return nil }
            return record.fields[place].isEmpty ? nil : record.fields[place]
        }
        let (member, number, old) = (field(.member), field(.number), field(.replaces))
        guard (member == nil) != (number == nil) else {
            throw IssuingError.input("line \(line): either member or number, not both and not neither")
        }
        if let number, number.wholeMatch(of: /\d[.,]?\d*[Ee]\+\d+/) != nil {
            throw IssuingError.input(
                "line \(line): \(number) is a number that the spreadsheet has rounded; format the column as text")
        }
        let replaces = old.flatMap { CardID($0) }
        if old != nil, replaces == nil {
            throw IssuingError.input("line \(line): replaces takes a card id such as 04A1B2C3D4E5F6-1")
        }
        return BatchRow(line: line, member: member, number: number, replaces: replaces)
    }

    /// Two cards for one member are never meant by a list, nor two new ones for one old card.
    private static func refuseRepeats(_ rows: [BatchRow]) throws {
        var lines: [String: Int] = [:]
        for row in rows {
            let named = [row.member?.lowercased(), row.number, row.replaces?.description].compactMap { $0 }
            for name in named {
                if let before = lines.updateValue(row.line, forKey: name) {
                    throw IssuingError.input(
                        "line \(row.line): \(name) stands on line \(before) too; each member gets one card"
                    )
                }
            }
        }
    }
}

/// Fields by line of a table in text.
enum CSVRecords {
    struct Record: Hashable {
        /// Where it begins, from 1.
        var line: Int
        /// Without blanks round them.
        var fields: [String]
    }

    /// Quotes may hold separators, line ends and doubled quotes. Lines without content are skipped.
    static func read(_ text: String) throws -> [Record] {
        var records: [Record] = []
        var record = Record(line: 1, fields: [])
        var (field, line, quoted) = ("", 1, false)
        func end() {
            record.fields.append(trimmed(field))
            field = ""
        }
        let text = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        let separator = separator(of: text)
        var rest = text[...]
        while let character = rest.popFirst() {
            if character == "\n" { line += 1 }
            switch character {
            case "\"" where quoted && rest.first == "\"": field.append(rest.removeFirst())
            case "\"": quoted.toggle()
            case separator where !quoted: end()
            case "\n" where !quoted:
                end()
                records.append(record)
                record = Record(line: line, fields: [])
            default: field.append(character)
            }
        }
        guard !quoted else { throw IssuingError.input("line \(record.line): a quote is not closed") }
        end()
        return (records + [record]).filter { $0.fields.contains { !$0.isEmpty } }
    }

    /// What parts the header: the one of comma, semicolon and tab that stands in it most often.
    private static func separator(of text: String) -> Character {
        let header = text.drop { $0.isNewline }.prefix { !$0.isNewline }
        func count(_ separator: Character) -> Int { header.count { $0 == separator } }
        return [",", ";", "\t"].max { count($0) < count($1) } ?? ","
    }

    /// Blanks of any width; a spreadsheet's non-breaking and ideographic ones are among them.
    private static func trimmed(_ field: String) -> String {
        String(field.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
