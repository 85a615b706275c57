import CBaseline
import CardProtocol
import CardSimulator
import Foundation
import KioskTesting
import PCSC

/// (a) Exchanges with a card and whole taps, through the kiosk's own reader code and a real pcscd; the card is virtual.
struct CardSection {
    private let bench: Workbench
    private let box: CardBox

    init(_ bench: Workbench) throws {
        self.bench = bench
        box = try CardBox(bench.salon, of: 0..<1)
    }

    func figures() async throws -> [Figure] {
        // Not in the run's folder: a socket's path may only be so long.
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "peony-bench-\(ProcessInfo.processInfo.processIdentifier)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let pcscd = try await VirtualPCSCD.start(in: folder, pollUs: nil)
        defer { pcscd.stop() }
        for (name, value) in pcscd.environment { setenv(name, value, 1) }
        let place = try VirtualReader(slot: pcscd.slot(0))
        defer { place.stop() }
        place.insert(box.cards[0])
        let reader = try ReaderWatch(reader: VirtualPCSCD.readers[0])
        defer { reader.stop() }
        guard await Self.seesCard(reader) else { throw BaselineFailure(what: "no card seen", code: 0) }
        return [try await roundTrips(reader)] + (try await TapSection(bench, reader, box).figures())
    }

    /// Until the reader has told of the card; not longer than anybody would wait.
    private static func seesCard(_ reader: ReaderWatch) async -> Bool {
        let patience = Task {
            try await Task.sleep(for: .seconds(20))
            reader.stop()
        }
        defer { patience.cancel() }
        for await event in reader.events {
            if case .cardPresented = event { return true }
        }
        return false
    }

    private func roundTrips(_ reader: ReaderWatch) async throws -> Figure {
        var blocks = Blocks()
        let count = bench.count(1000, least: 100)
        for block in 0..<bench.count(15, least: 3) {
            // Taking turns at going first.
            let early = block.isMultiple(of: 2) ? nil : try c(count)
            let ours = try await ours(reader, count)
            let theirs = try early ?? c(count)
            blocks.add(ours: ours.median / 1000, theirs: theirs.median / 1000)
        }
        return Figure(
            what: "GetVersion there and back, median", value: blocks.median, unit: "µs", beside: blocks.beside("C"),
            aim: .atMost(1.2), note: "blocks of \(count) in turn; both through pcscd to the same virtual card")
    }

    private func ours(_ reader: ReaderWatch, _ count: Int) async throws -> Samples {
        try await reader.withCard { channel in
            var samples = Samples()
            for _ in 0..<count {
                samples.add(try Ticks.of { _ = try channel.transmit([0x90, 0x60, 0x00, 0x00, 0x00]) })
            }
            return samples
        }
    }

    /// The kiosk lets go of a card after it has answered: a moment later the C loop may have it.
    private func c(_ count: Int) throws -> Samples {
        var nanoseconds = [UInt64](repeating: 0, count: count)
        var code = 0
        for _ in 0..<100 {
            code = peony_baseline_card(VirtualPCSCD.readers[0], count, &nanoseconds)
            guard code == Self.sharingViolation else { break }
            usleep(20_000)
        }
        guard code == 0 else { throw BaselineFailure(what: "PC/SC in C", code: code) }
        return Samples(nanoseconds)
    }

    /// SCARD_E_SHARING_VIOLATION, as a C `long`.
    private static let sharingViolation = 0x8010_000B
}
