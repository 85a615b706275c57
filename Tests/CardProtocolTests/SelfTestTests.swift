import Foundation
import Testing

@testable import CardProtocol

/// The published vectors against our code, and our code against damaged vectors.
struct SelfTestTests {
    static let files = ["aes-cmac", "an10922", "desfire-ev1", "desfire-ev2", "ntag424", "further"]

    static func vectors(_ file: String) throws -> [Vector] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
        return try Vector.list(json: Array(Data(contentsOf: folder.appending(path: file + ".json"))))
    }

    @Test(arguments: files)
    func `Every verified vector passes, and what cannot be computed is never called passed`(_ file: String) throws {
        let vectors = try Self.vectors(file)
        #expect(vectors.count >= 5)
        for (vector, result) in zip(vectors, SelfTest.run(vectors: vectors)) {
            #expect(result.verdict == (vector.verified ? .passed : .unknown), "\(result.id): \(result.message)")
            #expect(result.verdict == .passed || !result.message.isEmpty)
        }
    }

    @Test(arguments: files)
    func `One changed byte in any output fails its vector`(_ file: String) throws {
        for vector in try Self.vectors(file) where vector.verified {
            for (name, text) in vector.outputs {
                for damaged in Self.damaged(text) {
                    var changed = vector
                    changed.outputs[name] = damaged
                    let result = SelfTest.run(vectors: [changed])[0]
                    #expect(result.verdict == .failed, "\(vector.id).\(name)")
                }
            }
        }
    }

    @Test(arguments: files)
    func `One changed byte in any input that counts is never passed`(_ file: String) throws {
        // What takes no part: TI and the middle of EV1's random numbers in session keys, the key's number where
        // the first command is not printed, the encryption key of a command without data, and which other key
        // authenticated for a ChangeKey.
        let free: Set<String> = [
            "ev2-java-auth-1.TI", "ev1-sesskey-1.RndA", "ev1-sesskey-1.RndB", "an12343-t7-auth.key_no",
            "an12343-t32-auth.key_no", "an12343-t38-auth.key_no", "an12343-t40-auth.key_no",
            "ev2-java-cmd-2-51.SesAuthENCKey", "further-ev1-changekey-full.auth_key_no",
            "further-ev2-changekey-other.auth_key_no",
        ]
        for vector in try Self.vectors(file) where vector.verified {
            for (name, text) in vector.inputs where !free.contains("\(vector.id).\(name)") {
                for damaged in Self.damaged(text) {
                    var changed = vector
                    changed.inputs[name] = damaged
                    let result = SelfTest.run(vectors: [changed])[0]
                    #expect(result.verdict != .passed, "\(vector.id).\(name)")
                }
            }
        }
    }

    @Test func `The built-in vectors are the published ones and cover every group`() throws {
        let published = try Self.files.flatMap(Self.vectors)
        let builtIn = try SelfTest.builtInVectors()
        for vector in builtIn {
            let original = try #require(published.first { $0.id == vector.id })
            #expect(vector.inputs == original.inputs)
            #expect(vector.outputs == original.outputs)
        }
        #expect(SelfTest.run(vectors: builtIn).allSatisfy { $0.verdict == .passed })
        // NTAG 424 speaks EV2's protocol, and AN10957 diversifies as AN10922 does.
        let covered = Set(builtIn.map(\.group)).union(["NTAG 424 DNA", "AN10957"])
        #expect(covered == Set(published.map(\.group)))
    }

    @Test func `A ChangeKey vector of another key than the proved one needs the key that is replaced`() throws {
        for var vector in try Self.vectors("further") where vector.inputs["old_key"] != nil {
            vector.inputs["old_key"] = nil
            let result = SelfTest.run(vectors: [vector])[0]
            #expect(result.verdict == .failed)
            #expect(result.message == "the replaced key is not stated")
        }
    }

    @Test func `What is no vector file is an error, not a pass`() {
        for text in ["", "{}", "[]", "{\"vectors\": 3}", "{\"vectors\": [{\"id\": \"x\"}]}"] {
            #expect(throws: Vector.Unreadable.self) { try Vector.list(json: Array(text.utf8)) }
        }
    }

    @Test func `An unknown group is reported as unknown`() throws {
        let text = """
            {"vectors": [
              {"id": "x", "group": "ROT13", "inputs": {"a": "00"}, "outputs": {"b": "01"}, "verified": true}
            ]}
            """
        let results = SelfTest.run(vectors: try Vector.list(json: Array(text.utf8)))
        #expect(results.map(\.verdict) == [.unknown])
    }

    /// The text with its first, middle and last byte changed.
    private static func damaged(_ text: String) -> [String] {
        guard !text.isEmpty else { return ["00"] }
        let characters = Array(text)
        return Set([0, characters.count / 2, characters.count - 1]).map { index in
            var changed = characters
            changed[index] = changed[index] == "1" ? "2" : "1"
            return String(changed)
        }
    }
}
