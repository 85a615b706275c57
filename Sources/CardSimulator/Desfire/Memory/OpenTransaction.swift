/// What has been written since the last commit. It lives in the card's RAM: losing the field loses it.
struct OpenTransaction: Equatable, Sendable {
    struct PendingValue: Equatable, Sendable {
        var value: Int32
        var debited: Int64 = 0
        var usedLimitedCredit = false
    }

    enum PendingRecord: Equatable, Sendable {
        /// The one record that all WriteRecord commands of a transaction share.
        case append([UInt8])
        case clear
    }

    var backups: [UInt8: [UInt8]] = [:]
    var values: [UInt8: PendingValue] = [:]
    var records: [UInt8: PendingRecord] = [:]

    var isEmpty: Bool { backups.isEmpty && values.isEmpty && records.isEmpty }

    /// Applies all changes to the application at once.
    func commit(to application: inout CardApplication) {
        for index in application.files.indices { commit(to: &application.files[index]) }
    }

    private func commit(to file: inout CardFile) {
        switch file.content {
        case .standard:
            break
        case .backup:
            if let bytes = backups[file.number] { file.content = .backup(bytes) }
        case .value(var stored):
            guard let pending = values[file.number] else { return }
            stored.current = pending.value
            if pending.debited > 0 {
                stored.limitedCredit = Int32(clamping: pending.debited)
            } else if pending.usedLimitedCredit {
                stored.limitedCredit = 0
            }
            file.content = .value(stored)
        case .records(var stored):
            switch records[file.number] {
            case nil: return
            case .clear: stored.stored = []
            case .append(let record):
                stored.stored.append(record)
                if stored.stored.count > stored.usable { stored.stored.removeFirst() }
            }
            file.content = .records(stored)
        }
    }
}
