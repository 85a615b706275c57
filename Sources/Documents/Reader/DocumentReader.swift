package import Vocabulary

/// Stands at one mapping of a document, hands out its values key by key, and gathers everything that is wrong.
///
/// A key is declared where it is read: name, kind, default, reason. The same code describes the document when there
/// is none: it then walks every branch and makes a JSON Schema. Reading never stops at a problem; a default or
/// a stand-in is handed out.
package final class DocumentReader {
    /// Dotted, such as `offers.member-day.effect`; empty at the top.
    package let path: String
    /// The same with `*` for names that the document gives.
    let pattern: String
    let context: DocumentContext
    let entries: [DocumentTree.Entry]
    /// Reports nothing: stands for a mapping that is missing or wrong, which was reported already.
    private(set) var isMute: Bool
    private(set) var names: [String] = []
    var shape = ObjectShape()
    /// Keys of the kinds that were not chosen, by name.
    var otherKinds: [String: String] = [:]

    init(
        context: DocumentContext, path: String, pattern: String = "", entries: [DocumentTree.Entry],
        isMute: Bool = false
    ) {
        self.pattern = pattern
        self.context = context
        self.path = path
        self.entries = entries
        self.isMute = isMute
    }

    package var isDescribing: Bool { context.isDescribing }

    /// Whether nothing wrong was found so far, here or elsewhere.
    package var isClean: Bool { context.isClean }

    /// Takes over what is wrong in a file that this document names.
    package func include(_ problems: DocumentProblems) {
        if !isMute { context.include(problems.problems) }
    }

    /// Whether the document says this key.
    package func has(_ name: String) -> Bool { find(name) != nil }

    /// Something wrong at a place given by its whole path.
    package func report(at path: String, _ fault: Fault, allowed: Bilingual? = nil) {
        if !isMute, !isDescribing { context.report(path, fault, allowed: allowed) }
    }

    /// Something odd, which need not be wrong.
    package func warn(at path: String, _ fault: Fault) {
        if !isMute, !isDescribing { context.warn(path, fault) }
    }

    /// A condition on a key of this mapping; not looked at while that key or one of the others is wrong by itself.
    package func require(_ name: String, with others: [String] = [], _ fault: Fault, _ holds: () -> Bool) {
        guard !isDescribing, !isMute, !([name] + others).contains(where: { context.isSuspect(path(of: $0)) }) else {
            return
        }
        if !holds() { context.report(path(of: name), fault) }
    }

    /// Accepts, with a warning, a key that has no effect any more and is not described: documents published with it
    /// stay readable.
    package func retired(_ name: String, _ why: Fault) {
        guard !isDescribing, let found = find(name) else { return }
        names.append(name)
        if !isNull(found) { warn(at: path(of: name), why) }
    }

    package func path(of name: String) -> String { DocumentTree.join(path, name) }

    /// Declares a key, once.
    func declare(
        _ name: String, _ schema: @autoclosure () -> [JSONText.Member], _ why: @autoclosure () -> String,
        isRequired: Bool
    ) {
        if !names.contains(name) { names.append(name) }
        guard isDescribing else { return }
        let why = why()
        let described = schema() + (why.isEmpty ? [] : [.init("description", .text(why))])
        shape.properties.append(.init(name, .object(described)))
        if isRequired { shape.required.append(name) }
    }

    /// - Returns: `nil` when the key is not there; of a key that is set twice, the last value.
    func find(_ name: String) -> DocumentTree.Value? {
        entries.last { $0.key == name }?.value
    }

    func isNull(_ value: DocumentTree.Value) -> Bool {
        if case .scalar(_, plainTag: .null) = value.content { true } else { false }
    }

    func missing(_ name: String, allowed: Bilingual?) { report(at: path(of: name), .missing, allowed: allowed) }

    func noteSetting(_ name: String, _ isSet: Bool) {
        guard !isMute, !isDescribing, let settings = context.settings else { return }
        let setting = DocumentTree.join(pattern, name)
        if isSet || settings[setting] == nil { context.settings?[setting] = isSet }
    }

    /// Runs code that declares keys, without reporting faults.
    func muted<Result>(_ work: () -> Result) -> Result {
        let before = isMute
        isMute = true
        defer { isMute = before }
        return work()
    }

    /// The names that `work` declares beyond those declared already. They do not stay declared.
    func namesDeclared(by work: () -> Void) -> [String] {
        let before = names
        defer { names = before }
        muted(work)
        return Array(names.dropFirst(before.count))
    }

    var undeclared: [DocumentTree.Entry] { entries.filter { !names.contains($0.key) } }

    /// Reports keys that nothing declared. To be called when all were read.
    func finish() {
        guard !isMute, !isDescribing else { return }
        for entry in undeclared {
            context.report(path(of: entry.key), unknown(entry.key), allowed: allowedKeys, at: entry.place)
        }
    }

    var allowedKeys: Bilingual { Bilingual(both: names.joined(separator: ", ")) }

    private func unknown(_ name: String) -> Fault {
        guard context.problemsLeftOut == 0 else { return .unknownKey(name, near: nil) }
        if let kinds = otherKinds[name] { return .otherKind(name, kinds) }
        if let fault = FullWidth.fault(name) { return fault }
        if let near = Nearest.match(name, among: names) { return .unknownKey(name, near: near) }
        if context.knownPaths.contains(name) { return .dottedKey(name) }
        // The right word in the wrong group.
        return .unknownKey(name, near: context.knownPaths.first { $0.hasSuffix("." + name) })
    }
}

/// The keys of a mapping as JSON Schema, while they are gathered.
struct ObjectShape {
    var properties: [JSONText.Member] = []
    var required: [String] = []
    /// Of a variant: what each kind adds.
    var branches: [JSONText] = []

    var members: [JSONText.Member] {
        var members: [JSONText.Member] = [.init("type", .text("object")), .init("properties", .object(properties))]
        if !required.isEmpty { members.append(.init("required", .list(required.map { .text($0) }))) }
        if branches.isEmpty {
            members.append(.init("additionalProperties", .flag(false)))
        } else {
            members.append(.init("oneOf", .list(branches)))
            members.append(.init("unevaluatedProperties", .flag(false)))
        }
        return members
    }
}
