internal import GRDB

extension HubDatabase {
    /// Whether an error of opening can pass by itself: a file that another program has locked, a disk that is full or
    /// was mounted for reading only. Damage, and files that are no hub's, need a person.
    package static func mayPass(_ error: any Error) -> Bool {
        guard let error = error as? DatabaseError else { return false }
        let passing: [ResultCode] = [
            .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_FULL, .SQLITE_READONLY, .SQLITE_IOERR, .SQLITE_CANTOPEN,
        ]
        return passing.contains(error.resultCode)
    }
}
