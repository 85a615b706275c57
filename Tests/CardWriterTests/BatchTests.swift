import CardProtocol
import CardSimulator
import Foundation
import HubAPI
import Identity
import KioskTesting
import Synchronization
import Testing

@testable import card_writer

/// Many cards from a file, and the choice of a reader.
struct BatchTests {
    static let first = "6f1f3c9e-4b58-4c61-9a0b-0d1f2a3b4c5d"
    static let second = "00000000-1111-4222-8333-444444444444"

    @Test func `A batch names members, numbers and replaced cards`() throws {
        let rows = try BatchFile.rows("Number,replaces,member\r\n\"A,1\",,\n,04A1B2C3D4E5F6-1,\(Self.first)\n\n")
        #expect(rows.map(\.number) == ["A,1", nil])
        #expect(rows.map(\.member) == [nil, Self.first])
        #expect(rows.map(\.replaces) == [nil, CardID("04A1B2C3D4E5F6-1")])
    }

    @Test(arguments: [
        "", "name\nx", "member\n", "number,member\n1,2", "number\n\"x", "number,replaces\n1,zzz", "number\n1,2",
    ])
    func `A batch that makes no sense is refused whole`(_ text: String) {
        if text == "member\n" {
            #expect((try? BatchFile.rows(text)) == [])
        } else {
            #expect(throws: DeskError.self) { try BatchFile.rows(text) }
        }
    }

    @Test func `An interrupted batch goes on with the next card`() async throws {
        let bench = try DeskBench()
        let folder = FileManager.default.temporaryDirectory.appending(path: "batch-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let progress = BatchProgress(path: folder.appending(path: "cards.progress").path)
        let orders = [Self.first, Self.second].map { (text: String) in
            IssueOrder(member: MemberID(text), fromFactory: true)
        }
        var run = BatchRun(
            desk: bench.desk, orders: [orders[0]], progress: progress, stop: StopSignal(),
            console: Console(command: "issue", json: true))
        #expect(try await run.run().issued == 1)
        bench.station.lay(
            VirtualCard(
                profile: .desfireEV2, uid: try #require(CardUID(hex: "04AABBCCDDEEFF")), random: CardRandom(seed: 2)))
        var rest = BatchRun(
            desk: bench.desk, orders: orders, progress: progress, stop: StopSignal(),
            console: Console(command: "issue", json: true))
        #expect(try rest.open().map(\.0) == [2])
        let report = try await rest.run()
        #expect(report.issued == 2 && !report.stopped)
        let active = bench.register.state.withLock { $0.cards.values.filter { $0.status == .active }.count }
        #expect(active == 2)
        let other = BatchRun(
            desk: bench.desk, orders: orders.reversed(), progress: progress, stop: StopSignal(),
            console: Console(command: "issue", json: true))
        #expect(throws: DeskError.self) { try other.open() }
    }

    @Test func `A reader is chosen by a part of its name, never blindly`() throws {
        let two = ["Virtual PCD 00 00", "Virtual PCD 00 01"]
        #expect(try ReaderChoice.choose(two, "00 01") == two[1])
        #expect(try ReaderChoice.choose([two[0]], nil) == two[0])
        #expect { try ReaderChoice.choose(two, nil) } throws: { ($0 as? DeskError)?.status == 64 }
        #expect { try ReaderChoice.choose(two, "virtual") } throws: { ($0 as? DeskError)?.status == 64 }
        #expect { try ReaderChoice.choose(two, "acr") } throws: { ($0 as? DeskError)?.status == 69 }
        #expect { try ReaderChoice.choose([], nil) } throws: { ($0 as? DeskError)?.status == 69 }
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
