import Testing
import Vocabulary

@testable import Hub

/// Whom a request is from when proxies have passed it on.
@Suite struct ProxyTests {
    private static let proxies = TrustedProxies(
        ["10.0.0.0/8", "192.168.1.1", "2001:db8:aaaa::/48"].compactMap { IPNetwork($0) })

    private static func client(
        behind peer: String = "10.0.0.1", forwardedFor: [String] = [], forwarded: [String] = []
    ) throws -> IPAddress {
        proxies.client(
            behind: try #require(IPAddress(peer)), forwardedFor: forwardedFor, forwarded: forwarded)
    }

    @Test(
        arguments: [
            (["198.51.100.7"], "198.51.100.7"), (["198.51.100.7:4711"], "198.51.100.7"),
            (["2001:db8::7"], "2001:db8::7"), (["[2001:db8::7]:4711"], "2001:db8::7"),
            (["::ffff:198.51.100.7"], "198.51.100.7"), (["\t198.51.100.7 "], "198.51.100.7"),
            // What the client wrote itself stands before what the proxies added.
            (["6.6.6.6, 198.51.100.7"], "198.51.100.7"), (["6.6.6.6", "198.51.100.7"], "198.51.100.7"),
            (["<script>, , 198.51.100.7"], "198.51.100.7"), (["10.9.9.9, 198.51.100.7, 10.0.0.2"], "198.51.100.7"),
            (["198.51.100.7, 192.168.1.1, 2001:db8:aaaa::1, ::ffff:10.0.0.3"], "198.51.100.7"),
            // All are the operator's own.
            (["10.1.1.1, 10.0.0.2"], "10.1.1.1"),
            // At the place that counts stands no address: what stands before it is not believed.
            (["6.6.6.6, unknown"], "10.0.0.1"), (["6.6.6.6, "], "10.0.0.1"), ([""], "10.0.0.1"), ([], "10.0.0.1"),
            (["6.6.6.6, 198.51.100.7:"], "10.0.0.1"), (["6.6.6.6, 198.51.100"], "10.0.0.1"),
            (["6.6.6.6, 198.051.100.7"], "10.0.0.1"), (["6.6.6.6, 0x0a000001"], "10.0.0.1"),
            (["6.6.6.6, fe80::1%eth0"], "10.0.0.1"), (["6.6.6.6, 198.51.100.7\0.evil"], "10.0.0.1"),
            (["6.6.6.6, [198.51.100.7]"], "10.0.0.1"), (["6.6.6.6, [2001:db8::7"], "10.0.0.1"),
            (["6.6.6.6, hub.example"], "10.0.0.1"), (["6.6.6.6; 198.51.100.7"], "10.0.0.1"),
        ] as [([String], String)])
    func `Of X-Forwarded-For the last that is no proxy counts`(lines: [String], client: String) throws {
        #expect(try Self.client(forwardedFor: lines) == IPAddress(client))
    }

    @Test(
        arguments: [
            (["for=198.51.100.7"], "198.51.100.7"),
            (["For=\"198.51.100.7:80\";proto=https;by=10.0.0.1"], "198.51.100.7"),
            (["for=\"[2001:db8::7]:4711\""], "2001:db8::7"), (["for=6.6.6.6, for=198.51.100.7"], "198.51.100.7"),
            (["for=6.6.6.6", "proto=http ; for=198.51.100.7", "for=10.0.0.9"], "198.51.100.7"),
            // A comma in quotes divides nothing; a quote that is left open hides nothing of the next line.
            (["for=6.6.6.6;by=\"a, for=7.7.7.7\", for=198.51.100.7"], "198.51.100.7"),
            (["for=\"", "for=198.51.100.7"], "198.51.100.7"),
            (["for=6.6.6.6;x=\", for=198.51.100.7"], "10.0.0.1"), (["for=unknown"], "10.0.0.1"),
            (["for=_hidden"], "10.0.0.1"), (["by=198.51.100.7"], "10.0.0.1"), (["198.51.100.7"], "10.0.0.1"),
            (["for=6.6.6.6;for=198.51.100.7"], "10.0.0.1"), (["for=\"2001:db8::7:4711\""], "10.0.0.1"),
            (["for=\""], "10.0.0.1"), (["for="], "10.0.0.1"), ([""], "10.0.0.1"),
        ] as [([String], String)])
    func `The same of Forwarded, as RFC 7239 writes it`(lines: [String], client: String) throws {
        #expect(try Self.client(forwarded: lines) == IPAddress(client))
    }

    @Test func `Two kinds of lists must agree, for a proxy passes one on as it came`() throws {
        let (client, other) = ("198.51.100.7", "6.6.6.6")
        #expect(try Self.client(forwardedFor: [client], forwarded: ["for=\(client)"]) == IPAddress(client))
        #expect(try Self.client(forwardedFor: [client], forwarded: ["for=\(other)"]) == IPAddress("10.0.0.1"))
        #expect(try Self.client(forwardedFor: [client], forwarded: ["x"]) == IPAddress("10.0.0.1"))
    }

    @Test(arguments: ["11.0.0.1", "192.168.1.2", "2001:db8:aaab::1", "127.0.0.1", "::1"])
    func `What anybody else says is not looked at`(peer: String) throws {
        let client = try Self.client(behind: peer, forwardedFor: ["6.6.6.6"], forwarded: ["for=6.6.6.6"])
        #expect(client == IPAddress(peer))
    }

    /// Whatever a client sends, the proxy's own addition decides.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func `No client can be taken for another one`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "6.6.6.6", "10.0.0.1", "::1", "[::1]:80", "for=", "For=\"", "\"", "\\", ",", ";", "=", " ", "\t", "[", "]",
            "%", "unknown", "_x", "\0", "é", "::ffff:10.0.0.1", "99999999999", ":", "/8", "by=",
        ]
        for _ in 0..<500 {
            func text() -> String {
                (0..<Int.random(in: 0...8, using: &random)).map { _ in
                    pieces[Int.random(in: 0..<pieces.count, using: &random)]
                }.joined()
            }
            let real = try #require(IPAddress("198.51.100.7"))
            let (list, elements) = (text(), text())
            #expect(try Self.client(forwardedFor: [list + ", 198.51.100.7"]) == real, "\(list)")
            #expect(try Self.client(forwardedFor: [list, "198.51.100.7"]) == real, "\(list)")
            #expect(try Self.client(forwarded: [elements, "for=198.51.100.7"]) == real, "\(elements)")
            let joined = try Self.client(forwarded: [elements + ", for=198.51.100.7"])
            #expect(joined == real || joined == IPAddress("10.0.0.1"), "\(elements)")
            _ = try Self.client(forwardedFor: [text(), text()], forwarded: [text()])
            _ = IPNetwork(text())
        }
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.255.0.1", "11.0.0.0"), ("192.0.2.7", "::ffff:192.0.2.7", "192.0.2.8"),
        ("0.0.0.0/0", "6.6.6.6", "2001:db8::1"), ("::/0", "2001:db8::1", ""),
        ("2001:db8::/33", "2001:db8:7fff::", "2001:db8:8000::"),
        ("::ffff:10.0.0.0/104", "10.1.1.1", "11.1.1.1"),
    ])
    func `A network holds what begins as it does`(text: String, inside: String, outside: String) throws {
        let network = try #require(IPNetwork(text))
        #expect(network.contains(try #require(IPAddress(inside))))
        if let outside = IPAddress(outside) { #expect(!network.contains(outside)) }
    }

    @Test(arguments: [
        "10.0.0.1/8", "10.0.0.0/33", "::/129", "10.0.0.0/08", "10.0.0.0/", "/8", "proxy", "10/8", "", "::1/64",
    ])
    func `What is no network is none`(text: String) { #expect(IPNetwork(text) == nil) }
}
