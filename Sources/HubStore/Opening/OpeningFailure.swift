internal import Database

extension HubDatabase {
    /// Whether an error can pass by itself: a file that another program has locked, a disk that is full or was mounted
    /// for reading only, a server that is away. Damage, files that are no hub's, and servers that are not fit to keep
    /// money on need a person.
    package static func mayPass(_ error: any Error) -> Bool {
        switch error as? DatabaseError {
        case .busy, .conflict, .full, .unavailable, .lost, .outcomeUnknown, .interrupted: true
        default: false
        }
    }
}
