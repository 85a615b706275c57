import CardSimulator
import Synchronization

/// A card that answers as it is told and counts what happens to it.
final class ScriptedCard: VirtualPICC {
    struct Seen: Equatable {
        var commands: [[UInt8]] = []
        var powerChanges = 0
    }

    let atr: [UInt8]
    private let answer: @Sendable (_ command: [UInt8]) -> VirtualAnswer
    private let log = Mutex(Seen())

    init(
        atr: [UInt8] = [0x3B, 0x81, 0x80, 0x01, 0x80, 0x80],
        answer: @escaping @Sendable (_ command: [UInt8]) -> VirtualAnswer = { VirtualAnswer(bytes: $0 + [0x90, 0x00]) }
    ) {
        self.atr = atr
        self.answer = answer
    }

    /// Answers everything with one byte and 9000.
    convenience init(named name: UInt8) {
        self.init { _ in VirtualAnswer(bytes: [name, 0x90, 0x00]) }
    }

    var seen: Seen { log.withLock { $0 } }

    func powerChanged() {
        log.withLock { $0.powerChanges += 1 }
    }

    func transmit(_ command: [UInt8]) -> VirtualAnswer {
        log.withLock { $0.commands.append(command) }
        return answer(command)
    }
}
