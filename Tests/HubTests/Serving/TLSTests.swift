import Foundation
import Hub
import HubAPI
import HubClient
import Testing

@Suite struct TLSTests {
    /// Makes a certificate for localhost with the openssl program; keys do not belong into a repository.
    private func certificate(in folder: String, _ name: String = "hub") throws -> HubSettings.TLSFiles {
        let files = HubSettings.TLSFiles(certificate: "\(folder)/\(name).pem", key: "\(folder)/\(name).key")
        try openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", files.key, "-out",
            files.certificate)
        return files
    }

    /// The same, but its time is over.
    private func endedCertificate(in folder: String) throws -> HubSettings.TLSFiles {
        let files = HubSettings.TLSFiles(certificate: folder + "/ended.pem", key: folder + "/ended.key")
        let settings = """
            [ca]
            default_ca = own
            [own]
            new_certs_dir = \(folder)
            database = \(folder)/index.txt
            serial = \(folder)/serial
            default_md = sha256
            policy = names
            [names]
            commonName = supplied
            [host]
            subjectAltName = DNS:localhost

            """
        try settings.write(toFile: folder + "/ca.cnf", atomically: true, encoding: .utf8)
        try "".write(toFile: folder + "/index.txt", atomically: true, encoding: .utf8)
        try openssl(
            "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
            "/CN=localhost", "-keyout", files.key, "-out", folder + "/ended.csr")
        try openssl(
            "ca", "-batch", "-config", folder + "/ca.cnf", "-create_serial", "-selfsign", "-keyfile", files.key,
            "-in", folder + "/ended.csr", "-out", files.certificate, "-startdate", "20200101000000Z", "-enddate",
            "20200201000000Z", "-extensions", "host", "-notext")
        return files
    }

    private func openssl(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
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

    @Test func `Files that are none stop the start: for good, or until a renewal is through`() async throws {
        try await withFolder { folder in
            let files = try certificate(in: folder)
            let other = try certificate(in: folder, "other")
            let mixed = HubSettings.TLSFiles(certificate: files.certificate, key: other.key)
            let missing = HubSettings.TLSFiles(certificate: folder + "/none.pem", key: files.key)
            for pair in [mixed, missing] {
                do {
                    try await RunningHub.serve(tls: pair) { _ in }
                    Issue.record("it was served")
                } catch let error as HubStartError {
                    #expect(error.exitCode == 75 && error.description.contains(folder), "\(error)")
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

    private func fault(_ url: String, caFile: String? = nil) async throws -> TLSFault? {
        let client = try HubClient(baseURL: url, token: "t", caFile: caFile)
        do {
            _ = try await client.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil)
        } catch HubClientError.untrusted(let fault) {
            return fault
        } catch {}
        return nil
    }

    @Test func `A client tells what is wrong with a certificate from a hub that does not answer`() async throws {
        try await withFolder { folder in
            let files = try certificate(in: folder)
            try await RunningHub.serve(tls: files) { hub in
                let other = hub.url.replacingOccurrences(of: "localhost", with: "127.0.0.1")
                let faults = [
                    try await fault(other, caFile: files.certificate), try await fault(hub.url),
                    try await fault(hub.url, caFile: files.certificate),
                ]
                #expect(faults == [.wrongHost, .unknownIssuer, nil])
            }
            let ended = try endedCertificate(in: folder)
            try await RunningHub.serve(tls: ended) { hub in
                let fault = try await fault(hub.url, caFile: ended.certificate)
                #expect(fault == .expired)
            }
            try await RunningHub.serve { hub in
                let url = hub.url.replacingOccurrences(of: "http:", with: "https:")
                let fault = try await fault(url)
                #expect(fault == .notTLS)
            }
            #expect(try await fault("https://127.0.0.1:1") == nil)
        }
    }

    @Test func `A renewed pair is served without a stop, and half of one is not`() async throws {
        try await withFolder { folder in
            let files = try certificate(in: folder)
            let old = folder + "/old.pem"
            try FileManager.default.copyItem(atPath: files.certificate, toPath: old)
            let renewed = try certificate(in: folder, "renewed")
            let log = RecordedLog()
            try await RunningHub.serve(tls: files, log: log) { hub in
                #expect(try await fault(hub.url, caFile: old) == nil)
                try Self.replace(files.key, by: renewed.key)
                try await until { log.lines.contains { $0.hasPrefix("certificate not renewed") } }
                #expect(try await fault(hub.url, caFile: old) == nil, "the pair before goes on")
                try Self.replace(files.certificate, by: renewed.certificate)
                try await until { log.lines.contains("certificate renewed") }
                #expect(try await fault(hub.url, caFile: renewed.certificate) == nil)
                #expect(try await fault(hub.url, caFile: old) == .unknownIssuer)
            }
        }
    }

    private static func replace(_ path: String, by new: String) throws {
        guard rename(new, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
        // The client needs the certificate under its own name still.
        try FileManager.default.copyItem(atPath: path, toPath: new)
    }

    private func until(_ isSo: () -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(60)
        while !isSo() {
            try #require(ContinuousClock.now < end, "it did not come to pass")
            await Task.yield()
        }
    }
}
