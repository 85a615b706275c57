import Testing

@testable import Hub

/// The line by which an operator sees what is wrong.
@Suite struct HubStatusTests {
    @Test func `All that is wrong is told, whoever found it, until it is right again`() {
        let status = HubStatus()
        status.note(.certificate, "the certificate ends")
        status.begin(port: 8400)
        #expect(status.line == "serving on port 8400; the certificate ends")
        status.note(.file, "damaged")
        status.note(.clock, "the clock is wrong")
        #expect(status.line == "serving on port 8400; the clock is wrong; damaged; the certificate ends")
        status.note(.clock, "the clock is still wrong")
        status.note(.file, nil)
        #expect(status.line == "serving on port 8400; the clock is still wrong; the certificate ends")
        status.note(.clock, nil)
        status.note(.certificate, nil)
        #expect(status.line == "serving on port 8400")
    }
}
