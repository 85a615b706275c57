import ArgumentParser
import Foundation
import Loyalty
import PolicyFile
import Vocabulary

struct PolicyNewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Write a first policy for a small salon, to be changed.",
        discussion: """
            A nail bar's rules in some fifty lines with comments: price list, points, two tiers, two offers, a reward, a
            top-up and a package. It is sound as it stands. Comments and names are Chinese with --words zh, or where the
            terminal is. Without FILE it goes to standard output. With --case a first case is written beside it
            (FILE.case.json), for `kioskctl policy explain`.

            Ends with 0; with 73 when a file is there already or cannot be written: nothing is overwritten.

            EXAMPLES
              kioskctl policy new salon.yaml --case --words zh
              kioskctl policy check salon.yaml
              kioskctl policy explain --policy salon.yaml --words zh salon.case.json
            """)

    @Argument(help: "The file to write; standard output without.", completion: .file(extensions: ["yaml"]))
    var file: String?
    @Option(help: "From which day it is in force; today without.") var from: String?
    @Option(help: "Words of which language; the terminal's without.") var words: Language?
    @Flag(name: .customLong("case"), help: "Write a first case beside it too.") var withCase = false

    func validate() throws {
        if withCase, file == nil { throw ValidationError("--case is written beside a policy: name a FILE") }
    }

    func run() async throws {
        let (file, from, withCase, language) = (file, from, withCase, words ?? .ofTerminal)
        try await ending {
            let day = try from.map { try PolicySource.day($0, language) } ?? Self.today
            let text = FirstPolicy.text(language, from: "\(day)", file: file ?? "FILE")
            guard let file else { return try Output.line(String(text.dropLast())) }
            let caseFile = FirstPolicy.caseFile(beside: file)
            let files = [(file, text)] + (withCase ? [(caseFile, FirstPolicy.caseText(from: "\(day)"))] : [])
            for (path, _) in files where FileManager.default.fileExists(atPath: path) {
                throw NewFile.refused(path, EEXIST, language)
            }
            for (path, text) in files { try NewFile.write(text, to: path, language) }
            try Output.line(Self.next(file, caseFile: withCase ? caseFile : nil)[language])
        }
    }

    private static var today: Day {
        let parts = Calendar(identifier: .gregorian).dateComponents([.year, .month, .day], from: Date())
        return Day(year: parts.year ?? 2026, month: parts.month ?? 1, day: parts.day ?? 1) ?? Day(0)
    }

    /// What to do with it.
    private static func next(_ file: String, caseFile: String?) -> Bilingual {
        let check = "kioskctl policy check \(file)"
        let explain = caseFile.map { "kioskctl policy explain --policy \(file) --words" + " LANGUAGE \($0)" }
        func lines(_ head: String, _ language: String) -> String {
            ([head, "  " + check] + (explain.map { ["  " + $0.replacing("LANGUAGE", with: language)] } ?? []))
                .joined(separator: "\n")
        }
        return Bilingual(
            zh: lines("已写好 \(file)。改成您店里的，然后：", "zh"),
            en: lines("\(file) is written. Change it to your salon's, then:", "en"))
    }
}

/// Files that are written only where none is.
enum NewFile {
    static func write(_ text: String, to path: String, _ language: Language) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw refused(path, errno, language) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: Data(text.utf8))
            try handle.synchronize()
            try handle.close()
        } catch {
            // An incomplete policy is useless. The file is ours and did not exist before, so it is deleted.
            unlink(path)
            throw refused(path, ENOSPC, language)
        }
    }

    static func refused(_ path: String, _ code: Int32, _ language: Language) -> Failure {
        let why: Bilingual =
            switch code {
            case EEXIST:
                Bilingual(zh: "已经存在，没有改动它；请换一个文件名", en: "is there already and was left alone; name another file")
            case ENOSPC:
                Bilingual(zh: "写不下，什么也没有留下；请检查磁盘", en: "could not be written and nothing was left; look at the disk")
            default: Bilingual(zh: "不能在这里新建文件；请检查文件夹和权限", en: "cannot be made there; look at the folder and its rights")
            }
        return Failure(.cannotCreate, language == .zh ? "\(path)：\(why.zh)" : "\(path) \(why.en)")
    }
}
