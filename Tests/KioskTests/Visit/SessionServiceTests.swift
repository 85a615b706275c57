import Display
import Foundation
import HubAPI
import KioskSession
import KioskStore
import KioskTesting
import Supervision
import Testing
import Vocabulary

@testable import Kiosk

/// What the session decides is done by the shell, and is on the disk when it is shown.
@Suite struct SessionServiceTests {
    private static let policy = PolicyText(
        document: """
            version: shell-1
            name: 测试
            effectiveFrom: 2020-01-01
            zone: Asia/Shanghai
            items:
              care: {name: 护理, kind: service, category: care, price: ¥380}
            """, calendars: [:])

    private let bench: KioskBench
    private let session: SessionService

    init() throws {
        let bench = try KioskBench()
        try bench.feed([Self.policy], effectiveFromMs: [0], [bench.facts()])
        self.bench = bench
        let panel = ScreenPanel(renderer: try ScreenRenderer(geometry: .wsvga), backends: [], inputs: [])
        session = SessionService(
            cards: bench.cards, reader: SimulatedReader(), hub: ScriptedHub(), panel: panel)
    }

    private func tap() -> Tap { Tap(id: OperationID(UUID()), atMs: bench.clock.nowMs) }

    /// Somebody's card is read.
    private func welcome() async throws {
        let tap = tap()
        await session.receive(.readerReady)
        await session.receive(.cardPresented(tap))
        await session.receive(.cardRead(tap, .visitor(try bench.visitor())))
    }

    @Test func `A language chosen in a visit is the member's at the next`() async throws {
        try await welcome()
        await session.receive(.touched(.switchLanguage, fresh: tap()))
        #expect(try bench.visitor().language == .en)
        await session.receive(.touched(.switchLanguage, fresh: tap()))
        #expect(try bench.visitor().language == .zh)
    }

    @Test func `Whoever checks in has come for this kiosk from that moment on`() async throws {
        try await welcome()
        #expect(try !bench.visitor().hasArrived)
        await session.receive(.touched(.checkIn, fresh: tap()))
        #expect(try bench.visitor().hasArrived)
        #expect(await session.shown().screen.hasPrefix("checkedIn"))
    }
}
