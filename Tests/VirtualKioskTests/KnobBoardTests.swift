import Testing

@testable import virtual_kiosk

/// The page asks, whoever runs the programs does: one thing at a time.
struct KnobBoardTests {
    private let board = KnobBoard()
    private let all = Surroundings(
        hub: "on", reader: "in", theme: "light", clockAheadSeconds: 0, timeZone: "Asia/Shanghai")

    @Test func `Nothing can be turned where nobody runs the programs`() {
        #expect(throws: KnobBoard.Refusal.nobodyThere) { try board.ask(for: .init(knob: .hub, to: "off")) }
        #expect(board.takeWish() == nil)
    }

    @Test func `A wish is handed out once, and nothing else is turned until it is told how all stands`() throws {
        board.tell(all)
        try board.ask(for: .init(knob: .hub, to: "off"))
        #expect(board.surroundings?.turning == .hub)
        #expect(throws: KnobBoard.Refusal.busy(.hub)) { try board.ask(for: .init(knob: .clock, to: "day")) }
        #expect(board.takeWish() == .init(knob: .hub, to: "off"))
        #expect(board.takeWish() == nil)
        #expect(throws: KnobBoard.Refusal.busy(.hub)) { try board.ask(for: .init(knob: .hub, to: "on")) }
        var told = all
        (told.hub, told.problem) = ("off", "a reason")
        board.tell(told)
        try board.ask(for: .init(knob: .clock, to: "day"))
        #expect(board.surroundings?.problem == nil, "what went wrong before is forgotten")
    }

    @Test(arguments: Knob.allCases)
    func `A position that a knob does not have is refused`(knob: Knob) throws {
        board.tell(all)
        #expect(throws: KnobBoard.Refusal.unknown(knob, "sideways")) {
            try board.ask(for: .init(knob: knob, to: "sideways"))
        }
        for position in knob.positions {
            try board.ask(for: .init(knob: knob, to: position))
            board.tell(all)
        }
    }
}
