/// Who may say where a request came from: proxies and balancers of the operator's own.
///
/// Headers from other peers are ignored. A list of addresses is read from its end, where the proxy nearest to the hub
/// has added its peer: the first address from there that is no trusted proxy is the client. Addresses before it may be
/// the client's own invention (alps #18, nebula-mesh #232). If the deciding address cannot be read, or the two headers
/// disagree, the client is the hub's peer: a proxy passes on the header that it does not use as it came (traefik
/// #12725).
package struct TrustedProxies: Hashable, Sendable {
    package var networks: [IPNetwork]

    package init(_ networks: [IPNetwork] = []) { self.networks = networks }

    func contains(_ address: IPAddress) -> Bool { networks.contains { $0.contains(address) } }

    /// - Parameters:
    ///   - peer: whom the hub is connected to.
    ///   - forwardedFor: the lines of `X-Forwarded-For`.
    ///   - forwarded: the lines of `Forwarded` (RFC 7239).
    func client(behind peer: IPAddress, forwardedFor: [String], forwarded: [String]) -> IPAddress {
        guard contains(peer) else { return peer }
        var clients: Set<IPAddress?> = []
        if !forwardedFor.isEmpty { clients.insert(lastStranger(Self.hops(forwardedFor: forwardedFor))) }
        if !forwarded.isEmpty { clients.insert(lastStranger(Self.hops(forwarded: forwarded))) }
        guard clients.count == 1, let client = clients.first else { return peer }
        return client ?? peer
    }

    /// The last hop that is no trusted proxy.
    ///
    /// - Parameter hops: in the order of the header; `nil` for what is no address.
    /// - Returns: `nil` if that hop is no address; the first hop if all are trusted proxies.
    private func lastStranger(_ hops: [IPAddress?]) -> IPAddress? {
        for hop in hops.reversed() {
            guard let hop else { return nil }
            if !contains(hop) { return hop }
        }
        return hops.first ?? nil
    }

    private static func hops(forwardedFor lines: [String]) -> [IPAddress?] {
        lines.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }.map { part in
            let text = trimmed(part)
            return IPAddress(text) ?? address(ofNode: text)
        }
    }

    /// Quotes belong together within a line: what one line leaves open does not hide the next.
    private static func hops(forwarded lines: [String]) -> [IPAddress?] {
        lines.flatMap { line -> [IPAddress?] in
            guard let elements = split(line[...], at: ",") else { return [nil] }
            return elements.map(address(ofElement:))
        }
    }

    /// One proxy's part: `for="[2001:db8::7]:4711";proto=https`.
    private static func address(ofElement element: Substring) -> IPAddress? {
        guard let pairs = split(element, at: ";") else { return nil }
        var nodes: [String] = []
        for pair in pairs {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { return nil }
            if trimmed(parts[0]).lowercased() == "for" { nodes.append(trimmed(parts[1])) }
        }
        guard nodes.count == 1, var node = nodes.first else { return nil }
        if node.count > 1, node.hasPrefix("\""), node.hasSuffix("\"") { node = String(node.dropFirst().dropLast()) }
        return address(ofNode: node)
    }

    /// `192.0.2.7`, `192.0.2.7:4711`, `[2001:db8::7]` or `[2001:db8::7]:4711`. An IPv6 address without brackets could
    /// be one with a port (sozu #1254).
    private static func address(ofNode node: String) -> IPAddress? {
        let (host, rest): (Substring, Substring)
        if node.hasPrefix("[") {
            guard let end = node.firstIndex(of: "]") else { return nil }
            (host, rest) = (node[node.index(after: node.startIndex)..<end], node[node.index(after: end)...])
        } else {
            let end = node.firstIndex(of: ":") ?? node.endIndex
            (host, rest) = (node[..<end], node[end...])
        }
        guard rest.isEmpty || isPort(rest), host.contains(":") == node.hasPrefix("[") else { return nil }
        return IPAddress(String(host))
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.hasPrefix(":") && (2...6).contains(text.utf8.count)
            && text.dropFirst().utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// - Returns: `nil` where a quote is left open.
    private static func split(_ text: Substring, at separator: Character) -> [Substring]? {
        var parts: [Substring] = []
        var (start, isQuoted, isEscaped) = (text.startIndex, false, false)
        for place in text.indices {
            let character = text[place]
            if isEscaped {
                isEscaped = false
            } else if isQuoted, character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else if character == separator, !isQuoted {
                parts.append(text[start..<place])
                start = text.index(after: place)
            }
        }
        return isQuoted ? nil : parts + [text[start...]]
    }

    /// Without the blanks that RFC 9110 §5.6.3 allows round things.
    private static func trimmed(_ text: Substring) -> String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        return String(String(text.drop(while: isBlank).reversed().drop(while: isBlank).reversed()))
    }
}
