package import Vocabulary

/// Which files and keys a member's card of version 1 has, and what makes its odometers safe.
///
/// Nobody may credit a value file: Write, Read-Write and Change are never, LimitedCredit is off. Nobody but the
/// holder of key 0 may create or delete a file, and the settings are frozen.
package enum MemberCardV1 {
    package static let application = ApplicationID.peony
    /// Ends the diversification input: with it M has 16 bytes, so that AN10922 equals a plain CMAC.
    static let systemID = Array("PEONY1".utf8)

    /// Key numbers inside the application.
    package enum Key {
        package static let application: UInt8 = 0
        package static let kiosk: UInt8 = 1
        package static let staff: UInt8 = 2
        package static let spares: [UInt8] = [3, 4]
        package static let count: UInt8 = 5
    }

    package static let memberFile: UInt8 = 0x01
    package static let fenFile: UInt8 = 0x02
    package static let pointsFile: UInt8 = 0x03
    package static let recordFile: UInt8 = 0x04
    /// One more than can be read: while a transaction is open the oldest gives way.
    static let recordSlots = 11
    package static let readableRecords = 10

    /// While issuing: listing is free, creating and deleting needs key 0, keys and settings can change.
    package static let issuingSettings = KeySettings(rights: 0x0B, keys: 0x80 | Key.count)
    /// Once issued: the same, and the settings can never change again.
    package static let issuedSettings = KeySettings(rights: 0x03, keys: 0x80 | Key.count)
    /// The card itself: nobody creates or deletes applications without the PICC key.
    package static let cardRights: UInt8 = 0x0B
    package static let factoryCardRights: UInt8 = 0x0F

    /// Ascending by file number; a record file is compared without its fill level.
    package static let files: [(number: UInt8, settings: FileSettings)] = [
        (
            memberFile,
            FileSettings(
                protection: .full,
                access: AccessRights(read: Key.kiosk, write: Key.staff, readWrite: Key.staff, change: Key.application),
                content: .backup(bytes: MemberFile.byteCount))
        ),
        (fenFile, odometerSettings),
        (pointsFile, odometerSettings),
        (
            recordFile,
            FileSettings(
                protection: .full,
                access: AccessRights(
                    read: Key.kiosk, write: Key.kiosk, readWrite: AccessRights.never, change: AccessRights.never),
                content: .cyclic(record: CardRecord.byteCount, maximum: recordSlots, current: 0))
        ),
    ]

    private static let odometerSettings = FileSettings(
        protection: .full,
        access: AccessRights(
            read: Key.kiosk, write: AccessRights.never, readWrite: AccessRights.never, change: AccessRights.never),
        content: .value(lower: 0, upper: Int32(Odometer.limit), limitedCredit: 0, options: 0))

    /// What every key of one card is diversified with: UID, application, system (AN10922 §2.2).
    ///
    /// - Returns: `nil` unless the UID has 7 bytes.
    package static func diversification(_ uid: CardUID) -> [UInt8]? {
        uid.bytes.count == 7 ? uid.bytes + application.bytes + systemID : nil
    }

    /// Whether a file is as the profile wants it, however many records it holds, and whatever the card notes as
    /// the last debit: with LimitedCredit off nobody can use that.
    package static func accepts(_ found: FileSettings, as number: UInt8) -> Bool {
        guard var wanted = files.first(where: { $0.number == number })?.settings else { return false }
        switch (wanted.content, found.content) {
        case (.cyclic(let record, let maximum, _), .cyclic(_, _, let current)):
            wanted.content = .cyclic(record: record, maximum: maximum, current: current)
        case (.value(let lower, let upper, _, let options), .value(_, _, let lastDebit, _)):
            wanted.content = .value(lower: lower, upper: upper, limitedCredit: lastDebit, options: options)
        default: break
        }
        return wanted == found
    }
}
