import ArgumentParser
import Documents
import Loyalty
import PolicyFile
import Vocabulary

struct PolicyFairnessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fairness", abstract: "Tell what different groups of members pay for the same thing, and why.",
        discussion: """
            Evaluates every member's history up to a moment, asks what one unit of an item would cost that member then,
            with the offers and coupons that make it cheapest, and compares age groups, sexes and years as a member: how
            many, least, quartiles, most, mean, the widest gap between two groups, and how much of it comes from which
            rule. Groups so small that one member's price could be worked out are not shown. Offers that look at age,
            sex or occupation are listed with the reason that the policy gives. What decides who belongs to a segment
            the policy does not say; look at the gaps.

            With --member: what one member pays, what the same member would pay without segments, age, sex, occupation,
            birthday, last visit and coupons given personally, and which rules make the difference.

            The history is a file as for `kioskctl policy replay`. --published names the policies that the entries were
            made under; the one that is asked about need not be named again. Nothing is written anywhere.

            Ends with 0; with 65 for a policy with problems (one that uses a protected attribute without a reason is
            refused), an item or a member that is not there, or a line that cannot be read; with 66 when the history
            cannot be read.

            EXAMPLES
              kioskctl policy fairness --policy now.yaml --item hydrating --day 2026-06-16 --store xuhui history.jsonl
              kioskctl policy fairness --policy draft.yaml --published now.yaml --item aroma --day 2027-01-05 \\
                --time 10:30 --store xuhui --words zh < history.jsonl
              kioskctl policy fairness --policy now.yaml --item brow --day 2026-06-16 --store xuhui --member m-7 \\
                history.jsonl
              kioskctl policy fairness --policy now.yaml --item brow --day 2026-06-16 --store xuhui --json < h.jsonl |
                jq '.attributes[] | {attribute, gapFen: .gap.fen}'
            """)

    @Option(help: "The policy that prices are asked of.", completion: .file(extensions: ["yaml", "yml", "json"]))
    var policy: String
    @Option(
        help: "A policy that entries were made under.", completion: .file(extensions: ["yaml", "yml", "json"]))
    var published: [String] = []
    @Option(help: "Id of an item on the policy's price list.") var item: String
    @Option(help: "The store's day, such as 2026-06-16.") var day: String
    @Option(help: "Hours and minutes of the store's clock, such as 09:30.") var time = "12:00"
    @Option(help: "The store's id: some offers hold in some stores only.") var store: String
    @Option(help: "Only this member, with and without personalisation.") var member: String?
    @Option(help: "Words of which language; the terminal's without.") var words: Language?
    @Flag(help: "Print JSON; amounts in fen.") var json = false
    @Argument(help: "The history; standard input without, or with -.") var file: String?

    func run() async throws {
        let (files, file, member) = ((policy: policy, published: published), file, member)
        let (item, day, time, store) = (item, day, time, store)
        let (words, json) = (words ?? .ofTerminal, json)
        try await ending {
            let policy = try PolicySource.read(files.policy, words)
            let published = try files.published.map { try PolicySource.read($0, words) }.filter {
                $0.version != policy.version
            }
            let question = try Self.question(item, PolicySource.day(day, words), time, store, policy, words)
            var census = FairnessCensus(question, policy, PolicyBook(published + [policy]), only: member)
            var lines = try HistoryLines(file, words)
            do {
                let progress = HistoryProgress()
                defer { progress.finish() }
                while let member = try lines.next() {
                    try Task.checkCancellation()
                    try census.add(member.member, member.entries)
                    progress.note(members: census.members, entries: census.entries)
                }
            }
            let answer = try census.answer()
            let printed = json ? [String(answer.json.printed.dropLast())] : answer.lines(words)
            for line in printed { try Output.line(line) }
        }
    }

    private static func question(
        _ item: String, _ day: Day, _ time: String, _ store: String, _ policy: Policy, _ language: Language
    ) throws -> FairnessQuestion {
        func refused(_ zh: String, _ en: String) -> Failure { Failure(.dataError, language == .zh ? zh : en) }
        guard policy.items[item] != nil else {
            throw refused("\(policy.version) 里没有项目 \(item)", "\(policy.version) has no item \(item)")
        }
        guard let minute = minute(time) else {
            throw refused(
                "\(time) 不是时刻；请写成 09:30，00:00 到 23:59",
                "\(time) is no time of day; write it as 09:30, 00:00 to 23:59")
        }
        let question = FairnessQuestion(item: item, day: day, minuteOfDay: minute, store: store)
        guard question.atMs(policy.zone) >= policy.effectiveFromMs else {
            let first = policy.zone.day(atMs: policy.effectiveFromMs)
            throw refused(
                "\(policy.version) 自 \(first) 起生效；\(day) \(time) 在那之前",
                "\(policy.version) is in force from \(first) on; \(day) \(time) is before that")
        }
        return question
    }

    /// - Returns: minutes since midnight; `nil` for what is not written as `09:30`.
    private static func minute(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0.allSatisfy("0123456789".contains) }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        return hour * 60 + minute
    }
}

/// Goes through a history member by member, for all of them or for one, and keeps no account.
struct FairnessCensus {
    private let policy: Policy
    private let book: PolicyBook
    private let only: String?
    private let nowMs: Int64
    private var survey: FairnessSurvey
    private var found: PersonalisationEffect?
    private(set) var members = 0
    private(set) var entries = 0
    private var broken = FairnessAnswer.Broken()

    /// - Parameter only: a member, where only that one is asked about.
    init(_ question: FairnessQuestion, _ policy: Policy, _ book: PolicyBook, only: String?) {
        self.policy = policy
        self.book = book
        self.only = only
        nowMs = question.atMs(policy.zone)
        survey = FairnessSurvey(question, policy)
    }

    /// - Throws: `Failure` where the question cannot be answered for the member.
    mutating func add(_ member: String, _ entries: [MemberEntry]) throws {
        members += 1
        self.entries += entries.count
        guard only == nil || only == member else { return }
        let account = History.account(of: entries, atMs: nowMs, under: book) { entry, error in
            broken.note("\(member), \(entry.id): \(error.words.en)")
        }
        guard let account else { return }
        do throws(RuleError) {
            if only != nil {
                found = try PersonalisationEffect.of(survey.question, member: account, policy: policy)
            } else {
                survey.add(try survey.question.quote(for: account, policy), of: account)
            }
        } catch { throw Failure(.dataError, "\(member): \(error.words.en)") }
    }

    func answer() throws -> FairnessAnswer {
        guard let only else {
            return FairnessAnswer(survey.question, policy, .groups(survey.report), broken)
        }
        guard let found else {
            throw Failure(.dataError, "\(only) is no member of this history on \(survey.question.day)")
        }
        return FairnessAnswer(survey.question, policy, .member(only, found), broken)
    }
}
