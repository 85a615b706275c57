/// Creating, describing and deleting files.
extension DesfireChip {
    mutating func runFileManagement(_ ins: UInt8, _ command: OpenedCommand) throws(DesfireStatus) -> [UInt8] {
        let application = try currentApplication()
        switch ins {
        case Command.getFileIDs:
            guard command.header.isEmpty else { throw .length }
            try requireMaster(unless: KeySettings.freeListing)
            return application.files.map(\.number)
        case Command.getFileSettings:
            guard command.header.count == 1 else { throw .length }
            try requireMaster(unless: KeySettings.freeListing)
            return try file(command.header[0]).description
        case Command.changeFileSettings:
            return try changeFileSettings(command)
        case Command.deleteFile:
            return try deleteFile(command.header)
        default:
            return try createFile(ins, command.header)
        }
    }

    private mutating func changeFileSettings(_ command: OpenedCommand) throws(DesfireStatus) -> [UInt8] {
        guard command.payload.count == 3, let number = command.header.first else { throw .length }
        let rights = AccessRights(wire: command.payload[1..<3])
        try check(communication: command.payload[0], rights)
        try updateApplication { application in
            for index in application.files.indices where application.files[index].number == number {
                application.files[index].communication = command.payload[0]
                application.files[index].rights = rights
            }
        }
        return []
    }

    private mutating func deleteFile(_ data: [UInt8]) throws(DesfireStatus) -> [UInt8] {
        guard data.count == 1 else { throw .length }
        try requireMaster(unless: KeySettings.freeCreation)
        memory.lost += try file(data[0]).footprint
        try updateApplication { application in application.files.removeAll { $0.number == data[0] } }
        return []
    }

    private mutating func createFile(_ ins: UInt8, _ data: [UInt8]) throws(DesfireStatus) -> [UInt8] {
        try requireMaster(unless: KeySettings.freeCreation)
        let tail = Self.tailLength(ins)
        let hasISO = data.count == tail + 6 && ins != Command.createValueFile
        guard data.count == tail + 4 || hasISO else { throw .length }
        let body = data[(hasISO ? 3 : 1)...]
        let rights = AccessRights(wire: body.dropFirst().prefix(2))
        guard data[0] < 0x20 else { throw .parameter }
        try check(communication: body[body.startIndex], rights)
        let application = try currentApplication()
        guard application.file(data[0]) == nil else { throw .duplicate }
        let content = try Self.content(ins, Array(body.dropFirst(3)), within: memory.capacity)
        let file = CardFile(
            number: data[0], isoFileID: hasISO ? UInt16(integer(data[1..<3])) : nil,
            communication: body[body.startIndex], rights: rights, content: content)
        guard file.footprint <= memory.freeMemory else { throw .outOfMemory }
        try updateApplication { $0.files.append(file) }
        return []
    }

    /// Bytes after number, communication and rights.
    private static func tailLength(_ ins: UInt8) -> Int {
        switch ins {
        case Command.createValueFile: 13
        case Command.createLinearFile, Command.createCyclicFile: 6
        default: 3
        }
    }

    private static func content(
        _ ins: UInt8, _ tail: [UInt8], within capacity: Int
    ) throws(DesfireStatus) -> CardFile.Content {
        if ins == Command.createValueFile { return .value(try value(tail)) }
        let size = Int(integer(tail[0..<3]))
        guard size > 0 else { throw .parameter }
        guard size <= capacity else { throw .outOfMemory }
        switch ins {
        case Command.createStandardFile: return .standard([UInt8](repeating: 0, count: size))
        case Command.createBackupFile: return .backup([UInt8](repeating: 0, count: size))
        default:
            let limit = Int(integer(tail[3..<6]))
            let isCyclic = ins == Command.createCyclicFile
            guard limit >= (isCyclic ? 2 : 1) else { throw .parameter }
            guard limit <= capacity else { throw .outOfMemory }
            return .records(StoredRecords(isCyclic: isCyclic, recordSize: size, limit: limit))
        }
    }

    private static func value(_ tail: [UInt8]) throws(DesfireStatus) -> StoredValue {
        func signed(_ range: Range<Int>) -> Int32 { Int32(truncatingIfNeeded: integer(tail[range])) }
        let (lower, upper, start) = (signed(0..<4), signed(4..<8), signed(8..<12))
        guard lower <= start, start <= upper, tail[12] <= 3 else { throw .parameter }
        return StoredValue(lower: lower, upper: upper, current: start, options: tail[12])
    }

    /// A right names a key that exists, everybody, or nobody.
    private func check(communication: UInt8, _ rights: AccessRights) throws(DesfireStatus) {
        let keys = try currentApplication().keys.count
        let names = [rights.read, rights.write, rights.readWrite, rights.change]
        guard communication <= 3, names.allSatisfy({ $0 >= AccessRights.everybody || Int($0) < keys }) else {
            throw .parameter
        }
    }
}

extension CardFile {
    /// As GetFileSettings answers: kind, communication, rights, and what belongs to the kind.
    var description: [UInt8] {
        let common = [communication] + rights.wire
        switch content {
        case .standard(let bytes): return [0x00] + common + wire(bytes.count, 3)
        case .backup(let bytes): return [0x01] + common + wire(bytes.count, 3)
        case .value(let value):
            let limits = wire(value.lower, 4) + wire(value.upper, 4) + wire(value.limitedCredit, 4)
            return [0x02] + common + limits + [value.options]
        case .records(let records):
            let kind: UInt8 = records.isCyclic ? 0x04 : 0x03
            let sizes = wire(records.recordSize, 3) + wire(records.limit, 3) + wire(records.stored.count, 3)
            return [kind] + common + sizes
        }
    }
}
