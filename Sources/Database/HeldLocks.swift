/// What one transaction has locked so far.
struct HeldLocks {
    private(set) var all: Set<Lock> = []
    /// In the order of locks.
    private(set) var last: Lock?

    mutating func add(_ locks: [Lock]) {
        all.formUnion(locks)
        if let greatest = locks.max(), last.map({ $0 < greatest }) ?? true { last = greatest }
    }

    /// The wanted locks that are missing. The exclusive lock on the hub includes all others.
    func missing(of wanted: [Lock]) -> [Lock] {
        all.contains(.hub) ? [] : wanted.filter { !all.contains($0) }
    }
}
