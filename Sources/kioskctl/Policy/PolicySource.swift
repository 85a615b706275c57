import Documents
import Foundation
import Loyalty
import PolicyFile
import Vocabulary

/// Policies and texts from files, with failures that say which.
enum PolicySource {
    static func read(_ path: String, _ language: Language) throws -> Policy {
        do throws(DocumentProblems) {
            return try PolicyFile.read(path)
        } catch {
            let isMissing = error.problems.contains { $0.file == path && $0.fault == .unreadableFile }
            throw Failure(isMissing ? .noInput : .dataError, error.words[language])
        }
    }

    /// - Parameter path: `nil` or `-` for standard input.
    static func text(of path: String?, _ language: Language) throws -> String {
        let handle: FileHandle
        if let path, path != "-" {
            guard let opened = FileHandle(forReadingAtPath: path) else {
                throw Failure(.noInput, unreadable(path)[language])
            }
            handle = opened
        } else {
            handle = .standardInput
        }
        guard let bytes = try handle.readToEnd(), let text = String(validating: bytes, as: UTF8.self) else {
            let words = Bilingual(
                zh: "\(path ?? "标准输入")：是空的，或不是 UTF-8", en: "\(path ?? "standard input"): empty, or not UTF-8")
            throw Failure(.dataError, words[language])
        }
        return text
    }

    static func unreadable(_ path: String) -> Bilingual {
        Bilingual(zh: "\(path)：文件不存在，或无权读取", en: "\(path): not there, or not ours to read")
    }

    /// A day of the store's calendar, as an option gives it.
    static func day(_ text: String, _ language: Language) throws -> Day {
        if let day = Day(text) { return day }
        let asWritten = Bilingual(zh: "\(text) 不是日期；请写成 2026-01-01", en: "\(text) is no day; write it as 2026-01-01")
        throw Failure(.dataError, (DayAdvice.fault(text)?.words ?? asWritten)[language])
    }

    /// The moment at which it begins.
    static func day(_ text: String, _ language: Language, _ policy: Policy) throws -> Int64 {
        policy.zone.startMs(of: try day(text, language))
    }
}
