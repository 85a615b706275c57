internal import Database

extension HubDatabase {
    /// Whether an error of opening can pass by itself: a file that another program has locked, a disk that is full or
    /// was mounted for reading only. Damage, and files that are no hub's, need a person.
    package static func mayPass(_ error: any Error) -> Bool {
        switch error as? DatabaseError {
        case .busy, .conflict, .full, .unavailable: true
        default: false
        }
    }
}
