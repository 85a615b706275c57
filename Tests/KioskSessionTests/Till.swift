import KioskSession
import Vocabulary

/// What is true of the money, told by nothing but what the shell was asked to do and what came of it.
struct Till {
    enum Truth: String { case untouched, held, undecided, taken }

    private(set) var truth = Truth.untouched
    private var order: OperationID?
    private var wasUnknown = false
    private(set) var spends: [OperationID: Int] = [:]
    /// An order that certainly was not committed may be tried again.
    private(set) var mayRepeat = false

    mutating func note(_ event: Event, _ effects: [Effect]) {
        if case .holdAnswered(let id, let verdict) = event, id == order, truth == .held {
            if case .granted = verdict {} else { truth = .untouched }
        }
        if case .spendFinished(let id, let result) = event, id == order, truth == .undecided { finish(result) }
        for effect in effects {
            switch effect {
            case .askHold(let asked): (truth, order) = (.held, asked.id)
            case .spend(let asked, _):
                spends[asked.id, default: 0] += 1
                (truth, order, wasUnknown) = (.undecided, asked.id, false)
            default: break
            }
        }
    }

    private mutating func finish(_ result: SpendResult) {
        switch result {
        case .committed: truth = .taken
        case .unknown: wasUnknown = true
        case .voided: truth = .untouched
        case .pulledEarly, .holdRanOut, .refused:
            guard !wasUnknown else { return }
            truth = .untouched
            mayRepeat = true
        }
    }

    /// Whether the screen says nothing that is not so.
    func isTold(by screen: Screen) -> Bool {
        guard truth == .undecided else { return true }
        switch screen.body {
        case .notice(_, .spend): return false
        case .outOfService(let outOfService): return outOfService.isUndecided
        default: return true
        }
    }
}
