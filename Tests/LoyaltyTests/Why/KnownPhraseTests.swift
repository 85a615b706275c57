import Foundation
import Loyalty
import Testing

/// Kept steps name their phrases: one that is not found by its id leaves a row without words.
@Suite struct KnownPhraseTests {
    private static let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")

    /// In no derivation: what a check says of a policy, and what a case says of a price beside its result.
    private static func isInNoDerivation(_ id: String) -> Bool {
        id.hasPrefix("check.") || id == "bill.price.not-listed"
    }

    private static func declared() throws -> [String] {
        var ids: [String] = []
        for target in ["Loyalty", "PolicyFile"] {
            let folder = sources.appending(path: target)
            let found = FileManager.default.enumerator(atPath: folder.path)
            while let name = found?.nextObject() as? String {
                guard name.hasSuffix(".swift") else { continue }
                let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
                ids += text.matches(of: /\bPhrase\(\s*"([^"]+)"/).map { String($0.1) }
            }
        }
        return ids
    }

    @Test func `Every phrase that can stand in a derivation is found by its id, which no other has`() throws {
        let declared = try Self.declared()
        #expect(declared.count == Set(declared).count)
        let known = Phrase.known.map(\.id.description)
        #expect(known.count == Set(known).count)
        let expected = Set(declared.filter { !Self.isInNoDerivation($0) })
        #expect(expected.count > 250)
        #expect(expected.subtracting(known).sorted() == [], "not in the list of its folder")
        #expect(Set(known).subtracting(expected).sorted() == [], "listed and not declared")
        for phrase in Phrase.known { #expect(Phrase.named(phrase.id.description) == phrase) }
        #expect(Phrase.named("no.such") == nil)
    }

    @Test func `Each has words in both languages`() {
        for phrase in Phrase.known {
            let (zh, en) = (phrase.zh.description, phrase.en.description)
            #expect(!zh.isEmpty && !en.isEmpty && !en.contains(/\p{Han}/), "\(phrase.id)")
        }
    }
}
