import Dispatch
import Foundation
import Synchronization

/// Ctrl-C and SIGTERM, remembered instead of obeyed at once.
final class StopSignal {
    private final class Received: Sendable {
        let number = Mutex<Int32?>(nil)
    }
    private let received = Received()
    private let sources: [any DispatchSourceSignal]

    init() {
        let received = received
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { received.number.withLock { $0 = number } }
            source.resume()
            return source
        }
    }

    /// The signal that came; `nil` for none.
    var number: Int32? { received.number.withLock { $0 } }
    var isSet: Bool { number != nil }
}
