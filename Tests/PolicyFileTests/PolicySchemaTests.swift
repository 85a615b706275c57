import Documents
import Foundation
import KioskTesting
import PolicyFile
import Testing

/// The generated schema, judged by the jsonschema package, which knows nothing of this code: `PEONY_PYTHON` names an
/// interpreter that has it (default `.venv/bin/python`).
@Suite struct PolicySchemaTests {
    @Test func `The schema beside the policies is the one the code makes`() throws {
        let expected = PolicyFile.schema()
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try expected.write(to: SampleFiles.schema, atomically: true, encoding: .utf8)
        }
        let written = try String(contentsOf: SampleFiles.schema, encoding: .utf8)
        #expect(written == expected, "run the tests with UPDATE_GOLDEN=1 and look at the difference")
    }

    @Test func `An independent validator finds the schema valid and the sample in keeping with it`() throws {
        let verdicts = try validate([try SampleFiles.text()])
        #expect(verdicts == [true])
    }

    /// Where both can tell, both must tell the same.
    @Test func `What the reader refuses the schema refuses`() throws {
        let sample = try SampleFiles.text()
        let texts = try PolicyBreaks.structural.map { try $0.applied(to: sample) }
        let verdicts = try validate(texts)
        for (index, change) in PolicyBreaks.structural.enumerated() {
            #expect(!PolicyBreaks.outcome(texts[index]).problems.isEmpty, "\(change)")
            #expect(verdicts[index] == false, "\(change)")
        }
    }

    /// YAML 1.1 takes these for something else than texts, so that other tools would read another key.
    @Test func `No key is a word that means true, false or nothing`() throws {
        for word in ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "~"] {
            #expect(!PolicyFile.schema().lowercased().contains("\"\(word)\": {"), "\(word)")
        }
    }

    @Test func `Words that the reader takes the schema takes`() throws {
        let sample = try SampleFiles.text()
        let texts = try PolicyBreaks.harmless.map { try $0.applied(to: sample) }
        for text in texts { #expect(PolicyBreaks.outcome(text).problems == []) }
        #expect(try validate(texts) == texts.map { _ in true })
    }

    private func validate(_ texts: [String]) throws -> [Bool] {
        try SchemaJudge.verdicts(on: texts, by: PolicyFile.schema())
    }
}
