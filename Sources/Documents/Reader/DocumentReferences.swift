internal import Vocabulary

/// Names that must stand for something elsewhere in the document.
extension DocumentReader {
    /// Notes that something is named; `resolve` says later what there is.
    func refer(to kind: String, _ id: String, at place: String) {
        guard !isMute, !isDescribing else { return }
        context.references.append(DocumentContext.Reference(kind: kind, id: id, path: place))
    }

    /// The id of something that must be there.
    package func reference(_ name: String, to kind: String, _ why: String) -> String {
        let id = value(name, .id, why)
        if has(name), !context.isSuspect(path(of: name)) { refer(to: kind, id, at: path(of: name)) }
        return id
    }

    /// The id of something, or none.
    package func optionalReference(_ name: String, to kind: String, _ why: String) -> String? {
        let id = optional(name, .id, why)
        if let id { refer(to: kind, id, at: path(of: name)) }
        return id
    }

    /// Ids of things.
    package func references(_ name: String, to kind: String, _ why: String) -> Set<String> {
        let ids = values(name, .id, why)
        guard !context.isSuspect(path(of: name)) else { return Set(ids) }
        for (index, id) in ids.enumerated() { refer(to: kind, id, at: "\(path(of: name))[\(index)]") }
        return Set(ids)
    }

    /// Says which things of a kind there are, and reports references to others. To be called once for each kind.
    package func resolve(_ kind: String, among known: some Collection<String>) {
        let ids = Set(known)
        for reference in context.references where reference.kind == kind && !ids.contains(reference.id) {
            let near = Nearest.match(reference.id, among: ids)
            let allowed = ids.isEmpty || ids.count > 40 ? nil : ids.sorted().joined(separator: ", ")
            context.report(
                reference.path, .noReference(kind, reference.id, near: near),
                allowed: allowed.map { Bilingual(both: $0) })
        }
    }
}
