internal import Loyalty
internal import PolicyFile
internal import Vocabulary

/// What a repair plan says to the person who runs the hub.
enum RepairWords {
    static func lines(
        _ damage: MemberDamage, _ mend: Mend, from before: MemberDamage.Holding, to after: MemberDamage.Holding,
        refused: [String]
    ) -> [String] {
        let nights = damage.clock.entries.filter(\.isNight).map(\.atMs)
        var lines: [String] = []
        if let first = nights.min(), let last = nights.max() {
            lines.append(
                "\(nights.count) nights from \(MomentText.text(first)) to \(MomentText.text(last)) were entered by a"
                    + " clock in the future. They do not count.")
        }
        let entries = mend.entries.filter { $0.at != nil }
        lines += entries.map { counting in
            let dated = damage.clock.entries.first { $0.id == counting.id }
            return "Entry \(counting.id) is dated \(moment(dated?.atMs)). It counts from \(counting.at ?? "-") on;"
                + " when it happened, before that, cannot be told."
        }
        lines += damage.clock.spends.map(spend)
        lines += damage.clock.expiries.map {
            "\($0.amount) \(unit($0.currency)) of lot \($0.lot) were entered as expired on \(moment($0.atMs)), which"
                + " has not come. They are there again until then."
        }
        lines += damage.crossed.map {
            "A spend with the id of entry \($0) had taken its place. The entry counts again."
        }
        if let lot = damage.lot { lines.append("The books are not what the entries come to. Lot \(lot).") }
        lines += refused.map { "A rule refuses entry \($0) where it counts now. Staff are told when this is entered." }
        lines.append("It has \(holding(before)), and will have \(holding(after)).")
        return lines.map { "Member \(damage.number): \($0)" }
    }

    private static func spend(_ spend: ClockDamage.Spend) -> String {
        let dated = "Spend \(spend.id) is dated \(moment(spend.atMs))."
        guard let rightMs = spend.rightMs else {
            return "\(dated) It counts from now on; when it happened cannot be told."
        }
        return "\(dated) It counts at \(moment(rightMs)), as the kiosk's journal says."
    }

    private static func unit(_ currency: String) -> String { currency == "points" ? "points" : "fen (\(currency))" }

    private static func moment(_ atMs: Int64?) -> String { atMs.map { MomentText.text(max($0, 0)) } ?? "-" }

    private static func holding(_ holding: MemberDamage.Holding) -> String {
        "\(holding.funds.points.count) points, \(holding.funds.money.fen) fen and tier \(holding.tier)"
    }

    /// What a wrong clock does and leaves nothing of.
    static let beyondTheFile = [
        "What a wrong clock has dated no later than now looks like everything else, and is not listed.",
        "Holds that it ended too early left no trace. Where a spend came after one, the account may be below zero.",
        "Cards that it issued bear a last day that is off by as much. Replace them where that matters.",
        "What the desk refused or did not enter meanwhile is not here. Enter it with its receipts.",
    ]
}
