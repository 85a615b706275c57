internal import Synchronization

/// One kind of cache of a database's content. Nothing may depend on it: it starts empty, and its content is valid only
/// for as long as the database itself says so.
///
///     final class PolicyCache: Cache { ... }
///     let policies = tx.cache(PolicyCache.self)
package protocol Cache: AnyObject, Sendable {
    init()
}

/// All that a program remembers of one database. It lives as long as the engine, so that two databases of one process
/// never share a memory.
package final class Caches: Sendable {
    private let all = Mutex<[ObjectIdentifier: any Cache]>([:])

    package init() {}

    package func find<Kind: Cache>(_ kind: Kind.Type) -> Kind {
        all.withLock { all in
            if let known = all[ObjectIdentifier(kind)] as? Kind { return known }
            let made = Kind()
            all[ObjectIdentifier(kind)] = made
            return made
        }
    }
}
