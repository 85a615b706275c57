package import Foundation

extension SettingsReader {
    /// The address of a server: scheme, host, perhaps a port; no path, no user, no query.
    ///
    /// - Parameter plainOnLoopback: whether `http` is taken as well, for 127.0.0.1, ::1 and localhost only.
    package func serverURL(_ path: String, example: String, plainOnLoopback: Bool, _ why: String) -> URL? {
        let allowed = "https://HOST[:PORT]" + (plainOnLoopback ? ", or http:// on 127.0.0.1, ::1 or localhost" : "")
        let key = SettingsKey(
            path: path, type: "url", allowed: allowed, defaultText: nil, example: example, why: why)
        return scalar(key, textOnly: true) { text in
            guard text.count <= Self.longestText, let parts = URLComponents(string: text), let host = parts.host,
                !host.isEmpty, let url = parts.url, let scheme = parts.scheme
            else { return .wrong("\(text.prefix(80)) is not an address") }
            guard parts.user == nil, parts.password == nil else { return .wrong("an address with a password in it") }
            guard ["", "/"].contains(parts.path), parts.query == nil, parts.fragment == nil else {
                return .wrong("\(text) has more than host and port")
            }
            guard parts.port.map({ (1...65_535).contains($0) }) ?? true else { return .wrong("\(text): no such port") }
            let loopback = ["127.0.0.1", "::1", "[::1]", "localhost"].contains(host.lowercased())
            switch scheme.lowercased() {
            case "https": return .value(url)
            case "http" where plainOnLoopback && loopback: return .value(url)
            case "http": return .wrong("\(text) would send the token in clear")
            default: return .wrong("\(scheme) is not spoken here")
            }
        }
    }
}
