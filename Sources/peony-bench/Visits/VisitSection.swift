import CBaseline
import Display
import Foundation
import HubAPI
import Kiosk
import KioskSession
import KioskStore
import Vocabulary

/// (b) Our own time between a card's last answer and the picture with the display: what the card said is looked up,
/// the session decides, the screen is drawn and handed to both backends.
///
/// The kiosk's own session service with its threads, the whole salon in the snapshot, a journal on the disk, and a
/// viewer at the panel's socket. Each visit is another member's: a tap, a check-in, a reward redeemed, goodbye.
struct VisitSection {
    private let bench: Workbench
    private let box: CardBox

    init(_ bench: Workbench) throws {
        self.bench = bench
        box = try CardBox(bench.salon, of: 1..<1 + bench.count(CardBox.size - 1, least: 30))
    }

    func figures() async throws -> [Figure] {
        let store = try KioskStore.benching(try bench.filledStore().path)
        defer { store.close() }
        let times = try await visits(store)
        func pair(_ what: String, _ samples: Samples, aim: Figure.Aim?, note: String) -> [Figure] {
            [
                Figure(what: what + ", p50", value: samples.median / 1e6, unit: "ms", note: note),
                Figure(what: what + ", p99", value: samples.percentile(99) / 1e6, unit: "ms", aim: aim),
            ]
        }
        return pair(
            "card answer to welcome drawn", times.welcome, aim: .atMost(10),
            note: "\(times.welcome.count) visits; worst \(times.welcome.percentile(100) / 1e6) ms")
            + pair(
                "commit's answer to claim drawn", times.claim, aim: .atMost(10),
                note: "with one durable journal transaction; worst \(times.claim.percentile(100) / 1e6) ms")
            + pair(
                "finger to check-in drawn", times.checkIn, aim: nil,
                note: "with one durable journal transaction; worst \(times.checkIn.percentile(100) / 1e6) ms")
            + [try drawing()]
    }

    private struct Times {
        var welcome = Samples()
        var checkIn = Samples()
        var claim = Samples()
    }

    private func visits(_ store: KioskStore) async throws -> Times {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "peony-bench-\(ProcessInfo.processInfo.processIdentifier).panel").path
        let socket = try PanelSocket(path: path, width: 1024, height: 600)
        defer { socket.close() }
        let viewer = try PanelConnection(path: path)
        defer { viewer.close() }
        let renderer = try ScreenRenderer()
        renderer.warm()
        let witness = FrameWitness()
        let frames = witness.frames
        let reader = TimedReader()
        let session = SessionService(
            cards: cards(store), reader: reader, hub: SilentHub(),
            panel: ScreenPanel(renderer: renderer, backends: [socket, witness], inputs: []))
        let running = Task { await session.run() }
        var seen = FramesSeen(frames)
        _ = try await seen.next("attract")
        var times = Times()
        for card in box.cards {
            reader.put(card)
            times.welcome.add(try await seen.next("welcome") - reader.lastAnswerAt)
            try await visit(session, reader, &seen, &times)
            reader.lift()
            await session.receive(.touched(.finish, fresh: Tap(id: .fresh(), atMs: 0)))
            _ = try await seen.next("attract")
        }
        running.cancel()
        await session.stop()
        await running.value
        return times
    }

    private func visit(
        _ session: SessionService, _ reader: TimedReader, _ seen: inout FramesSeen, _ times: inout Times
    ) async throws {
        func touch(_ touch: Touch) async {
            await session.receive(.touched(touch, fresh: Tap(id: .fresh(), atMs: 0)))
        }
        await touch(.redeem)
        _ = try await seen.next("rewards")
        await touch(.reward(BenchSalon.rewards[0].id))
        _ = try await seen.next("confirm")
        await touch(.confirm)
        times.claim.add(try await seen.next("claim") - reader.lastAnswerAt)
        await touch(.back)
        _ = try await seen.next("welcome")
        let start = Ticks.now()
        await touch(.checkIn)
        times.checkIn.add(try await seen.next("checkedIn") - start)
    }

    /// The policy is read, as it is in a kiosk before anybody comes.
    private func cards(_ store: KioskStore) -> CardTransactions {
        var surroundings = Surroundings(clock: .system())
        surroundings.log = { Self.complain($0) }
        let cards = CardTransactions(store: store, .benching(box.keys), surroundings)
        cards.policies.readAll()
        return cards
    }

    @Sendable private static func complain(_ event: LogEvent) {
        switch event {
        case .fault(let problem), .display(let problem): Progress.say("   \(problem)")
        default: break
        }
    }

    /// One picture drawn whole, beside the copying of as many bytes in C.
    private func drawing() throws -> Figure {
        let renderer = try ScreenRenderer()
        let header = Screen.Header(
            salon: Bilingual(zh: "悦容美容", en: "Yuerong Beauty"), store: Bilingual(zh: "徐汇店", en: "Xuhui"),
            online: true, clock: LocalTime(month: 3, day: 8, weekday: 0, hour: 10, minute: 30))
        let goodbye = Screen.Body.goodbye(Goodbye(after: .looking, takesCard: false))
        let screens = [Language.zh, .en].map { Screen(header: header, language: $0, body: goodbye) }
        var blocks = Blocks()
        let rounds = bench.count(100, least: 10)
        for _ in 0..<5 {
            var drawn = Samples()
            for round in 0..<rounds { drawn.add(Ticks.of { renderer.draw(screens[round % 2]) }) }
            var copied = [UInt64](repeating: 0, count: rounds)
            guard peony_baseline_copy(1024 * 600 * 4, rounds, &copied) == 0 else { continue }
            blocks.add(ours: drawn.median / 1e6, theirs: Samples(copied).median / 1e6)
        }
        return Figure(
            what: "goodbye drawn, other language", value: blocks.median, unit: "ms", beside: blocks.beside("C memcpy"))
    }
}

/// Frames in the order in which they were shown.
private struct FramesSeen {
    private var frames: AsyncStream<FrameWitness.Frame>.Iterator
    /// A session that waits for something else shows its countdown, one frame a second: this ends the waiting.
    private static let others = 20

    init(_ frames: AsyncStream<FrameWitness.Frame>) { self.frames = frames.makeAsyncIterator() }

    /// Passes over other screens.
    ///
    /// - Returns: when the next picture of that screen was with the display.
    mutating func next(_ name: String) async throws -> UInt64 {
        var others: [String] = []
        while others.count < Self.others, let frame = await frames.next() {
            if frame.name == name { return frame.shownAt }
            others.append(frame.name)
        }
        throw TapFailure(what: "no \(name), but \(Set(others).sorted().joined(separator: ", "))")
    }
}
