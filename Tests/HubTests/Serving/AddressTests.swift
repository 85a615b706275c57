import Testing

@testable import Hub

/// Whoever has one address of an IPv6 network has all of them, and shares one bound.
@Suite struct AddressTests {
    @Test(arguments: [
        ("192.0.2.7", "192.0.2.7"), ("192.0.2.8", "192.0.2.8"), ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:0:1::7", "2001:db8:0:1/64"), ("2001:db8:0:1:ffff:ffff:ffff:ffff", "2001:db8:0:1/64"),
        ("2001:db8:0:2::7", "2001:db8:0:2/64"),
    ])
    func `Clients are counted by address, or by network`(address: String, key: String) {
        let other = OpenConnections.key(ofIP: "2001:db8:0:1::9")
        #expect((OpenConnections.key(ofIP: address) == other) == (key == "2001:db8:0:1/64"))
        if !address.contains("db8") { #expect(OpenConnections.key(ofIP: address) == key) }
    }
}
