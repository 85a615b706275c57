internal import AsyncHTTPClient
internal import Foundation
package import HubAPI
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL

/// Why the hub did not answer as hoped. Cases are named for what the caller does next.
package enum HubClientError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No connection, or it broke before the answer was whole. Try again later; nothing is known.
    case unreachable(String)
    /// Somebody answered who cannot show to be the hub; no token was sent. A person must look.
    case untrusted(TLSFault)
    /// The hub did not answer in time. Try again later; it may have taken what was sent.
    case timedOut
    /// The token is unknown or is not allowed to do this. A person must look; trying again does not help.
    case unauthorized
    /// The hub refused with words for a person; a `status` of 500 or more may pass by itself.
    case problem(Problem)
    /// What came is not an answer of a hub.
    case malformed(String)
    /// The address or the certificates to trust make no sense. Nothing was sent.
    case settings(String)

    package var description: String {
        switch self {
        case .unreachable(let reason): "the hub cannot be reached: \(reason)"
        case .untrusted(let fault): fault.description
        case .timedOut: "the hub did not answer in time"
        case .unauthorized: "the hub does not accept this token for this request"
        case .problem(let problem): "\(problem.title) (\(problem.status) \(problem.code)): \(problem.detail)"
        case .malformed(let what): "not an answer of a hub: \(what)"
        case .settings(let what): what
        }
    }
}

/// HTTP(S) to one hub with one token.
///
/// Connections are pooled and kept alive. Nothing is retried here: who calls knows what may be repeated, and
/// when (`UploadPacer`). Answers are read up to `HubLimits.answerBytes` and no further.
package final class HubClient: Sendable {
    package static let connectTimeout = Duration.seconds(5)
    package static let answerTimeout = Duration.seconds(15)
    /// What is added to the seconds that the hub was asked to wait.
    package static let longPollMargin = Duration.seconds(10)

    private let client: HTTPClient
    private let baseURL: String
    private let authorization: String

    /// - Parameters:
    ///   - baseURL: `https://host[:port]`; `http` for this machine only, since the token goes with every request.
    ///   - token: the bearer token; blanks and line ends round it do not matter.
    ///   - caFile: PEM certificates to trust instead of the system's.
    package init(baseURL: String, token: String, caFile: String? = nil) throws(HubClientError) {
        try Self.requireSecrecy(baseURL)
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        authorization = "Bearer \(token.filter { !$0.isWhitespace })"
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .init(Self.connectTimeout), read: nil))
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.tlsConfiguration = try Self.trust(caFile)
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// The token must not leave in clear, nor to whom a name or a password in the address makes it look like.
    private static func requireSecrecy(_ address: String) throws(HubClientError) {
        guard let url = URL(string: address), let host = url.host(), !host.isEmpty, url.user() == nil else {
            throw .settings("\(address) is no address of a hub; write https://HOST[:PORT]")
        }
        switch url.scheme?.lowercased() {
        case "https": return
        case "http" where ["127.0.0.1", "::1", "localhost"].contains(host.lowercased()): return
        case "http":
            throw .settings("\(address) would send the token in clear; write https://, http is for this machine only")
        default: throw .settings("\(address) is no address of a hub; write https://HOST[:PORT]")
        }
    }

    private static func trust(_ caFile: String?) throws(HubClientError) -> TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        guard let caFile else { return tls }
        do {
            tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(caFile))
        } catch {
            throw .settings("\(caFile) holds no certificate in PEM form")
        }
        return tls
    }

    deinit { client.shutdown { _ in } }

    func get<Answer: Decodable>(_ path: String, wait: Int = 0) async throws(HubClientError) -> Answer {
        try await exchange(.GET, path, body: nil, timeout: Self.timeout(wait: wait))
    }

    func post<Answer: Decodable>(_ path: String, _ body: some Encodable) async throws(HubClientError) -> Answer {
        let bytes: Data
        do { bytes = try WireJSON.bytes(of: body) } catch { throw .malformed("what was to be sent: \(error)") }
        return try await exchange(.POST, path, body: bytes, timeout: Self.timeout(wait: 0))
    }

    /// Hands out the answer as it came; with a body, which is sent as it is, by POST.
    func document(_ path: String, _ body: String? = nil) async throws(HubClientError) -> String {
        let bytes = try await bytes(
            body == nil ? .GET : .POST, path, body: body.map { Data($0.utf8) }, timeout: Self.timeout(wait: 0))
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func timeout(wait: Int) -> TimeAmount {
        TimeAmount(wait > 0 ? Duration.seconds(wait) + longPollMargin : answerTimeout)
    }

    private func exchange<Answer: Decodable>(
        _ method: HTTPMethod, _ path: String, body: Data?, timeout: TimeAmount
    ) async throws(HubClientError) -> Answer {
        let bytes = try await bytes(method, path, body: body, timeout: timeout)
        do {
            return try JSONDecoder().decode(Answer.self, from: bytes)
        } catch {
            throw .malformed("\(Answer.self) expected, \(bytes.count) bytes came that are none")
        }
    }

    private func bytes(
        _ method: HTTPMethod, _ path: String, body: Data?, timeout: TimeAmount
    ) async throws(HubClientError) -> Data {
        var request = HTTPClientRequest(url: baseURL + path)
        request.method = method
        request.headers.add(name: "authorization", value: authorization)
        request.headers.add(name: "accept", value: "application/json")
        if let body {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        let (status, bytes) = try await send(request, timeout: timeout)
        guard (200..<300).contains(status) else { throw Self.failure(status: status, bytes) }
        return bytes
    }

    /// The deadline covers the body too: reading happens inside the same request.
    private func send(_ request: HTTPClientRequest, timeout: TimeAmount) async throws(HubClientError) -> (Int, Data) {
        do {
            let response = try await client.execute(request, deadline: .now() + timeout)
            let body = try await response.body.collect(upTo: HubLimits.answerBytes)
            return (Int(response.status.code), Data(body.readableBytesView))
        } catch is NIOTooManyBytesError {
            throw .malformed("more than \(HubLimits.answerBytes) bytes")
        } catch let error as HTTPClientError where Self.timeouts.contains(error) {
            throw .timedOut
        } catch {
            if let fault = await fault(in: error) { throw .untrusted(fault) }
            throw .unreachable(LostConnection.words(error))
        }
    }

    private func fault(in error: any Error) async -> TLSFault? {
        guard let url = URL(string: baseURL), url.scheme == "https", let host = url.host() else { return nil }
        return await TLSFault(error, host: host, port: url.port ?? 443)
    }

    private static let timeouts: [HTTPClientError] = [
        .connectTimeout, .readTimeout, .writeTimeout, .deadlineExceeded, .tlsHandshakeTimeout,
        .getConnectionFromPoolTimeout,
    ]

    private static func failure(status: Int, _ bytes: Data) -> HubClientError {
        if status == 401 || status == 403 { return .unauthorized }
        if let problem = try? JSONDecoder().decode(Problem.self, from: bytes) { return .problem(problem) }
        return .problem(
            Problem(
                status: status, code: "http-\(status)", title: "The hub answered \(status)",
                detail: "The answer carries no problem details, so it may come from something between us and the hub."))
    }
}

extension TimeAmount {
    fileprivate init(_ duration: Duration) {
        self = .milliseconds(duration.components.seconds * 1000)
    }
}

/// One segment of a path or one value of a query: everything but letters, digits, `-`, `.`, `_` and `~` escaped
/// (RFC 3986 §2.3).
func escaped(_ text: some CustomStringConvertible) -> String {
    var escaped = ""
    for byte in text.description.utf8 {
        let isPlain =
            (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || (byte >= 0x30 && byte <= 0x39)
            || [0x2D, 0x2E, 0x5F, 0x7E].contains(byte)
        escaped += isPlain ? String(UnicodeScalar(byte)) : "%" + hexadecimal(byte)
    }
    return escaped
}

private func hexadecimal(_ byte: UInt8) -> String {
    let text = String(byte, radix: 16, uppercase: true)
    return byte < 16 ? "0" + text : text
}

/// `?a=1&b=2` without the values that are `nil`; empty when none is left.
func query(_ pairs: KeyValuePairs<String, (any CustomStringConvertible)?>) -> String {
    let given = pairs.compactMap { name, value in value.map { "\(name)=\(escaped($0.description))" } }
    return given.isEmpty ? "" : "?" + given.joined(separator: "&")
}
