import Documents
import Foundation
import Loyalty
import PolicyFile
import Vocabulary

/// Members' entries from JSON Lines, one member at a time, so that memory holds one member's and no more.
struct HistoryLines {
    private static let longestLine = 1 << 20
    private let name: String
    private let language: Language
    private let stream: UnsafeMutablePointer<FILE>
    private var number = 0
    private var ahead: (member: String, entry: MemberEntry)?
    private var seen: Set<String> = []

    /// - Parameter path: `nil` or `-` for standard input.
    init(_ path: String?, _ language: Language) throws {
        self.language = language
        let input = language == .zh ? "标准输入" : "standard input"
        name = path.map { $0 == "-" ? input : $0 } ?? input
        if let path, path != "-" {
            guard let opened = fopen(path, "r") else {
                throw Failure(.noInput, PolicySource.unreadable(path)[language])
            }
            stream = opened
        } else {
            guard let input = fdopen(0, "r") else {
                throw Failure(.noInput, language == .zh ? "标准输入已关闭" : "standard input is closed")
            }
            stream = input
        }
    }

    /// The next member's entries; `nil` at the end.
    mutating func next() throws -> (member: String, entries: [MemberEntry])? {
        guard let first = try ahead ?? line() else { return nil }
        ahead = nil
        guard seen.insert(first.member).inserted else {
            throw wrong(
                number, "会员 \(first.member) 的记录分在两处；请按会员排序",
                "entries of member \(first.member) stand in two places; sort by member")
        }
        var entries = [first.entry]
        while let other = try line() {
            guard other.member == first.member else {
                ahead = other
                break
            }
            entries.append(other.entry)
        }
        return (first.member, entries)
    }

    private mutating func line() throws -> (member: String, entry: MemberEntry)? {
        while let text = try read() {
            number += 1
            if text.allSatisfy(\.isWhitespace) { continue }
            do throws(DocumentProblems) {
                return try CaseFile.memberEntry(text, file: "\(name):\(number)")
            } catch { throw Failure(.dataError, error.words[language]) }
        }
        return nil
    }

    private func wrong(_ line: Int, _ zh: String, _ en: String) -> Failure {
        Failure(.dataError, "\(name):\(line): \(language == .zh ? zh : en)")
    }

    private func read() throws -> String? {
        var buffer: UnsafeMutablePointer<CChar>?
        var capacity = 0
        let length = getline(&buffer, &capacity, stream)
        defer { free(buffer) }
        guard length >= 0, let buffer else { return nil }
        guard length <= Self.longestLine else {
            throw wrong(number + 1, "这一行太长", "the line is too long")
        }
        let bytes = UnsafeRawBufferPointer(start: buffer, count: length)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw wrong(number + 1, "不是 UTF-8", "not UTF-8")
        }
        return text
    }
}

/// Says on a terminal how far the work is.
final class HistoryProgress {
    private var shown = 0

    func note(members: Int, entries: Int) {
        guard entries - shown >= 10_000 else { return }
        shown = entries
        Notice.progress("\(members) members, \(entries) entries")
    }

    func finish() { if shown > 0 { Notice.endProgress() } }
}
