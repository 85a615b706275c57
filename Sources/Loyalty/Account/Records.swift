/// A member's records of one kind by their id. Everybody may read them; only the rules add, change and remove them.
package struct Records<Record: Hashable & Sendable>: Hashable, Sendable {
    private var byID: [String: Record] = [:]

    package init() {}

    package subscript(_ id: String) -> Record? { byID[id] }

    package var ids: Dictionary<String, Record>.Keys { byID.keys }
    /// In no order.
    package var all: Dictionary<String, Record>.Values { byID.values }
    package var count: Int { byID.count }
    package var isEmpty: Bool { byID.isEmpty }

    /// Adds a record. The caller has checked that the id is free; a record under it would be replaced.
    mutating func add(_ record: Record, id: String) { byID[id] = record }

    mutating func remove(_ id: String) { byID[id] = nil }

    /// Changes a record in place; does nothing if there is none under this id.
    mutating func change(_ id: String, _ change: (inout Record) -> Void) {
        guard let index = byID.index(forKey: id) else { return }
        change(&byID.values[index])
    }
}
