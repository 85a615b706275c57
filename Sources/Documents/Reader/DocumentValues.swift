package import Vocabulary

/// Single values, and lists of them.
extension DocumentReader {
    /// A value with a default.
    package func value<Value>(
        _ name: String, _ scalar: DocumentScalar<Value>, default standard: Value, _ why: String
    ) -> Value {
        declare(
            name, scalar.schema + [.init("default", scalar.write(standard))], why + " Allowed: \(scalar.allowed.en).",
            isRequired: false)
        list(name, scalar, scalar.write(standard), why)
        let found = find(name)
        noteSetting(name, found != nil)
        return found.flatMap { parsed($0, scalar, at: path(of: name)) } ?? standard
    }

    /// A value that must be there.
    ///
    /// - Parameter example: what a reference page shows, as it would stand in the document.
    package func value<Value>(
        _ name: String, _ scalar: DocumentScalar<Value>, example: String? = nil, _ why: String
    ) -> Value {
        var examples: [JSONText.Member] { example.map { [.init("examples", .list([.text($0)]))] } ?? [] }
        declare(name, scalar.schema + examples, why + " Allowed: \(scalar.allowed.en).", isRequired: true)
        list(name, scalar, nil, example: example, why)
        guard let found = find(name) else {
            missing(name, allowed: scalar.allowed)
            return scalar.standIn
        }
        return parsed(found, scalar, at: path(of: name)) ?? scalar.standIn
    }

    /// A value that may be left out or said to be none (`~`).
    ///
    /// - Parameters:
    ///   - standard: what it is when it is left out.
    ///   - none: what `~` is for.
    package func optional<Value>(
        _ name: String, _ scalar: DocumentScalar<Value>, default standard: Value? = nil,
        none: Bilingual = .nothing, _ why: String
    ) -> Value? {
        var schema: [JSONText.Member] {
            [
                .init("anyOf", .list([.object(scalar.schema), .object([.init("type", .text("null"))])])),
                .init("default", standard.map(scalar.write) ?? .null),
            ]
        }
        var allowed: Bilingual { scalar.allowed.or(none) }
        declare(name, schema, why + " Allowed: \(allowed.en).", isRequired: false)
        list(name, scalar, standard.map(scalar.write) ?? .null, allowed: allowed, why)
        let found = find(name)
        noteSetting(name, found != nil)
        guard let found else { return isDescribing ? scalar.standIn : standard }
        return isNull(found) ? nil : parsed(found, scalar, allowed: allowed, at: path(of: name))
    }

    /// A list of values, none of them twice.
    package func values<Value: Hashable>(
        _ name: String, _ scalar: DocumentScalar<Value>, default standard: [Value] = [],
        in count: ClosedRange<Int> = 0...1000, _ why: String
    ) -> [Value] {
        var schema: [JSONText.Member] {
            [
                .init("type", .text("array")), .init("items", .object(scalar.schema)),
                .init("minItems", .number(Int64(count.lowerBound))),
                .init("maxItems", .number(Int64(count.upperBound))),
                .init("uniqueItems", .flag(true)), .init("default", .list(standard.map(scalar.write))),
            ]
        }
        declare(name, schema, why + " Allowed: a list; each \(scalar.allowed.en).", isRequired: false)
        list(name, scalar, .list(standard.map(scalar.write)), allowed: .listOf(scalar.allowed), why)
        let found = find(name)
        noteSetting(name, found != nil)
        guard let found else { return standard }
        return distinct(found, at: name, scalar, in: count) ?? standard
    }

    private func distinct<Value: Hashable>(
        _ found: DocumentTree.Value, at name: String, _ scalar: DocumentScalar<Value>, in count: ClosedRange<Int>
    ) -> [Value]? {
        guard let elements = elements(found, at: name, in: count) else { return nil }
        var values: [Value] = []
        var seen: Set<Value> = []
        for (index, element) in elements.enumerated() {
            var place: String { "\(path(of: name))[\(index)]" }
            guard let value = parsed(element, scalar, at: place) else { continue }
            if seen.insert(value).inserted { values.append(value) } else { report(at: place, .twiceInList) }
        }
        return values
    }

    /// Lists of values by key, in the order of the document.
    package func lists<Value: Hashable>(
        _ name: String, by key: DocumentKey, _ scalar: DocumentScalar<Value>, in count: ClosedRange<Int> = 0...1000,
        _ why: String
    ) -> [(key: String, values: [Value])] {
        var element: [JSONText.Member] {
            [
                .init("type", .text("array")), .init("items", .object(scalar.schema)),
                .init("uniqueItems", .flag(true)),
            ]
        }
        declare(name, key.schema(of: .object(element), in: count), why, isRequired: count.lowerBound > 0)
        return members(find(name), at: name, by: key, in: count).map { entry in
            let below = DocumentTree.join(name, entry.key)
            return (entry.key, distinct(entry.value, at: below, scalar, in: 0...1000) ?? [])
        }
    }

    /// Values by key, in the order of the document.
    package func amounts<Value>(
        _ name: String, by key: DocumentKey, _ scalar: DocumentScalar<Value>, in count: ClosedRange<Int> = 0...1000,
        _ why: String
    ) -> [(key: String, value: Value)] {
        declare(name, key.schema(of: .object(scalar.schema), in: count), why, isRequired: count.lowerBound > 0)
        let found = find(name)
        if count.lowerBound == 0 { noteSetting(name, found != nil) }
        return members(found, at: name, by: key, in: count).compactMap { entry in
            let place = DocumentTree.join(path(of: name), entry.key)
            return parsed(entry.value, scalar, at: place).map { (entry.key, $0) }
        }
    }

    func elements(
        _ value: DocumentTree.Value, at name: String, in count: ClosedRange<Int>
    ) -> [DocumentTree.Value]? {
        guard case .list(let elements) = value.content else {
            let fault = structure(value) ?? .list
            report(at: path(of: name), fault, allowed: isNull(value) ? .none("[]") : nil)
            return nil
        }
        guard count.contains(elements.count) else {
            report(
                at: path(of: name), .entries(elements.count),
                allowed: .range("\(count.lowerBound)", "\(count.upperBound)"))
            return nil
        }
        return elements
    }

    func parsed<Value>(
        _ value: DocumentTree.Value, _ scalar: DocumentScalar<Value>, allowed: @autoclosure () -> Bilingual? = nil,
        at place: @autoclosure () -> String
    ) -> Value? {
        func wrong(_ fault: Fault) -> Value? {
            report(at: place(), fault, allowed: allowed() ?? scalar.allowed)
            return nil
        }
        guard case .scalar(let text, let tag) = value.content else { return wrong(.single) }
        if let fault = objection(text, tag, scalar.kind) { return wrong(fault) }
        switch scalar.read(text) {
        case .value(let value): return value
        case .wrong(let fault): return wrong(FullWidth.fault(text) ?? fault)
        }
    }

    /// A single value that begins as a mapping or a list would, but for full-width signs.
    func structure(_ value: DocumentTree.Value) -> Fault? {
        guard case .scalar(let text, _) = value.content else { return nil }
        return FullWidth.structure(text)
    }

    /// What is wrong with the kind of a value before anybody reads it.
    private func objection(_ text: String, _ tag: DocumentTree.PlainTag?, _ kind: DocumentKind) -> Fault? {
        if tag == .null { return .nothing }
        // Templates put quotes round everything.
        if context.isConfiguration, kind == .integer || kind == .flag { return nil }
        switch kind {
        case .text, .path, .url:
            guard let tag, tag != .text else { return nil }
            return .unquoted(text, tag)
        case .word, .choice, .duration, .size: return nil
        case .integer:
            return tag == .number ? nil : FullWidth.fault(text) ?? .noNumber(text, isQuoted: tag == nil)
        case .flag: return tag == nil ? .text(text) : nil
        }
    }
}
