internal import Vocabulary

/// What the keys of a mapping are when they are names rather than settings.
package struct DocumentKey {
    /// In words: `tier id`.
    package var what: String
    /// The kind of thing that the keys refer to; `nil` when they name what stands below.
    package var refersTo: String?
    /// Other keys than ids: a list of these only.
    package var only: [String]?

    package init(_ what: String, refersTo: String? = nil, only: [String]? = nil) {
        self.what = what
        self.refersTo = refersTo
        self.only = only
    }

    var allowed: Bilingual {
        only.map { Bilingual(both: $0.joined(separator: ", ")) }
            ?? Bilingual(
                zh: "编号（\(what)）：小写字母 a 到 z、数字和 -，最多 64 个", en: "\(what): a to z, 0 to 9 and -, at most 64")
    }

    func takes(_ key: String) -> Bool { only.map { $0.contains(key) } ?? DocumentScalar.isID(key) }

    func schema(of element: JSONText, in count: ClosedRange<Int>) -> [JSONText.Member] {
        let names: JSONText.Member =
            only.map { .init("enum", .list($0.map { .text($0) })) } ?? .init("pattern", .text(DocumentScalar.idPattern))
        return [
            .init("type", .text("object")), .init("propertyNames", .object([names])),
            .init("additionalProperties", element), .init("minProperties", .number(Int64(count.lowerBound))),
            .init("maxProperties", .number(Int64(count.upperBound))),
        ]
    }
}

/// Mappings inside mappings, lists of them, and kinds that decide which keys there are.
extension DocumentReader {
    /// A group of settings that may be left out: then each has its default.
    ///
    /// - Parameter shape: a name under which the schema describes it once, for groups that come again and again.
    package func section<Value>(
        _ name: String, shape: String? = nil, _ why: String, _ read: (DocumentReader) -> Value
    ) -> Value {
        if isDescribing { return describe(name, shape, why, isRequired: false, read) }
        declare(name, [], why, isRequired: false)
        guard let found = find(name), !isNull(found) || !context.isConfiguration else {
            return readBelow(name, as: pattern(shape, name), [], isMute: isMute, read)
        }
        return readMapping(found, name, as: pattern(shape, name), read)
    }

    /// A group that must be there.
    package func object<Value>(
        _ name: String, shape: String? = nil, _ why: String, _ read: (DocumentReader) -> Value
    ) -> Value {
        if isDescribing { return describe(name, shape, why, isRequired: true, read) }
        declare(name, [], why, isRequired: true)
        guard let found = find(name), !isNull(found) else {
            missing(name, allowed: .keys)
            return readBelow(name, as: pattern(shape, name), [], isMute: true, read)
        }
        return readMapping(found, name, as: pattern(shape, name), read)
    }

    /// A group that need not be; without it nothing of it holds.
    package func optionalObject<Value>(
        _ name: String, shape: String? = nil, _ why: String, _ read: (DocumentReader) -> Value
    ) -> Value? {
        if isDescribing { return describe(name, shape, why, isRequired: false, mayBeNull: true, read) }
        declare(name, [], why, isRequired: false)
        let found = find(name)
        noteSetting(name, found != nil)
        guard let found, !isNull(found) else { return nil }
        return readMapping(found, name, as: pattern(shape, name), read)
    }

    /// A list of groups.
    package func list<Value>(
        _ name: String, in count: ClosedRange<Int>, _ why: String, _ read: (DocumentReader) -> Value
    ) -> [Value] {
        if isDescribing {
            let (value, element, _) = described(name, nil, read)
            let schema: [JSONText.Member] = [
                .init("type", .text("array")), .init("items", element),
                .init("minItems", .number(Int64(count.lowerBound))),
                .init("maxItems", .number(Int64(count.upperBound))),
            ]
            declare(name, schema, why, isRequired: count.lowerBound > 0)
            return [value]
        }
        declare(name, [], why, isRequired: count.lowerBound > 0)
        guard let found = find(name) else {
            if count.lowerBound > 0 { missing(name, allowed: .aList) }
            return []
        }
        return (elements(found, at: name, in: count) ?? []).enumerated().map { index, element in
            readMapping(element, "\(name)[\(index)]", as: pattern(nil, "\(name).*"), read)
        }
    }

    /// Groups by name, in the order of the document.
    package func map<Value>(
        _ name: String, by key: DocumentKey, shape: String? = nil, in count: ClosedRange<Int> = 0...5000,
        _ why: String, _ read: (String, DocumentReader) -> Value
    ) -> [Value] {
        if isDescribing {
            let (value, element, _) = described(name, shape) { read("id", $0) }
            declare(name, key.schema(of: element, in: count), why, isRequired: count.lowerBound > 0)
            return [value]
        }
        declare(name, [], why, isRequired: count.lowerBound > 0)
        let found = find(name)
        if count.lowerBound == 0 { noteSetting(name, found != nil) }
        return members(found, at: name, by: key, in: count).map { entry in
            readMapping(entry.value, DocumentTree.join(name, entry.key), as: pattern(shape, "\(name).*")) {
                read(entry.key, $0)
            }
        }
    }

    /// A choice that decides which other keys of this mapping there are.
    ///
    /// - Parameter read: reads the keys of one kind; called for every kind while describing.
    package func variant<Kind: CaseIterable & RawRepresentable<String> & Equatable, Value>(
        _ name: String, of kinds: Kind.Type, default standard: Kind? = nil, _ why: String, _ read: (Kind) -> Value
    ) -> Value {
        let choice = DocumentScalar<Kind>.choice()
        if isDescribing { return describe(name, choice, standard, why, read) }
        let found: Kind? =
            if let standard { value(name, choice, default: standard, why) } else {
                find(name).flatMap { parsed($0, choice, at: path(of: name)) }
            }
        guard let found else {
            declare(name, [], why, isRequired: true)
            if !has(name) { missing(name, allowed: choice.allowed) }
            // Without a known kind, the keys of every kind are accepted.
            for kind in Kind.allCases { muted { _ = read(kind) } }
            return muted { read(choice.standIn) }
        }
        declare(name, [], why, isRequired: true)
        let value = read(found)
        if !undeclared.isEmpty, !isMute {
            for kind in Kind.allCases where kind != found {
                for other in namesDeclared(by: { _ = read(kind) }) {
                    otherKinds[other] = (otherKinds[other].map { "\($0) or " } ?? "\(name) ") + kind.rawValue
                }
            }
        }
        return value
    }

    func members(
        _ value: DocumentTree.Value?, at name: String, by key: DocumentKey, in count: ClosedRange<Int>
    ) -> [DocumentTree.Entry] {
        guard let value else {
            if count.lowerBound > 0 { missing(name, allowed: .mapping(by: key.what)) }
            return []
        }
        guard case .mapping(let entries) = value.content else {
            let fault = structure(value) ?? .mapping(by: key.what)
            report(at: path(of: name), fault, allowed: isNull(value) ? .none("{}") : nil)
            return []
        }
        guard count.contains(entries.count) else {
            report(
                at: path(of: name), .entries(entries.count),
                allowed: .range("\(count.lowerBound)", "\(count.upperBound)"))
            return []
        }
        return entries.filter { entry in
            let place = DocumentTree.join(path(of: name), entry.key)
            context.note(entry.place, at: place)
            if let kind = key.refersTo { refer(to: kind, entry.key, at: place) }
            guard !key.takes(entry.key) else { return true }
            let near =
                key.only == nil ? DocumentScalar<String>.meantID(entry.key).flatMap { key.takes($0) ? $0 : nil } : nil
            report(at: place, FullWidth.fault(entry.key) ?? .noKey.adding(.didYouMean(near)), allowed: key.allowed)
            return false
        }
    }

    /// The pattern of a group's settings; a shape has the same one wherever it stands.
    private func pattern(_ shape: String?, _ name: String) -> String {
        shape.map { "\($0)…" } ?? DocumentTree.join(pattern, name)
    }

    private func readMapping<Value>(
        _ found: DocumentTree.Value, _ name: String, as pattern: String, _ read: (DocumentReader) -> Value
    ) -> Value {
        if case .mapping(let entries) = found.content {
            return readBelow(name, as: pattern, entries, isMute: isMute, read)
        }
        return readBelow(name, as: pattern, [], isMute: true) { reader in
            let value = read(reader)
            let allowed = isNull(found) ? .none("{}") : reader.allowedKeys
            report(at: path(of: name), structure(found) ?? .mapping, allowed: allowed)
            return value
        }
    }

    private func readBelow<Value>(
        _ name: String, as pattern: String, _ entries: [DocumentTree.Entry], isMute: Bool,
        _ read: (DocumentReader) -> Value
    ) -> Value {
        let reader = DocumentReader(
            context: context, path: path(of: name), pattern: pattern, entries: entries, isMute: isMute)
        let value = read(reader)
        reader.finish()
        return value
    }

    private func describe<Value>(
        _ name: String, _ shape: String?, _ why: String, isRequired: Bool, mayBeNull: Bool = false,
        _ read: (DocumentReader) -> Value
    ) -> Value {
        list(name, why)
        let (value, schema, mustSay) = described(name, shape, read)
        let null = JSONText.object([.init("type", .text("null"))])
        guard case .object(let members) = schema else { return value }
        let isRequired = isRequired || mustSay && !mayBeNull
        let mayBeNull = mayBeNull || context.isConfiguration && !isRequired
        declare(
            name, mayBeNull ? [.init("anyOf", .list([schema, null]))] : members, why, isRequired: isRequired)
        return value
    }

    /// - Returns: what was read, its schema, and whether there is a key that it must say.
    private func described<Value>(
        _ name: String, _ shape: String?, _ read: (DocumentReader) -> Value
    ) -> (value: Value, schema: JSONText, mustSay: Bool) {
        let reader = DocumentReader(context: context, path: path(of: name), entries: [])
        let value = read(reader)
        let schema = JSONText.object(reader.shape.members)
        let mustSay = !reader.shape.required.isEmpty
        guard let shape else { return (value, schema, mustSay) }
        if !context.definitions.contains(where: { $0.key == shape }) {
            context.definitions.append(.init(shape, schema))
        }
        return (value, .object([.init("$ref", .text("#/$defs/\(shape)"))]), mustSay)
    }

    private func describe<Kind: CaseIterable & RawRepresentable<String> & Equatable, Value>(
        _ name: String, _ choice: DocumentScalar<Kind>, _ standard: Kind?, _ why: String, _ read: (Kind) -> Value
    ) -> Value {
        let standardText: [JSONText.Member] = standard.map { [.init("default", choice.write($0))] } ?? []
        declare(name, choice.schema + standardText, why, isRequired: standard == nil)
        let common = shape
        var branches: [JSONText] = []
        var values: [Value] = []
        for kind in Kind.allCases {
            shape = ObjectShape()
            values.append(read(kind))
            let own = JSONText.Member(name, .object([.init("const", choice.write(kind))]))
            let required = (kind == standard ? [] : [name]) + shape.required
            var branch: [JSONText.Member] = [.init("properties", .object([own] + shape.properties))]
            if !required.isEmpty { branch.append(.init("required", .list(required.map { .text($0) }))) }
            branches.append(.object(branch))
        }
        shape = common
        shape.branches = branches
        return values[0]
    }
}
