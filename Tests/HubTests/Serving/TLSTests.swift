import Foundation
import Hub
import HubAPI
import HubClient
import Testing

@Suite struct TLSTests {
    /// Makes a certificate for localhost with the openssl program; keys do not belong into a repository.
    private func certificate(in folder: String) throws -> HubSettings.TLSFiles {
        let files = HubSettings.TLSFiles(certificate: folder + "/hub.pem", key: folder + "/hub.key")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
            "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", files.key, "-out",
            files.certificate,
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return files
    }

    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/tls-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    @Test func `Over TLS the client talks to the hub it trusts and to no other`() async throws {
        try await withFolder { folder in
            let files = try certificate(in: folder)
            try await RunningHub.serve(tls: files) { hub in
                let kiosk = try hub.client("xuhui-1", caFile: files.certificate)
                let page = try await kiosk.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil)
                #expect(page.members.count == 12)
                let distrustful = try hub.client("xuhui-1")
                do {
                    _ = try await distrustful.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil)
                    Issue.record("an unknown certificate was trusted")
                } catch HubClientError.untrusted(.unknownIssuer) {
                } catch {
                    Issue.record("\(error)")
                }
            }
        }
    }

    @Test func `A key that others can read stops the start`() async throws {
        try await withFolder { folder in
            let files = try certificate(in: folder)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: files.key)
            await #expect(throws: HubStartError.self) { try await RunningHub.serve(tls: files) { _ in } }
        }
    }
}
