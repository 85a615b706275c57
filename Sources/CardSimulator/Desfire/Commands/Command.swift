/// Command codes (MF3ICD81 §9; the four ISO-chained ones MF2DL(H)x0 §11.8).
enum Command {
    static let select: UInt8 = 0x5A
    static let getVersion: UInt8 = 0x60
    static let getApplicationIDs: UInt8 = 0x6A
    static let createApplication: UInt8 = 0xCA
    static let deleteApplication: UInt8 = 0xDA
    static let format: UInt8 = 0xFC
    static let freeMemory: UInt8 = 0x6E
    static let getCardUID: UInt8 = 0x51
    static let setConfiguration: UInt8 = 0x5C
    static let getKeySettings: UInt8 = 0x45
    static let changeKeySettings: UInt8 = 0x54
    static let getKeyVersion: UInt8 = 0x64
    static let changeKey: UInt8 = 0xC4
    static let getFileIDs: UInt8 = 0x6F
    static let getFileSettings: UInt8 = 0xF5
    static let changeFileSettings: UInt8 = 0x5F
    static let createStandardFile: UInt8 = 0xCD
    static let createBackupFile: UInt8 = 0xCB
    static let createValueFile: UInt8 = 0xCC
    static let createLinearFile: UInt8 = 0xC1
    static let createCyclicFile: UInt8 = 0xC0
    static let deleteFile: UInt8 = 0xDF
    static let readBytes: UInt8 = 0xBD
    static let readBytesISO: UInt8 = 0xAD
    static let writeBytes: UInt8 = 0x3D
    static let writeBytesISO: UInt8 = 0x8D
    static let getValue: UInt8 = 0x6C
    static let credit: UInt8 = 0x0C
    static let debit: UInt8 = 0xDC
    static let limitedCredit: UInt8 = 0x1C
    static let writeRecord: UInt8 = 0x3B
    static let writeRecordISO: UInt8 = 0x8B
    static let readRecords: UInt8 = 0xBB
    static let readRecordsISO: UInt8 = 0xAB
    static let clearRecords: UInt8 = 0xEB
    static let commit: UInt8 = 0xC7
    static let abort: UInt8 = 0xA7
    static let commitReaderID: UInt8 = 0xC8

    /// May come in several frames.
    static let chained: Set<UInt8> = [writeBytes, writeBytesISO, writeRecord, writeRecordISO]
    /// EV2 and later; their answers come in one long ISO frame.
    static let isoChained: Set<UInt8> = [readBytesISO, writeBytesISO, writeRecordISO, readRecordsISO]
    /// Everything in the clear as far as the settings go: MACed only by EV2.
    static let administrative: Set<UInt8> = [
        getVersion, getApplicationIDs, createApplication, deleteApplication, format, freeMemory, getKeySettings,
        getKeyVersion, getFileIDs, getFileSettings, createStandardFile, createBackupFile, createValueFile,
        createLinearFile, createCyclicFile, deleteFile, commit, abort,
    ]
}

extension DesfireChip {
    /// Looks at the first frame: may this be done at all, how long is it, and how is it protected?
    func plan(_ ins: UInt8, _ data: [UInt8]) throws(DesfireStatus) -> CommandPlan {
        if Command.isoChained.contains(ins), !generation.hasEV2Messaging { throw .illegalCommand }
        switch ins {
        case let ins where Command.administrative.contains(ins):
            var plan = CommandPlan(ins: ins, headerLength: nil, payloadLength: nil, protection: ambient)
            if ins == Command.getVersion { plan.frameSizes = [7, 7] }
            if ins == Command.getApplicationIDs { plan.frameSizes = [57, 57] }
            return plan
        case Command.commitReaderID where generation.hasEV2Messaging:
            return CommandPlan(ins: ins, headerLength: nil, payloadLength: nil, protection: ambient)
        case Command.getCardUID:
            try requireAuthentication()
            return CommandPlan(ins: ins, headerLength: 0, payloadLength: 0, protection: .full)
        case Command.changeKeySettings:
            try requireAuthentication()
            return CommandPlan(ins: ins, headerLength: 0, payloadLength: 1, protection: .full)
        case Command.changeKey, Command.setConfiguration:
            try requireAuthentication()
            return CommandPlan(ins: ins, headerLength: 1, payloadLength: nil, protection: .full)
        default:
            return try planFileAccess(ins, data)
        }
    }

    /// The protection of commands that name no file: EV2 signs them both ways, older channels do not.
    private var ambient: Protection {
        if case .ev2 = channel { return .mac }
        return .plain
    }

    private func requireAuthentication() throws(DesfireStatus) {
        guard channel.keyNumber != nil else { throw .authentication }
    }

    private func planFileAccess(_ ins: UInt8, _ data: [UInt8]) throws(DesfireStatus) -> CommandPlan {
        let (headerLength, payload): (Int, Int)
        switch ins {
        case Command.readBytes, Command.readBytesISO, Command.readRecords, Command.readRecordsISO:
            (headerLength, payload) = (7, 0)
        case Command.writeBytes, Command.writeBytesISO, Command.writeRecord, Command.writeRecordISO:
            guard data.count >= 7 else { throw .length }
            (headerLength, payload) = (7, Int(integer(data[4..<7])))
        case Command.getValue, Command.clearRecords: (headerLength, payload) = (1, 0)
        case Command.credit, Command.debit, Command.limitedCredit: (headerLength, payload) = (1, 4)
        case Command.changeFileSettings: (headerLength, payload) = (1, 3)
        default: throw .illegalCommand
        }
        guard data.count >= headerLength else { throw .length }
        let file = try file(data[0])
        try checkKind(ins, file)
        if Command.chained.contains(ins) { try checkSpan(file, Array(data.prefix(7))) }
        var protection = try grant(file, accessNibbles(ins, file))
        if ins == Command.changeFileSettings, file.rights.change != AccessRights.everybody { protection = .full }
        return CommandPlan(ins: ins, headerLength: headerLength, payloadLength: payload, protection: protection)
    }

    /// Executes a command whose protection has been verified.
    mutating func run(_ ins: UInt8, _ command: OpenedCommand) throws(DesfireStatus) -> [UInt8] {
        switch ins {
        case Command.getVersion: return try exactly(0, command) { _ in version }
        case Command.getApplicationIDs, Command.createApplication, Command.deleteApplication, Command.format,
            Command.freeMemory, Command.getCardUID, Command.setConfiguration:
            return try runCardCommand(ins, command)
        case Command.getKeySettings, Command.changeKeySettings, Command.getKeyVersion, Command.changeKey:
            return try runKeyCommand(ins, command)
        case Command.getFileIDs, Command.getFileSettings, Command.changeFileSettings, Command.deleteFile,
            Command.createStandardFile, Command.createBackupFile, Command.createValueFile,
            Command.createLinearFile, Command.createCyclicFile:
            return try runFileManagement(ins, command)
        case Command.commit, Command.abort, Command.commitReaderID:
            return try runTransactionCommand(ins, command)
        default:
            return try runFileAccess(ins, command)
        }
    }

    func exactly<T>(
        _ count: Int, _ command: OpenedCommand, _ body: ([UInt8]) throws(DesfireStatus) -> T
    ) throws(DesfireStatus) -> T {
        guard command.header.count == count else { throw .length }
        return try body(command.header)
    }
}
