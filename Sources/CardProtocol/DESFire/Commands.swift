/// The commands of our profile, each with the protection it has on a card that asks for Full.
extension DESFireCommand {
    package static let getVersion = DESFireCommand(.getVersion, answerCount: nil)
    package static let getKeySettings = DESFireCommand(.getKeySettings, answerCount: 2)
    package static let getFileIDs = DESFireCommand(.getFileIDs, answerCount: nil)
    package static let getApplicationIDs = DESFireCommand(.getApplicationIDs, answerCount: nil)
    package static let getFreeMemory = DESFireCommand(.getFreeMemory, answerCount: 3)
    package static let formatPICC = DESFireCommand(.formatPICC)
    package static let commitTransaction = DESFireCommand(.commitTransaction)
    package static let abortTransaction = DESFireCommand(.abortTransaction)

    package static func getKeyVersion(_ key: UInt8) -> DESFireCommand {
        .init(.getKeyVersion, header: [key], answerCount: 1)
    }

    package static func getFileSettings(_ file: UInt8) -> DESFireCommand {
        .init(.getFileSettings, header: [file], answerCount: nil)
    }

    package static func changeKeySettings(_ rights: UInt8) -> DESFireCommand {
        .init(.changeKeySettings, data: [rights], protection: .full)
    }

    package static func createApplication(_ id: ApplicationID, _ settings: KeySettings) -> DESFireCommand {
        .init(.createApplication, data: id.bytes + [settings.rights, settings.keys])
    }

    package static func deleteApplication(_ id: ApplicationID) -> DESFireCommand {
        .init(.deleteApplication, data: id.bytes)
    }

    /// The creating command that fits the settings; a value file starts at its upper limit.
    ///
    /// - Returns: `nil` for the types we do not create.
    package static func createFile(_ file: UInt8, _ settings: FileSettings) -> DESFireCommand? {
        let start = [file, settings.protection] + settings.access.bytes
        return switch settings.content {
        case .backup(let bytes):
            .init(.createBackupDataFile, data: start + LittleEndian.bytes(bytes, 3))
        case .value(let lower, let upper, _, let options):
            .init(
                .createValueFile,
                data: start + [lower, upper, upper].flatMap { LittleEndian.bytes($0, 4) } + [options])
        case .cyclic(let record, let maximum, _):
            .init(.createCyclicRecordFile, data: start + [record, maximum].flatMap { LittleEndian.bytes($0, 3) })
        case .standard, .linear: nil
        }
    }

    package static func readData(_ file: UInt8, count: Int) -> DESFireCommand {
        .init(
            .readData, header: [file, 0, 0, 0] + LittleEndian.bytes(count, 3), protection: .full, answerCount: count)
    }

    package static func writeData(_ file: UInt8, _ bytes: [UInt8]) -> DESFireCommand {
        .init(
            .writeData, header: [file, 0, 0, 0] + LittleEndian.bytes(bytes.count, 3), data: bytes, protection: .full)
    }

    package static func getValue(_ file: UInt8) -> DESFireCommand {
        .init(.getValue, header: [file], protection: .full, answerCount: 4)
    }

    package static func debit(_ file: UInt8, _ amount: Int32) -> DESFireCommand {
        .init(.debit, header: [file], data: LittleEndian.bytes(amount, 4), protection: .full)
    }

    package static func writeRecord(_ file: UInt8, _ bytes: [UInt8]) -> DESFireCommand {
        .init(
            .writeRecord, header: [file, 0, 0, 0] + LittleEndian.bytes(bytes.count, 3), data: bytes,
            protection: .full)
    }

    /// `count` records, the newest of them `skipping` records back. They come oldest first.
    package static func readRecords(_ file: UInt8, skipping: Int, count: Int, size: Int) -> DESFireCommand {
        .init(
            .readRecords, header: [file] + LittleEndian.bytes(skipping, 3) + LittleEndian.bytes(count, 3),
            protection: .full, answerCount: count * size)
    }
}
