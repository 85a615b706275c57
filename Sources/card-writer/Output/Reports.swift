import CardProtocol
import HubAPI
import Vocabulary

/// What the commands print, as text and as JSON.
struct ReaderReport: Report {
    let readers: [String]
    var description: String { readers.isEmpty ? "no reader" : readers.joined(separator: "\n") }
}

struct CardReport: Report {
    let card: String
    let member: String
    let status: String
    let done: String

    init(_ view: CardView, done: String) {
        card = view.id.description
        member = view.member.description
        status = view.status.rawValue
        self.done = done
    }

    var description: String { "\(done): card \(card), now \(status)" }
}

struct EraseReport: Report {
    /// The id that was ended.
    let ended: String?
    var description: String { ended.map { "erased: card \($0) is closed" } ?? "the card is blank" }
}

struct PlanReport: Report {
    struct Step: Encodable {
        let does: String
        let commands: [String]
    }
    let uid: String
    let generation: String
    let stage: String
    let steps: [Step]
    /// Check values of the master keys that would be used, by role and generation.
    let keys: [String]

    init(_ survey: CardSurvey, _ ring: KeyRing) {
        uid = survey.uid.description
        generation = "\(survey.generation)"
        stage = survey.stage.rawValue
        steps = IssuePlan(survey).instructions(survey.generation).map { step, instructions in
            Step(does: step.words, commands: instructions.map(\.name))
        }
        keys = KeyRole.allCases.flatMap { role in
            ring.generations(of: role).compactMap { number in
                ring.key(role, generation: number).map { "\(role.rawValue) \(number) \($0.checkValue)" }
            }
        }
    }

    var description: String {
        let lines = steps.map { "  \($0.does): \($0.commands.joined(separator: ", "))" }
        let head = "card \(uid) (DESFire \(generation.uppercased())), \(stage); nothing was changed. To do:"
        let end = "Keys (role, generation, check value):"
        let plan = lines.isEmpty ? ["  nothing but to read it back"] : lines
        return ([head] + plan + [end] + keys.map { "  \($0)" }).joined(separator: "\n")
    }
}

struct InspectReport: Report {
    let uid: String
    let kind: String
    var stage: String?
    /// Bytes of the card's memory left for applications and files.
    var freeBytes: Int?
    var card: String?
    var member: String?
    var odometerPoints: Int64?
    var odometerFen: Int64?
    /// What differs from the profile; absent when nothing could be compared.
    var findings: [String]?
    /// What the hub says of the card: its status, and what it has booked of its spends.
    var hubStatus: String?
    var settledPoints: Int64?
    var settledFen: Int64?

    var id: CardID? { card.flatMap { CardID($0) } }

    mutating func add(_ view: CardView) {
        hubStatus = view.status.rawValue
        settledPoints = view.settled.points.count
        settledFen = view.settled.money.fen
    }

    init(_ inspection: CardInspection) {
        uid = inspection.survey.uid.description
        kind = "DESFire \("\(inspection.survey.generation)".uppercased())"
        stage = inspection.survey.stage.rawValue
        freeBytes = inspection.survey.freeMemory
        member = inspection.member?.member.description
        card = inspection.member.map {
            CardID(uid: inspection.survey.uid, issueNumber: $0.issueNumber).description
        }
        odometerPoints = inspection.odometers?.points.count
        odometerFen = inspection.odometers?.money.fen
        findings = inspection.findings
    }

    /// What is no DESFire, by what a kiosk would make of it.
    init(_ reading: CardReading) {
        (uid, kind) =
            switch reading {
            case .uidOnly(let uid, let kind): (uid.description, "\(kind): identifies a linked member, cannot be issued")
            case .foreign(let kind): ("", "foreign (\(kind))")
            case .member(let member): (member.id.uid.description, "member's card")
            case .unsafe(let uid, let reason): (uid.description, "unsafe (\(reason))")
            }
    }

    var description: String {
        let rows: [(String, String?)] = [
            ("uid", uid.isEmpty ? nil : uid), ("kind", kind), ("stage", stage),
            ("free memory", freeBytes.map { "\($0) bytes" }), ("card", card), ("member", member),
            ("points spent", odometerPoints.map(String.init)), ("fen spent", odometerFen.map(String.init)),
            ("hub", hubStatus), ("points booked", settledPoints.map(String.init)),
            ("fen booked", settledFen.map(String.init)),
            ("settings", findings.map { $0.isEmpty ? "as they must be" : "WRONG: " + $0.joined(separator: ", ") }),
        ]
        return rows.compactMap { name, value in
            value.map { name.padding(to: 14) + $0 }
        }.joined(separator: "\n")
    }
}

struct SelfTestReport: Report {
    struct Line: Encodable {
        let id: String
        let group: String
        let verdict: String
        let message: String
    }
    let passed: Int
    let failed: Int
    let unknown: Int
    let results: [Line]

    /// EX_SOFTWARE: the cryptography of this program is wrong.
    var exitStatus: Int32 { failed > 0 ? 70 : 0 }

    init(_ results: [SelfTest.Result]) {
        func count(_ verdict: SelfTest.Verdict) -> Int { results.filter { $0.verdict == verdict }.count }
        passed = count(.passed)
        failed = count(.failed)
        unknown = count(.unknown)
        self.results = results.map {
            Line(id: $0.id, group: $0.group, verdict: $0.verdict.rawValue, message: $0.message)
        }
    }

    var description: String {
        let lines = results.map { line in
            line.verdict.padding(to: 8) + line.id + (line.message.isEmpty ? "" : ": \(line.message)")
        }
        return (lines + ["\(passed) passed, \(failed) failed, \(unknown) unknown"]).joined(separator: "\n")
    }
}

extension String {
    fileprivate func padding(to count: Int) -> String {
        self + String(repeating: " ", count: Swift.max(1, count - self.count))
    }
}
