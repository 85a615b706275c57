import CardProtocol

/// One change on the way from a fresh card to a member's. Each is atomic on the card, and a survey tells
/// whether it has happened.
enum IssueStep: Hashable {
    /// From the factory's DES key to ours.
    case claimCard
    /// Nobody creates or deletes applications without our key.
    case closeCard
    /// Gives back the memory of applications that were deleted and never formatted away.
    case format
    case createApplication
    case createFile(UInt8)
    case changeKey(UInt8)
    case writeMember
    /// Key 0 becomes ours: from here on files are never made again.
    case takeOver
    case freeze
}

/// What is still to be done to a card: a pure function of its survey, so that running `issue` again finishes
/// what was torn.
struct IssuePlan: Hashable {
    let steps: [IssueStep]

    init(_ survey: CardSurvey) {
        var steps: [IssueStep] = []
        if survey.card.keysAreDES { steps.append(.claimCard) }
        if survey.card.rights != MemberCardV1.cardRights { steps.append(.closeCard) }
        if survey.ours == nil { steps.append(.createApplication) }
        if survey.ours?.isOpen ?? true {
            let files = survey.ours?.files ?? [:]
            steps += MemberCardV1.files.map(\.number).filter { files[$0] == nil }.map { .createFile($0) }
            let versions = survey.ours?.keyVersions ?? []
            steps += (MemberCardV1.Key.kiosk..<MemberCardV1.Key.count)
                .filter { Int($0) >= versions.count || versions[Int($0)] == 0 }.map { .changeKey($0) }
            steps += [.writeMember, .takeOver]
        }
        if survey.ours?.settings.rights != MemberCardV1.issuedSettings.rights { steps.append(.freeze) }
        if Self.mustFormat(survey, for: steps), let first = steps.firstIndex(of: .createApplication) {
            steps.insert(.format, at: first)
        }
        self.steps = steps
    }

    /// Where nothing lies on the card and yet there is no room, deleted applications have kept it.
    private static func mustFormat(_ survey: CardSurvey, for steps: [IssueStep]) -> Bool {
        guard let free = survey.freeMemory, survey.applications.isEmpty else { return false }
        return free < memory(steps)
    }

    private static func memory(_ steps: [IssueStep]) -> Int { steps.reduce(0) { $0 + $1.memory } }

    /// - Throws: `IssuingError.unfit` when the card would be full before the plan's end.
    func refuseWithoutMemory(_ survey: CardSurvey) throws {
        let room = steps.contains(.format) ? survey.capacity : survey.freeMemory
        let needed = Self.memory(steps)
        guard let room, room < needed else { return }
        let advice =
            survey.applications.allSatisfy { $0 == .peony } && room < survey.capacity
            ? "erase it, which gives back what deleted applications have kept" : "take another one"
        throw IssuingError.unfit("it has \(room) bytes free and \(needed) are needed; nothing was changed; \(advice)")
    }

    /// The commands that each step sends, selection and authentication included; frames of one command once.
    func instructions(_ generation: CardGeneration) -> [(step: IssueStep, instructions: [Instruction])] {
        let authenticate: Instruction = generation == .ev1 ? .authenticateAES : .authenticateEV2First
        var access: KeyedCard.Access?
        return steps.map { step in
            var sent: [Instruction] = []
            for (wanted, commands) in step.phases {
                if access != wanted {
                    sent += [.selectApplication, wanted == .factoryCard ? .authenticateLegacy : authenticate]
                }
                sent += commands
                access = step.endsSession ? nil : wanted
            }
            return (step, sent)
        }
    }
}

extension IssueStep {
    /// Which key each part of the step needs, and what it then sends.
    var phases: [(KeyedCard.Access, [Instruction])] {
        switch self {
        case .claimCard: [(.factoryCard, [.changeKey])]
        case .closeCard: [(.card, [.changeKeySettings])]
        case .format: [(.card, [.formatPICC])]
        case .createApplication: [(.card, [.createApplication])]
        case .createFile(let file): [(.openApplication, [Self.creation(of: file)])]
        case .changeKey: [(.openApplication, [.changeKey])]
        case .writeMember: [(.kiosk, [.readData]), (.staff, [.writeData, .commitTransaction])]
        case .takeOver: [(.openApplication, [.changeKey])]
        case .freeze: [(.application, [.changeKeySettings])]
        }
    }

    /// The authenticated key itself was changed, or everything behind it.
    var endsSession: Bool { [.claimCard, .takeOver, .format].contains(self) }

    /// Bytes of the card's memory that the step takes, at most. Data sheets do not say it; cards count in blocks of 32.
    var memory: Int {
        switch self {
        case .createApplication: 160
        case .createFile(let number): MemberCardV1.files.first { $0.number == number }?.settings.memory ?? 0
        case .claimCard, .closeCard, .format, .changeKey, .writeMember, .takeOver, .freeze: 0
        }
    }

    var words: String {
        switch self {
        case .claimCard: "replace the factory's card key by our own"
        case .closeCard: "let nobody create or delete applications without it"
        case .format: "give back the memory of deleted applications"
        case .createApplication: "create our application"
        case .createFile(let file): "create file 0\(file)"
        case .changeKey(let key): "set key \(key)"
        case .writeMember: "write whose card it is"
        case .takeOver: "set key 0"
        case .freeze: "freeze the settings"
        }
    }

    private static func creation(of file: UInt8) -> Instruction {
        switch file {
        case MemberCardV1.memberFile: .createBackupDataFile
        case MemberCardV1.recordFile: .createCyclicRecordFile
        default: .createValueFile
        }
    }
}

extension FileSettings {
    /// A backup file stands there twice; each file has a block of its own for what it is.
    fileprivate var memory: Int {
        let content =
            switch content {
            case .standard(let bytes): bytes
            case .backup(let bytes): 2 * bytes
            case .value: 32
            case .linear(let record, let maximum, _), .cyclic(let record, let maximum, _): record * maximum
            }
        return (content + 31) / 32 * 32 + 32
    }
}
