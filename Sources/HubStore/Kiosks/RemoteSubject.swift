internal import Database

/// What somebody waits for at a hub: a kiosk for requests of operators, operators for its answers.
package enum RemoteSubject: Hashable, Sendable {
    case requests(kiosk: String)
    case answers(kiosk: String)
}

extension HubDatabase {
    /// What changed, at this hub or another one on the same server; `nil` where something may have been missed, so that
    /// everybody looks. It ends with the database.
    package func remoteChanges() -> some AsyncSequence<RemoteSubject?, Never> & Sendable {
        engine.signals(.remote).map { signal in
            switch signal {
            case .look: nil
            case .said(let words): RemoteSubject(words)
            }
        }
    }
}

extension Transaction {
    func signal(_ subject: RemoteSubject) { signal(.remote, subject.words) }
}

extension SignalChannel {
    fileprivate static let remote: SignalChannel = "remote"
}

extension RemoteSubject {
    fileprivate var words: String {
        switch self {
        case .requests(let kiosk): "requests \(kiosk)"
        case .answers(let kiosk): "answers \(kiosk)"
        }
    }

    /// - Returns: `nil` for what a newer hub may say.
    fileprivate init?(_ words: String) {
        let parts = words.split(separator: " ", maxSplits: 1).map(String.init)
        switch parts.first {
        case "requests" where parts.count == 2: self = .requests(kiosk: parts[1])
        case "answers" where parts.count == 2: self = .answers(kiosk: parts[1])
        default: return nil
        }
    }
}
