import Testing
import Vocabulary

@testable import CardSimulator

/// When things become true on a card, and what makes them vanish.
struct TransactionTests {
    private static let blank = [UInt8](repeating: 0, count: 16)

    /// An application with one file of each kind that a transaction covers, key 0 proved.
    private func terminal(_ method: AuthenticationMethod = .ev2First) throws -> Terminal {
        var terminal = Terminal(try #require(SampleCard.blank()))
        #expect(terminal.administer(0xCA, wire(SampleCard.aid, 3) + [0x0F, 0x82]).status == 0)
        terminal.select(SampleCard.aid)
        #expect(terminal.authenticate(method, 0, Self.blank) == 0)
        #expect(terminal.administer(0xCD, [0, 3, 0, 0] + wire(100, 3)).status == 0)
        #expect(terminal.administer(0xCB, [1, 3, 0, 0] + wire(100, 3)).status == 0)
        let value = wire(-50, 4) + wire(1000, 4) + wire(500, 4) + [0x01]
        #expect(terminal.administer(0xCC, [2, 3, 0, 0] + value).status == 0)
        #expect(terminal.administer(0xC1, [3, 3, 0, 0] + wire(16, 3) + wire(2, 3)).status == 0)
        #expect(terminal.administer(0xC0, [4, 3, 0, 0] + wire(16, 3) + wire(3, 3)).status == 0)
        return terminal
    }

    private func value(_ terminal: inout Terminal) -> Int32 {
        Int32(truncatingIfNeeded: integer(terminal.send(0x6C, header: [2], payload: [], .full).data))
    }

    private func write(_ terminal: inout Terminal, _ file: UInt8, _ bytes: [UInt8], at offset: Int = 0) -> UInt8 {
        let code: UInt8 = file >= 3 ? 0x3B : 0x3D
        return terminal.send(code, header: [file] + wire(offset, 3) + wire(bytes.count, 3), payload: bytes, .full)
            .status
    }

    private func records(_ terminal: inout Terminal, _ file: UInt8) -> Terminal.Answer {
        terminal.send(0xBB, header: [file] + wire(0, 3) + wire(0, 3), payload: [], .full)
    }

    private func read(_ terminal: inout Terminal, _ file: UInt8) -> [UInt8] {
        terminal.send(0xBD, header: [file] + wire(0, 3) + wire(0, 3), payload: [], .full).data
    }

    @Test(arguments: [AuthenticationMethod.aes, .ev2First])
    func `Everything but a standard file becomes true at the commit, all at once`(
        method: AuthenticationMethod
    ) throws {
        var terminal = try terminal(method)
        let data = [UInt8](1...100)
        #expect(write(&terminal, 0, data) == 0)
        #expect(write(&terminal, 1, data) == 0)
        #expect(terminal.send(0xDC, header: [2], payload: wire(30, 4), .full).status == 0)
        #expect(write(&terminal, 4, [UInt8](repeating: 9, count: 16)) == 0)
        #expect(read(&terminal, 0) == data)
        #expect(read(&terminal, 1) == [UInt8](repeating: 0, count: 100))
        #expect(value(&terminal) == 500)
        #expect(terminal.administer(0xC7).status == 0)
        #expect(read(&terminal, 1) == data)
        #expect(value(&terminal) == 470)
        #expect(records(&terminal, 4).data == [UInt8](repeating: 9, count: 16))
    }

    @Test(arguments: ["abort", "select", "power", "authentication", "error"])
    func `What is not committed is dropped by`(what: String) throws {
        var terminal = try terminal()
        #expect(terminal.send(0xDC, header: [2], payload: wire(30, 4), .full).status == 0)
        #expect(write(&terminal, 1, [1, 2, 3]) == 0)
        switch what {
        case "abort": #expect(terminal.administer(0xA7).status == 0)
        case "power": terminal.chip.powerUp()
        case "error": #expect(terminal.administer(0xF5, [0x1F]).status == 0xF0)
        default: break
        }
        if what != "abort", what != "authentication" { terminal.select(SampleCard.aid) }
        if what != "abort" { #expect(terminal.authenticate(.ev2First, 0, Self.blank) == 0) }
        #expect(terminal.administer(0xC7).status == 0x0C)
        #expect(terminal.authenticate(.ev2First, 0, Self.blank) == 0)
        #expect(value(&terminal) == 500)
        #expect(read(&terminal, 1).allSatisfy { $0 == 0 })
    }

    @Test func `A following EV2 authentication keeps the transaction, the identifier and the counter`() throws {
        var terminal = try terminal()
        #expect(terminal.send(0xDC, header: [2], payload: wire(30, 4), .full).status == 0)
        #expect(terminal.authenticate(.ev2Following, 0, Self.blank) == 0)
        #expect(terminal.administer(0xC7).status == 0)
        #expect(value(&terminal) == 470)
    }

    @Test func `A commit or an abort of nothing changes nothing and says so`() throws {
        for code in [0xC7, 0xA7] as [UInt8] {
            var terminal = try terminal()
            #expect(terminal.administer(code).status == 0x0C)
        }
    }

    @Test func `A second WriteRecord goes into the same record`() throws {
        var terminal = try terminal()
        #expect(write(&terminal, 4, [UInt8](repeating: 1, count: 16)) == 0)
        #expect(write(&terminal, 4, [7, 7], at: 14) == 0)
        #expect(terminal.administer(0xC7).status == 0)
        #expect(records(&terminal, 4).data == [UInt8](repeating: 1, count: 14) + [7, 7])
    }

    @Test func `A cyclic file drops its oldest record, a linear one is full`() throws {
        var terminal = try terminal()
        for number in 1...4 as ClosedRange<UInt8> {
            #expect(write(&terminal, 4, [UInt8](repeating: number, count: 16)) == 0)
            #expect(terminal.administer(0xC7).status == 0)
        }
        #expect(records(&terminal, 4).data == [UInt8](repeating: 3, count: 16) + [UInt8](repeating: 4, count: 16))
        for number in 1...2 as ClosedRange<UInt8> {
            #expect(write(&terminal, 3, [UInt8](repeating: number, count: 16)) == 0)
            #expect(terminal.administer(0xC7).status == 0)
        }
        #expect(write(&terminal, 3, [1]) == 0xBE)
    }

    @Test func `A cleared record file takes no record before the commit, and is empty after it`() throws {
        var terminal = try terminal()
        #expect(write(&terminal, 4, [1]) == 0)
        #expect(terminal.administer(0xC7).status == 0)
        #expect(terminal.send(0xEB, header: [4], payload: [], .full).status == 0)
        var other = terminal
        #expect(write(&other, 4, [2]) == 0x9D)
        #expect(records(&terminal, 4).status == 0)
        #expect(terminal.administer(0xC7).status == 0)
        #expect(records(&terminal, 4).status == 0xBE)
    }

    @Test(arguments: [
        (0x0C, 501, 0xBE), (0x0C, 500, 0), (0x0C, -1, 0x9E), (0xDC, 551, 0xBE), (0xDC, 550, 0), (0xDC, -1, 0x9E),
        (0x0C, Int(Int32.max), 0xBE), (0xDC, Int(Int32.max), 0xBE), (0xDC, Int(Int32.min), 0x9E), (0x1C, 1, 0xBE),
        (0x1C, 0, 0),
    ])
    func `A value stays between its limits`(code: Int, amount: Int, expected: Int) throws {
        var terminal = try terminal()
        let status = terminal.send(UInt8(code), header: [2], payload: wire(amount, 4), .full).status
        #expect(status == UInt8(expected))
    }

    @Test func `Amounts of one transaction add up against the limits`() throws {
        var terminal = try terminal()
        #expect(terminal.send(0xDC, header: [2], payload: wire(300, 4), .full).status == 0)
        #expect(terminal.send(0xDC, header: [2], payload: wire(251, 4), .full).status == 0xBE)
    }

    @Test func `LimitedCredit gives back the debits of the last transaction, once`() throws {
        var terminal = try terminal()
        #expect(terminal.send(0xDC, header: [2], payload: wire(40, 4), .full).status == 0)
        #expect(terminal.administer(0xC7).status == 0)
        var greedy = terminal
        #expect(greedy.send(0x1C, header: [2], payload: wire(41, 4), .full).status == 0xBE)
        #expect(terminal.send(0x1C, header: [2], payload: wire(10, 4), .full).status == 0)
        #expect(terminal.administer(0xC7).status == 0)
        #expect(value(&terminal) == 470)
        #expect(terminal.send(0x1C, header: [2], payload: wire(1, 4), .full).status == 0xBE)
    }

    @Test func `CommitReaderID needs a TransactionMAC file`() throws {
        var terminal = try terminal()
        #expect(terminal.administer(0xC8, Self.blank).status == 0x9D)
    }

    @Test func `Every frame of a chain must be asked for`() throws {
        var terminal = Terminal(try #require(SampleCard.blank()))
        #expect(terminal.frame(0x60).status == 0xAF)
        #expect(terminal.frame(0x45).status == 0xCA)
        #expect(terminal.frame(0xAF).status == 0x1C)
        #expect(terminal.plain(0x60).data.count == 28)
    }
}
