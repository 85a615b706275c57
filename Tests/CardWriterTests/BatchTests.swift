import CardProtocol
import CardSimulator
import Foundation
import HubAPI
import KioskTesting
import Synchronization
import Testing
import Vocabulary

@testable import card_writer

/// Many cards from a file, and the choice of a reader.
struct BatchTests {
    static let first = "6f1f3c9e-4b58-4c61-9a0b-0d1f2a3b4c5d"
    static let second = "00000000-1111-4222-8333-444444444444"

    @Test func `A batch names members, numbers and replaced cards`() throws {
        let rows = try BatchFile.rows("Number,replaces,member\r\n\"A,1\",,\n,04A1B2C3D4E5F6-1,\(Self.first)\n\n")
        #expect(
            rows == [
                BatchRow(line: 2, number: "A,1"),
                BatchRow(line: 3, member: Self.first, replaces: CardID("04A1B2C3D4E5F6-1")),
            ])
    }

    @Test(arguments: [
        ("commas", "number,replaces\n007,\n008,\n"),
        ("semicolons of a German spreadsheet", "number;replaces\r\n007;\r\n008;"),
        ("tabs", "number\treplaces\n007\t\n008\t\n"), ("old line ends", "number,replaces\r007,\r008,\r"),
        ("blanks of every width", " Number ,replaces\n 007\u{3000},\n\u{A0}008 ,\n"),
        ("empty rows and cells at the end", "number,replaces\n\n007,,,\n,,\n008\n,\n"),
        ("columns of the office's own", "姓名,会员号,旧卡号\n李女士,007,\n\"王, 先生\",008,\n"),
    ])
    func `A batch is read as offices save it`(_: String, _ text: String) throws {
        #expect(try BatchFile.rows(text).map(\.number) == ["007", "008"])
    }

    @Test func `Quotes hold separators, line ends and quotes`() throws {
        let records = try CSVRecords.read("a,\"b, \"\"c\"\"\nd\",\"\"\"\"\n e ,\"\",f\n")
        #expect(records.map(\.fields) == [["a", "b, \"c\"\nd", "\""], ["e", "", "f"]])
        #expect(records.map(\.line) == [1, 3])
    }

    @Test func `A batch is read in the encodings that spreadsheets write`() throws {
        let text = "会员号,姓名\n007,李\n"
        let gb18030 = Data([
            0xBB, 0xE1, 0xD4, 0xB1, 0xBA, 0xC5, 0x2C, 0xD0, 0xD5, 0xC3, 0xFB, 0x0A, 0x30, 0x30, 0x37, 0x2C, 0xC0, 0xEE,
            0x0A,
        ])
        let utf16 = Data([0xFF, 0xFE]) + Data(text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        let wholes = [Data(text.utf8), Data([0xEF, 0xBB, 0xBF]) + Data(text.utf8), gb18030, utf16]
        for bytes in wholes { #expect(try BatchFile.text(of: bytes) == text) }
        #expect(throws: IssuingError.self) { try BatchFile.text(of: Data([0xFF, 0xFE, 0x00])) }
        #expect(throws: IssuingError.self) { try BatchFile.text(of: Data([0x81, 0x00, 0xFF])) }
    }

    @Test(arguments: [
        ("", "the batch is empty"), ("name\nx", "the header names member"),
        ("number,member\n1,2", "line 2: either member or number"), ("number\n\"x", "line 2: a quote is not closed"),
        ("number,replaces\n1,zzz", "line 2: replaces takes a card id"), ("number\n1,2", "line 2: 2 fields"),
        ("number,会员号\n1,1", "the header names 会员号 more than once"),
        ("number\n1.23E+11\n", "line 2: 1.23E+11 is a number that the spreadsheet has rounded"),
        ("number\n7\n\n8\n 7 \n", "line 5: 7 stands on line 2 too"),
        ("member\n\(first)\n\(first.uppercased())\n", "line 3: "),
        ("number,replaces\n7,04A1B2C3D4E5F6-1\n8,04A1B2C3D4E5F6-1", "line 3: 04A1B2C3D4E5F6-1 stands on line 2 too"),
    ])
    func `A batch that makes no sense is refused whole, with its line`(_ text: String, _ words: String) {
        #expect { try BatchFile.rows(text) } throws: { ($0 as? IssuingError)?.words.contains(words) == true }
    }

    @Test func `Whatever bytes a batch has, it is read or refused`() {
        var random = CardRandom(seed: 4)
        let pieces = ["number", "会员", ",", ";", "\t", "\n", "\r\n", "\"", "7", "\u{FEFF}", " "].map { Array($0.utf8) }
        for _ in 0..<3000 {
            let bytes = (0..<12).flatMap { _ in
                let choice = Int(random.bytes(1)[0])
                return choice < 40 ? random.bytes(2) : pieces[choice % pieces.count]
            }
            #expect(throws: Never.self) {
                do { _ = try BatchFile.rows(try BatchFile.text(of: Data(bytes))) } catch is IssuingError {}
            }
        }
    }

    @Test func `Every member of a batch is asked for before the first card`() async throws {
        let bench = try StationBench()
        let member = bench.member
        bench.register.state.withLock { $0.numbers = ["7": member, "8": member] }
        let numbers = ["7", "404", "8"]
        let orders = numbers.enumerated().map { BatchOrder(line: $0 + 2, order: IssueOrder(memberNumber: $1)) }
        var asked = 0
        let check = BatchCheck(register: bench.register) { asked = $0 }
        await #expect {
            try await check.run(orders)
        } throws: { error in
            let words = (error as? IssuingError)?.words ?? ""
            return words.contains("line 3: no member has the number 404")
                && words.contains("line 4: 8 is the member of line 2 too") && !words.contains("line 2:")
        }
        #expect(asked == 3 && bench.pad.transcripts.isEmpty)
        await #expect { try await check.run(orders, until: { 2 }) } throws: { ($0 as? IssuingError)?.status == 130 }
        try await check.run([orders[0]])
    }

    /// A batch that one version began may be ended by the next.
    @Test func `A line of the progress is written as it was, and read from that`() throws {
        let frozen = #"{"card":1,"id":"04A1B2C3D4E5F6-1","owner":"1001"}"# + "\n"
        let folder = try TemporaryFolder("frozen")
        let progress = BatchProgress(path: folder.appending(path: "cards.progress").path)
        let line = BatchProgress.Line(card: 1, owner: "1001", id: "04A1B2C3D4E5F6-1")
        try progress.append(line)
        #expect(try String(contentsOf: URL(filePath: progress.path), encoding: .utf8) == frozen)
        #expect(try progress.done() == [line])
    }

    @Test func `What a power cut tore off the progress is not believed, and what stands before it is`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "batch-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let progress = BatchProgress(path: folder.appending(path: "cards.progress").path)
        let lines = (1...3).map { BatchProgress.Line(card: $0, owner: "\($0)", id: "04A1B2C3D4E5F6-\($0)") }
        try progress.append(lines[0])
        try progress.append(lines[1])
        let whole = try Data(contentsOf: URL(filePath: progress.path))
        try whole.dropLast(5).write(to: URL(filePath: progress.path))
        #expect(try progress.done() == [lines[0]])
        try progress.append(lines[2])
        #expect(try progress.done() == [lines[0], lines[2]])
    }

    @Test func `An interrupted batch goes on with the next card`() async throws {
        let bench = try StationBench()
        let folder = FileManager.default.temporaryDirectory.appending(path: "batch-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let progress = BatchProgress(path: folder.appending(path: "cards.progress").path)
        let orders = [Self.first, Self.second].enumerated().map { (index: Int, text: String) in
            BatchOrder(line: index + 2, order: IssueOrder(member: MemberID(text), fromFactory: true))
        }
        var run = BatchRun(
            station: bench.station, orders: [orders[0]], progress: progress, stop: StopSignal(),
            console: Console(command: "issue", json: true))
        #expect(try await run.run().issued == 1)
        bench.pad.lay(
            VirtualCard(
                profile: .desfireEV2, uid: try #require(CardUID(hex: "04AABBCCDDEEFF")), random: CardRandom(seed: 2)))
        var rest = BatchRun(
            station: bench.station, orders: orders, progress: progress, stop: StopSignal(),
            console: Console(command: "issue", json: true))
        #expect(try rest.open().map(\.0) == [2])
        let report = try await rest.run()
        #expect(report.issued == 2 && report.exitStatus == 0)
        let active = bench.register.state.withLock { $0.cards.values.filter { $0.status == .active }.count }
        #expect(active == 2)
        let other = BatchRun(
            station: bench.station, orders: orders.reversed(), progress: progress, stop: StopSignal(),
            console: Console(command: "issue", json: true))
        #expect(throws: IssuingError.self) { try other.open() }
    }

    @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
    func `A batch that a signal ended says so to scripts`(_ signal: Int32, _ status: Int32) {
        let report = BatchReport(issued: 0, total: 1, stoppedBy: signal)
        #expect(report.exitStatus == status && report.description.contains("run the same command again"))
        #expect(BatchReport(issued: 1, total: 1, stoppedBy: nil).exitStatus == 0)
    }

    @Test func `A reader is chosen by a part of its name, never blindly`() throws {
        let two = ["Virtual PCD 00 00", "Virtual PCD 00 01"]
        #expect(try ReaderChoice.choose(two, "00 01") == two[1])
        #expect(try ReaderChoice.choose([two[0]], nil) == two[0])
        #expect { try ReaderChoice.choose(two, nil) } throws: { ($0 as? IssuingError)?.status == 64 }
        #expect { try ReaderChoice.choose(two, "virtual") } throws: { ($0 as? IssuingError)?.status == 64 }
        #expect { try ReaderChoice.choose(two, "acr") } throws: { ($0 as? IssuingError)?.status == 69 }
        #expect { try ReaderChoice.choose([], nil) } throws: { ($0 as? IssuingError)?.status == 69 }
    }

    @Test func `Cards that refused a key are remembered in a file that only its owner reads`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "refused-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = RefusalFile(folder: folder)
        let uid = try #require(CardUID(hex: "04112233445566"))
        #expect(try !file.contains(uid))
        try file.add(uid)
        #expect(try file.contains(uid))
        let mode = try FileManager.default.attributesOfItem(atPath: folder + "/refused-cards")[.posixPermissions]
        #expect(mode as? Int == 0o600)
        try file.remove(uid)
        #expect(try !file.contains(uid))
    }
}
