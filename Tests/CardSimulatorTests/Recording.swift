import CardCrypto
import Foundation
import Vocabulary

/// What a physical card and a host once said to each other, one exchange a line.
struct Recording {
    struct Exchange: Equatable {
        var command: [UInt8]
        var answer: [UInt8]
    }

    let exchanges: [Exchange]

    struct Unreadable: Error { let line: Substring }

    init(_ name: String) throws {
        let url = Bundle.module.bundleURL.appendingPathComponent("Fixtures/desox-ev3/\(name).replay")
        exchanges = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map { line in
            let bytes = line.split(separator: " ").map { Hex.bytes($0.uppercased()) }
            guard bytes.count == 2, let command = bytes[0], let answer = bytes[1] else { throw Unreadable(line: line) }
            return Exchange(command: command, answer: answer)
        }
    }

    /// One command with all its frames, and one answer with all of its.
    struct Turn: Equatable {
        var code: UInt8
        var payload: [UInt8]
        var answer: [UInt8]
        var status: UInt8
    }

    /// Frames put together, however long each of them was.
    var turns: [Turn] {
        var turns: [Turn] = []
        for exchange in exchanges {
            if exchange.command[0] != 0xAF {
                turns.append(Turn(code: exchange.command[0], payload: [], answer: [], status: 0))
            }
            turns[turns.count - 1].payload += exchange.command.dropFirst()
            turns[turns.count - 1].answer += exchange.answer.dropFirst()
            turns[turns.count - 1].status = exchange.answer[0]
        }
        return turns
    }
}
