/// Why a statement or a transaction did not do what was asked. Cases are named for what the caller does about them;
/// both engines give the same one for the same cause.
package enum DatabaseError: Error, Hashable, Sendable {
    /// Another transaction was in the way. An engine tries again by itself a few times before it says this.
    case conflict(String)
    /// A row with this key is there already. `key` is the columns as the table lists them, or a named rule across rows.
    case taken(table: String, key: String)
    /// The values break a rule of the table.
    case refused(Rule)
    /// The connection is gone and nothing of the transaction was kept: it may be sent again.
    case lost(String)
    /// The connection went while the commit was on its way: it is kept or it is not. Send it again only under an id
    /// by which the database knows it.
    case outcomeUnknown(String)
    /// A value in the database is not what must be there.
    case damaged(Damage)
    /// There is no room. It works again after room was made.
    case full(String)
    /// Somebody else has it for too long: a lock, a file, all connections.
    case busy(String)
    /// A lock was requested after one that comes later in the order: two transactions that do so can deadlock.
    case lockOrder(Lock, after: Lock)
    /// A lock was needed too late for its place in the order. The engine runs the body again with all of these locked.
    case lockMissed(Set<Lock>)
    /// The disk or the server does not do its work, or refuses to write.
    case unavailable(String)
    /// The database's own structure is broken: keep it, restore the last backup.
    case corrupt(String)
    /// What lies there is something else than a database.
    case noDatabase(String)
    /// The caller was cancelled.
    case interrupted
    /// The database is not one to serve from; the words say what an operator does about it.
    case unfit(String)
    /// A mistake in the statement, or what has no case here; the engine's code and words.
    case other(code: String, words: String)

    /// A rule that values can break.
    package enum Rule: Hashable, Sendable {
        case check(String)
        /// `table.column`
        case notNull(String)
        case foreignKey
        /// What a trigger said.
        case trigger(String)
        /// The value does not go into a column of this type.
        case type(String)
        /// PostgreSQL has no text with U+0000 in it.
        case zeroCharacter
    }

    /// Whether other values would have gone in: what was sent is at fault, not the machine.
    package var isOfTheValues: Bool {
        switch self {
        case .taken, .refused: true
        default: false
        }
    }

    /// Whether the error ends the whole transaction, so that rolling back to a savepoint does not help.
    package var endsTransaction: Bool {
        switch self {
        case .conflict, .lockMissed, .lost, .outcomeUnknown, .full, .unavailable, .corrupt, .noDatabase, .interrupted:
            true
        default: false
        }
    }
}

extension DatabaseError {
    /// What the engine itself said, where it said something.
    package var words: String {
        switch self {
        case .conflict(let words), .lost(let words), .outcomeUnknown(let words), .full(let words), .busy(let words),
            .unavailable(let words), .corrupt(let words), .noDatabase(let words), .unfit(let words),
            .other(_, let words):
            words
        case .taken, .refused, .damaged, .lockOrder, .lockMissed, .interrupted: description
        }
    }
}

/// A value that cannot be what it is.
package struct Damage: Hashable, Sendable {
    package var column: String
    package var statement: String
    package var words: String

    package init(column: String, statement: String, words: String) {
        self.column = column
        self.statement = statement
        self.words = words
    }
}

extension DatabaseError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .conflict(let words): "another transaction was in the way each time: \(words)"
        case .taken(let table, let key): "\(table) has a row with this \(key) already"
        case .refused(let rule): rule.words
        case .lost(let words): "the connection to the database is gone and nothing was kept: \(words)"
        case .outcomeUnknown(let words):
            "the connection went during the commit, which is kept or not: \(words)"
        case .damaged(let damage):
            "column \(damage.column) cannot be read: \(damage.words); asked by \(damage.statement)"
        case .full(let words): "the database has no room left: \(words); make room, then it goes on"
        case .busy(let words): "the database is busy: \(words)"
        case .lockOrder(let lock, let after): "\(lock) is locked after \(after), which comes later"
        case .lockMissed(let locks): "\(locks.count) locks are needed from the beginning"
        case .unavailable(let words): "the database cannot be used now: \(words)"
        case .corrupt(let words): "the database is damaged: \(words); keep it, restore the last backup"
        case .noDatabase(let words): "it is no database: \(words)"
        case .interrupted: "it was cancelled; nothing was kept"
        case .unfit(let words): words
        case .other(let code, let words): "\(words) (\(code))"
        }
    }
}

extension DatabaseError.Rule {
    fileprivate var words: String {
        switch self {
        case .check(let name): "the values break the rule \(name)"
        case .notNull(let column): "\(column) must have a value"
        case .foreignKey: "a row refers to one that is not there, or is referred to"
        case .trigger(let words): words
        case .type(let words): words
        case .zeroCharacter: "a text has the character U+0000 in it, which the database cannot hold"
        }
    }
}
