/// The DESFire commands our profile needs, by their native code (MF3D(H)x2 data sheet, table of commands).
package enum Instruction: UInt8, Hashable, Sendable, CaseIterable {
    case authenticateLegacy = 0x0A
    case authenticateAES = 0xAA
    case authenticateEV2First = 0x71
    case additionalFrame = 0xAF
    case getVersion = 0x60
    case setConfiguration = 0x5C
    case getCardUID = 0x51
    case selectApplication = 0x5A
    case createApplication = 0xCA
    case deleteApplication = 0xDA
    case getApplicationIDs = 0x6A
    case getFreeMemory = 0x6E
    case formatPICC = 0xFC
    case getKeySettings = 0x45
    case changeKeySettings = 0x54
    case changeKey = 0xC4
    case getKeyVersion = 0x64
    case getFileIDs = 0x6F
    case getFileSettings = 0xF5
    case changeFileSettings = 0x5F
    case createStdDataFile = 0xCD
    case createBackupDataFile = 0xCB
    case createValueFile = 0xCC
    case createCyclicRecordFile = 0xC0
    case readData = 0xBD
    case writeData = 0x3D
    case getValue = 0x6C
    case credit = 0x0C
    case debit = 0xDC
    case limitedCredit = 0x1C
    case readRecords = 0xBB
    case writeRecord = 0x3B
    case commitReaderID = 0xC8
    case commitTransaction = 0xC7
    case abortTransaction = 0xA7
    /// Not a DESFire command: ISO SELECT, or what a reader answers by itself.
    case isoSelect = 0xA4

    /// The code for frames longer than 60 bytes, which EV2 leaves to ISO 14443-4 chaining.
    var longFrameCode: UInt8 {
        switch self {
        case .readData: 0xAD
        case .writeData: 0x8D
        case .readRecords: 0xAB
        case .writeRecord: 0x8B
        default: rawValue
        }
    }

    /// The data sheet's name, for plans and error texts.
    package var name: String {
        let name = "\(self)"
        return name.prefix(1).uppercased() + name.dropFirst()
    }
}

/// How the content of an exchange is protected (CommMode of the data sheet). Nothing of ours goes plain in a session.
package enum Protection: UInt8, Hashable, Sendable {
    case mac = 0x01
    case full = 0x03
}

/// One DESFire command before protection.
///
/// `header` travels in clear and is authenticated; `data` is what `Protection.full` encrypts.
package struct DESFireCommand: Hashable, Sendable {
    package var instruction: Instruction
    package var header: [UInt8]
    package var data: [UInt8]
    package var protection: Protection
    /// How many bytes the answer must carry; `nil` when the card decides.
    package var answerCount: Int?
    /// The answer is a bare status and the session is over: ChangeKey of the key that authenticated.
    package var endsSession: Bool

    package init(
        _ instruction: Instruction, header: [UInt8] = [], data: [UInt8] = [], protection: Protection = .mac,
        answerCount: Int? = 0, endsSession: Bool = false
    ) {
        self.instruction = instruction
        self.header = header
        self.data = data
        self.protection = protection
        self.answerCount = answerCount
        self.endsSession = endsSession
    }
}
