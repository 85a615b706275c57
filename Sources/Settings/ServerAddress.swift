package import Documents
package import Foundation
internal import Vocabulary

/// The address of a server: scheme, host, perhaps a port; no path, no user, no query.
extension DocumentScalar where Value == URL {
    /// - Parameter plainOnLoopback: whether `http` is taken as well, for 127.0.0.1, ::1 and localhost only.
    package static func serverAddress(plainOnLoopback: Bool) -> DocumentScalar<URL> {
        let plain = Bilingual(
            zh: "；本机（127.0.0.1、::1 或 localhost）也可用 http://", en: ", or http:// on 127.0.0.1, ::1 or localhost")
        return DocumentScalar(
            allowed: Bilingual(
                zh: "https://主机[:端口]" + (plainOnLoopback ? plain.zh : ""),
                en: "https://HOST[:PORT]" + (plainOnLoopback ? plain.en : "")),
            kind: .url,
            schema: [
                .init("type", .text("string")), .init("pattern", .text("^[Hh][Tt][Tt][Pp][Ss]?://[^/?#@]+/?$")),
            ],
            standIn: URL(filePath: "/"), read: { reading($0, plainOnLoopback: plainOnLoopback) },
            write: { .text($0.absoluteString) })
    }

    private static func reading(_ text: String, plainOnLoopback: Bool) -> Reading {
        guard text.count <= DocumentScalar<String>.longestText, let parts = URLComponents(string: text),
            let host = parts.host, !host.isEmpty, let url = parts.url, let scheme = parts.scheme?.lowercased()
        else { return .wrong(.noAddress(text)) }
        guard parts.user == nil, parts.password == nil else { return .wrong(.addressWithPassword) }
        guard ["", "/"].contains(parts.path), parts.query == nil, parts.fragment == nil else {
            return .wrong(.longAddress(text))
        }
        guard parts.port.map({ (1...65_535).contains($0) }) ?? true else { return .wrong(.noPort(text)) }
        let isLoopback = ["127.0.0.1", "::1", "[::1]", "localhost"].contains(host.lowercased())
        switch scheme {
        case "https": return .value(url)
        case "http" where plainOnLoopback && isLoopback: return .value(url)
        case "http": return .wrong(.plainAddress(text))
        default: return .wrong(.otherScheme(scheme))
        }
    }
}

extension Fault {
    fileprivate static let addressWithPassword = Fault(
        "address.password", zh: "地址里有用户名或密码", en: "an address with a password in it")

    fileprivate static func noAddress(_ text: String) -> Fault {
        let text = text.isEmpty ? "\"\"" : String(text.prefix(80))
        return Fault("address.form", [text], zh: "\(text) 不是地址", en: "\(text) is not an address")
    }

    fileprivate static func longAddress(_ text: String) -> Fault {
        Fault("address.long", [text], zh: "\(text) 在主机和端口之外还有别的", en: "\(text) has more than host and port")
    }

    fileprivate static func noPort(_ text: String) -> Fault {
        Fault("address.port", [text], zh: "\(text)：没有这样的端口", en: "\(text): no such port")
    }

    fileprivate static func plainAddress(_ text: String) -> Fault {
        Fault(
            "address.plain", [text], zh: "\(text) 会以明文发送令牌", en: "\(text) would send the token in clear")
    }

    fileprivate static func otherScheme(_ scheme: String) -> Fault {
        Fault("address.scheme", [scheme], zh: "这里不用 \(scheme)", en: "\(scheme) is not spoken here")
    }
}
