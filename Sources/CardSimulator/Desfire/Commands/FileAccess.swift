/// Reading and writing files.
extension DesfireChip {
    func file(_ number: UInt8) throws(DesfireStatus) -> CardFile {
        guard let file = try currentApplication().file(number) else { throw .fileNotFound }
        return file
    }

    /// The rights of which one is enough for a command (AN12343 table 10: reading a value file includes Debit).
    func accessNibbles(_ ins: UInt8, _ file: CardFile) -> [UInt8] {
        let rights = file.rights
        switch ins {
        case Command.readBytes, Command.readBytesISO, Command.readRecords, Command.readRecordsISO:
            return [rights.read, rights.readWrite]
        case Command.writeBytes, Command.writeBytesISO, Command.writeRecord, Command.writeRecordISO:
            return [rights.write, rights.readWrite]
        case Command.getValue:
            var nibbles = [rights.read, rights.write, rights.readWrite]
            if case .value(let value) = file.content, value.hasFreeGetValue { nibbles.append(AccessRights.everybody) }
            return nibbles
        case Command.debit: return [rights.read, rights.write, rights.readWrite]
        case Command.limitedCredit: return [rights.write, rights.readWrite]
        case Command.credit, Command.clearRecords: return [rights.readWrite]
        default: return [rights.change]
        }
    }

    /// How an allowed access is protected: as the file says if the proved key gave the right, in the clear if
    /// only "everybody" did.
    func grant(_ file: CardFile, _ nibbles: [UInt8]) throws(DesfireStatus) -> Protection {
        if let proved = channel.keyNumber, nibbles.contains(proved) { return file.protection }
        if nibbles.contains(AccessRights.everybody) { return .plain }
        throw nibbles.allSatisfy { $0 == AccessRights.nobody } ? .permissionDenied : .authentication
    }

    /// A command for another kind of file is refused.
    func checkKind(_ ins: UInt8, _ file: CardFile) throws(DesfireStatus) {
        let fits =
            switch (ins, file.content) {
            case (Command.changeFileSettings, _): true
            case (Command.readBytes, .standard), (Command.readBytesISO, .standard), (Command.writeBytes, .standard),
                (Command.writeBytesISO, .standard), (Command.readBytes, .backup), (Command.readBytesISO, .backup),
                (Command.writeBytes, .backup), (Command.writeBytesISO, .backup):
                true
            case (Command.getValue, .value), (Command.credit, .value), (Command.debit, .value): true
            case (Command.limitedCredit, .value(let value)): value.allowsLimitedCredit
            case (Command.writeRecord, .records), (Command.writeRecordISO, .records), (Command.clearRecords, .records),
                (Command.readRecords, .records), (Command.readRecordsISO, .records):
                true
            default: false
            }
        guard fits else { throw .permissionDenied }
    }

    /// Offset and length of a write lie within the file or the record. - Parameter header: seven bytes.
    func checkSpan(_ file: CardFile, _ header: [UInt8]) throws(DesfireStatus) {
        let (offset, length) = (Int(integer(header[1..<4])), Int(integer(header[4..<7])))
        guard length > 0 else { throw .parameter }
        let size =
            switch file.content {
            case .standard(let bytes), .backup(let bytes): bytes.count
            case .records(let records): records.recordSize
            case .value: 0
            }
        guard offset + length <= size else { throw .boundary }
    }

    mutating func runFileAccess(_ ins: UInt8, _ command: OpenedCommand) throws(DesfireStatus) -> [UInt8] {
        let header = command.header
        let file = try file(header[0])
        switch ins {
        case Command.readBytes, Command.readBytesISO:
            return try readBytes(file, header)
        case Command.writeBytes, Command.writeBytesISO:
            return try writeBytes(file, header, command.payload)
        case Command.readRecords, Command.readRecordsISO:
            return try readRecords(file, header)
        case Command.writeRecord, Command.writeRecordISO:
            return try writeRecord(file, header, command.payload)
        case Command.clearRecords:
            transaction.records[file.number] = .clear
            return []
        default:
            guard case .value(let stored) = file.content else { throw .permissionDenied }
            if ins == Command.getValue { return wire(stored.current, 4) }
            return try changeValue(ins, file.number, stored, command.payload)
        }
    }

    /// What is committed, whatever this transaction has written so far.
    private func readBytes(_ file: CardFile, _ header: [UInt8]) throws(DesfireStatus) -> [UInt8] {
        switch file.content {
        case .standard(let bytes), .backup(let bytes):
            let (offset, length) = (Int(integer(header[1..<4])), Int(integer(header[4..<7])))
            guard offset < bytes.count, offset + length <= bytes.count else { throw .boundary }
            return Array(bytes[offset..<(length == 0 ? bytes.count : offset + length)])
        case .value, .records: throw .permissionDenied
        }
    }

    /// A standard file changes at once; a backup file at commit.
    private mutating func writeBytes(
        _ file: CardFile, _ header: [UInt8], _ payload: [UInt8]
    ) throws(DesfireStatus) -> [UInt8] {
        let offset = Int(integer(header[1..<4]))
        switch file.content {
        case .standard(var bytes):
            bytes.replaceSubrange(offset..<offset + payload.count, with: payload)
            try updateApplication { application in
                for index in application.files.indices where application.files[index].number == file.number {
                    application.files[index].content = .standard(bytes)
                }
            }
        case .backup(let committed):
            var bytes = transaction.backups[file.number] ?? committed
            bytes.replaceSubrange(offset..<offset + payload.count, with: payload)
            transaction.backups[file.number] = bytes
        case .value, .records: throw .permissionDenied
        }
        return []
    }

    /// Counts from the newest record backwards, answers oldest first; a count of zero means all that are left.
    private func readRecords(_ file: CardFile, _ header: [UInt8]) throws(DesfireStatus) -> [UInt8] {
        guard case .records(let records) = file.content else { throw .permissionDenied }
        let (offset, count) = (Int(integer(header[1..<4])), Int(integer(header[4..<7])))
        let stored = records.stored
        guard offset < stored.count, offset + count <= stored.count else { throw .boundary }
        let end = stored.count - offset
        return stored[(count == 0 ? 0 : end - count)..<end].flatMap { $0 }
    }

    /// Every WriteRecord of a transaction goes into the same new record; after ClearRecordFile none is taken.
    private mutating func writeRecord(
        _ file: CardFile, _ header: [UInt8], _ payload: [UInt8]
    ) throws(DesfireStatus) -> [UInt8] {
        guard case .records(let records) = file.content else { throw .permissionDenied }
        var record: [UInt8]
        switch transaction.records[file.number] {
        case .clear: throw .permissionDenied
        case .append(let begun): record = begun
        case nil:
            guard records.isCyclic || records.stored.count < records.limit else { throw .boundary }
            record = [UInt8](repeating: 0, count: records.recordSize)
        }
        let offset = Int(integer(header[1..<4]))
        record.replaceSubrange(offset..<offset + payload.count, with: payload)
        transaction.records[file.number] = .append(record)
        return []
    }

    /// Credits and debits add up within a transaction; the limits hold at every step.
    private mutating func changeValue(
        _ ins: UInt8, _ number: UInt8, _ stored: StoredValue, _ payload: [UInt8]
    ) throws(DesfireStatus) -> [UInt8] {
        let amount = Int64(Int32(truncatingIfNeeded: integer(payload)))
        guard amount >= 0 else { throw .parameter }
        var pending = transaction.values[number] ?? .init(value: stored.current)
        let changed = Int64(pending.value) + (ins == Command.debit ? -amount : amount)
        guard changed >= Int64(stored.lower), changed <= Int64(stored.upper) else { throw .boundary }
        switch ins {
        case Command.debit:
            pending.debited += amount
        case Command.limitedCredit:
            guard !pending.usedLimitedCredit, amount <= Int64(stored.limitedCredit) else { throw .boundary }
            pending.usedLimitedCredit = true
        default: break
        }
        pending.value = Int32(clamping: changed)
        transaction.values[number] = pending
        return []
    }
}
