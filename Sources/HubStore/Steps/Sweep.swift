internal import FoundationEssentials
internal import Database
internal import Vocabulary

/// The progress of work over all members. It is saved with every step, so that an interruption loses nothing.
struct Sweep {
    enum Kind: String {
        /// Everybody, after another policy has come into force.
        case policy
        /// Everybody with a booking that comes into sight of kiosks or leaves it.
        case bookings
        /// Everybody with a lot that became active.
        case activations
    }

    let kind: Kind
    /// Counts the sweeps of this kind.
    var number: Int64 = 0
    /// What it works towards, such as a policy's version; empty when it has ended.
    var goal = ""
    var dueMs: Int64 = 0
    // What was looked at last.
    var afterMs: Int64 = 0
    /// Empty before the first.
    var afterMember: [UInt8] = []
    var afterID = ""

    var isUnderWay: Bool { !goal.isEmpty }

    static func find(_ kind: Kind, _ tx: Transaction) throws -> Sweep {
        guard let row = try tx.row("SELECT * FROM sweep WHERE kind = $1", [kind.rawValue]) else {
            return Sweep(kind: kind)
        }
        return try Sweep(
            kind: kind, number: row["number"], goal: row["goal"], dueMs: row["due_ms"], afterMs: row["after_ms"],
            afterMember: row["after_member"], afterID: row["after_id"])
    }

    /// The next one of its kind, from its beginning.
    func anew(to goal: String, dueMs: Int64 = 0, afterMs: Int64 = 0) -> Sweep {
        Sweep(kind: kind, number: number + 1, goal: goal, dueMs: dueMs, afterMs: afterMs)
    }

    func save(_ tx: Transaction) throws {
        try tx.run(
            """
            INSERT INTO sweep VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (kind) DO UPDATE SET number = $2,
                goal = $3, due_ms = $4, after_ms = $5, after_member = $6, after_id = $7
            """, [kind.rawValue, number, goal, dueMs, afterMs, afterMember, afterID])
    }

    func end(_ tx: Transaction) throws {
        var ended = self
        ended.goal = ""
        try ended.save(tx)
    }
}
