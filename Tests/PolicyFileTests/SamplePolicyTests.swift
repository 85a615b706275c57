import Foundation
import Loyalty
import PolicyFile
import Settings
import Testing

/// `kiosk-config/policies/` of this checkout.
enum SampleFiles {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "kiosk-config/policies")
    static let yuerong = folder.appending(path: "yuerong-2026-1.yaml")
    static let schema = folder.appending(path: "policy.schema.json")

    static func text() throws -> String { try String(contentsOf: yuerong, encoding: .utf8) }
    static func policy() throws -> Policy { try PolicyFile.read(yuerong.path) }
}

@Suite struct SamplePolicyTests {
    @Test func `The sample salon's policy has neither problems nor warnings`() throws {
        let outcome = try PolicyFile.examine(SampleFiles.yuerong.path)
        #expect(outcome.problems == [], "\(outcome.problems)")
        #expect(outcome.warnings == [], "\(outcome.warnings)")
    }

    @Test func `It shows every setting there is, each at least once`() throws {
        let outcome = try PolicyFile.examine(SampleFiles.yuerong.path)
        #expect(outcome.problems == [])
        #expect(outcome.unsaid == [])
    }
}
