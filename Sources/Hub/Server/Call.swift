internal import Foundation
internal import HubAPI
internal import HubStore
internal import Hummingbird
internal import NIOCore
internal import Vocabulary

/// One request, and what middleware has found out about it on the way to its route.
struct Call: RequestContext {
    /// Holds the names in the address, percent-decoded by `ExactAddresses`.
    var coreContext: CoreRequestContextStorage
    let channel: any Channel
    /// By what the client is counted and named: the hub's peer, or who stands behind a proxy that is trusted.
    var address: String
    /// `nil` where nobody has to say who asks.
    var caller: Bearer?
    var query: [String: String] = [:]
    var body = Data()
    /// The connection that the answer goes to, for as long as somebody listens.
    var client: Connection?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
        address = OpenConnections.key(of: source.channel.remoteAddress)
    }

    /// By a name between braces in the route's path.
    subscript(_ name: String) -> String { parameters.get(name) ?? "" }

    /// - Throws: a problem that says where in the JSON the mistake is.
    func decoded<Value: Decodable>(_: Value.Type = Value.self) throws(Problem) -> Value {
        // The decoder would guess UTF-16 and UTF-32 too (RFC 8259 §8.1: UTF-8, without a byte order mark).
        guard String(validating: body, as: UTF8.self) != nil, !body.starts(with: [0xEF, 0xBB, 0xBF]), !body.contains(0)
        else { throw .notUTF8 }
        do {
            return try JSONDecoder().decode(Value.self, from: body)
        } catch {
            throw Problem.invalidJSON(error)
        }
    }

    /// The body as it came.
    func text() throws(Problem) -> String {
        guard let text = String(validating: body, as: UTF8.self) else {
            throw .notUTF8
        }
        return text
    }

    /// - Throws: a problem when the parameter in the path is not of this form.
    func required<Value>(_ name: String, _ form: String, _ parse: (String) -> Value?) throws(Problem) -> Value {
        guard let value = parse(self[name]) else {
            throw Problem(
                status: 400, code: "invalid-parameter",
                title: Bilingual(zh: "地址里的 \(name) 无效", en: "The \(name) in the address is not one"),
                detail: "\(form) is expected. Nothing was changed.")
        }
        return value
    }

    /// - Throws: a problem when it is there and not a whole number in the range.
    func number(_ name: String, in range: ClosedRange<Int64>) throws(Problem) -> Int64? {
        guard let text = query[name] else { return nil }
        guard let number = Int64(text), "\(number)" == text, range.contains(number) else {
            throw Problem(
                status: 400, code: "invalid-parameter",
                title: Bilingual(zh: "\(name) 不是可用的数字", en: "\(name) is not a number that can be used"),
                detail: "A whole number from \(range.lowerBound) to \(range.upperBound) is expected.")
        }
        return number
    }

    func choice<Value: RawRepresentable<String>>(_ name: String, default value: Value) throws(Problem) -> Value {
        guard let text = query[name] else { return value }
        guard let choice = Value(rawValue: text) else {
            throw Problem(
                status: 400, code: "invalid-parameter",
                title: Bilingual(zh: "\(name) 不是可选的值", en: "\(name) is none of the values it can have"),
                detail: "They are listed in /openapi.yaml.")
        }
        return choice
    }
}

extension Problem {
    fileprivate static let notUTF8 = Problem(
        status: 400, code: "invalid-json", title: Bilingual(zh: "内容不是 UTF-8", en: "The body is not UTF-8"),
        detail: "JSON in UTF-8, without a byte order mark, is expected. Nothing was taken and nothing is lost.")
}
