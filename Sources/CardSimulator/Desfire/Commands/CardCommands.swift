internal import Vocabulary

extension DesfireChip {
    mutating func select(_ data: [UInt8]) throws(DesfireStatus) -> [UInt8] {
        guard data.count == 3 else { throw .length }
        let aid = UInt32(integer(data))
        guard aid == 0 || memory.application(aid) != nil else { throw .applicationNotFound }
        forget()
        selected = aid == 0 ? nil : aid
        return []
    }

    /// By ISO/IEC 7816-4 DF name. - Returns: whether there is such an application.
    mutating func select(name: [UInt8]) -> Bool {
        let cardName: [UInt8] = [0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x00]
        let application = memory.applications.first { !$0.name.isEmpty && $0.name == name }
        guard name == cardName || application != nil else { return false }
        forget()
        selected = application?.aid
        return true
    }

    /// Hardware, software, then UID, batch and week of production (MF3ICD81 §9.4.5).
    var version: [UInt8] {
        let size = memory.storageSize
        let hardware: [UInt8] = [0x04, 0x01, 0x01, generation.majorVersion, 0x00, size, 0x05]
        let software: [UInt8] = [0x04, 0x01, 0x01, generation.softwareVersion, 0x00, size, 0x05]
        return hardware + software + uid.bytes + production
    }

    mutating func runCardCommand(_ ins: UInt8, _ command: OpenedCommand) throws(DesfireStatus) -> [UInt8] {
        switch ins {
        case Command.getApplicationIDs:
            guard command.header.isEmpty else { throw .length }
            try requireCardLevel()
            try requireMaster(unless: KeySettings.freeListing)
            return memory.applications.flatMap { wire($0.aid, 3) }
        case Command.createApplication: return try createApplication(command.header)
        case Command.deleteApplication: return try deleteApplication(command.header)
        case Command.format: return try formatCard(command.header)
        case Command.freeMemory: return try exactly(0, command) { _ in wire(max(0, memory.freeMemory), 3) }
        case Command.getCardUID: return try exactly(0, command) { _ in uid.bytes }
        default: return try setConfiguration(command)
        }
    }

    /// AID, settings, number and kind of keys, and, if bit 5 asks for it, an ISO file id and a DF name.
    private mutating func createApplication(_ data: [UInt8]) throws(DesfireStatus) -> [UInt8] {
        guard data.count >= 5, data.count <= 24 else { throw .length }
        try requireCardLevel()
        try requireMaster(unless: KeySettings.freeCreation)
        let aid = UInt32(integer(data[0..<3]))
        let count = Int(data[4] & 0x0F)
        guard let kind = CardKey.Kind(settings: data[4]), data[4] & 0x10 == 0, count <= 14, aid != 0 else {
            throw .parameter
        }
        guard memory.application(aid) == nil else { throw .duplicate }
        var application = CardApplication(aid: aid, keySettings: data[3], kind: kind, keyCount: count)
        application.hasISOFileIDs = data[4] & 0x20 != 0
        if data.count > 5 {
            guard application.hasISOFileIDs, data.count >= 7 else { throw .length }
            application.isoFileID = UInt16(integer(data[5..<7]))
            application.name = Array(data[7...])
        }
        guard memory.applications.count < DesfireMemory.applicationLimit else { throw .count }
        guard memory.freeMemory >= application.footprint else { throw .outOfMemory }
        memory.applications.append(application)
        return []
    }

    /// The card's master key may delete any application; an application's own may delete it where the card's
    /// settings let everybody create.
    private mutating func deleteApplication(_ data: [UInt8]) throws(DesfireStatus) -> [UInt8] {
        guard data.count == 3 else { throw .length }
        let aid = UInt32(integer(data))
        guard let index = memory.applications.firstIndex(where: { $0.aid == aid }) else { throw .applicationNotFound }
        if let selected {
            guard selected == aid, memory.keySettings & KeySettings.freeCreation != 0 else { throw .permissionDenied }
        }
        try requireMaster()
        memory.lost += memory.applications.remove(at: index).footprint
        if selected != nil {
            forget()
            selected = nil
        }
        return []
    }

    private mutating func formatCard(_ data: [UInt8]) throws(DesfireStatus) -> [UInt8] {
        guard data.isEmpty else { throw .length }
        try requireCardLevel()
        try requireMaster()
        guard !memory.formatDisabled else { throw .permissionDenied }
        memory.applications = []
        memory.lost = 0
        return []
    }

    /// Option 00 may forbid formatting, for ever. Random identifiers and everything else are refused: no card of
    /// ours uses them (a random UID cannot be diversified over).
    private mutating func setConfiguration(_ command: OpenedCommand) throws(DesfireStatus) -> [UInt8] {
        try requireCardLevel()
        try requireMaster()
        guard command.header == [0x00], let options = command.payload.first, options & ~0x01 == 0 else {
            throw .parameter
        }
        memory.formatDisabled = memory.formatDisabled || options & 0x01 != 0
        return []
    }
}

extension CardKey.Kind {
    /// Bits 7 and 6 of the second settings byte: 00 DES, 10 AES; three-key DES (01) is not imitated.
    fileprivate init?(settings: UInt8) {
        switch settings & 0xC0 {
        case 0x00: self = .des
        case 0x80: self = .aes
        default: return nil
        }
    }
}
