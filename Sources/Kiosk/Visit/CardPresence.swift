internal import CardProtocol
internal import Synchronization

/// Whether a card lies on the reader, as far as the reader has said.
final class CardPresence: Sendable {
    private let there = Atomic(false)

    var isThere: Bool { there.load(ordering: .relaxed) }

    func follow(_ event: ReaderEvent) {
        switch event {
        case .cardPresented: there.store(true, ordering: .relaxed)
        case .cardRemoved, .lost, .ready: there.store(false, ordering: .relaxed)
        case .several: break
        }
    }
}
