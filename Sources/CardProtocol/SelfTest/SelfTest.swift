internal import Vocabulary

/// Known-answer tests of all card cryptography, as crypto modules run at start.
package enum SelfTest {
    package enum Verdict: String, Sendable { case passed, failed, unknown }

    /// The result of one vector.
    package struct Result: Sendable {
        package let id: String
        package let group: String
        package let verdict: Verdict
        /// What differs, or why the vector could not be evaluated. Empty if it passed.
        package let message: String
    }

    /// The vectors in the program: every algorithm at least once.
    package static func builtInVectors() throws(Vector.Unreadable) -> [Vector] {
        try Vector.list(json: Array(builtInVectorFile.utf8))
    }

    /// Evaluates every vector from its inputs. A vector passes only when every output could be computed.
    package static func run(vectors: [Vector]) -> [Result] { vectors.map(evaluate) }

    private static func evaluate(_ vector: Vector) -> Result {
        do throws(VectorProblem) {
            let computed = try rule(for: vector)(VectorInputs(vector: vector), vector)
            return verdict(on: vector, computed.values)
        } catch {
            return switch error {
            case .damaged(let message): result(vector, vector.verified ? .failed : .unknown, message)
            case .noRule(let message): result(vector, .unknown, message)
            }
        }
    }

    private static func verdict(on vector: Vector, _ computed: [String: String]) -> Result {
        let open = vector.outputs.keys.filter { computed[$0] == nil }.sorted()
        let stated = vector.outputs.merging(vector.inputs) { output, _ in output }
        let wrong = stated.filter { name, text in computed[name].map { !same($0, text) } ?? false }.keys.sorted()
        if !wrong.isEmpty {
            let details = wrong.map { "\($0) is \(computed[$0] ?? ""), not \(stated[$0] ?? "")" }
            return result(vector, .failed, details.joined(separator: "; "))
        }
        if !open.isEmpty || vector.outputs.isEmpty {
            return result(vector, .unknown, "cannot be computed: \(open.joined(separator: ", "))")
        }
        return result(vector, .passed, "")
    }

    private static func same(_ computed: String, _ stated: String) -> Bool {
        computed == stated || Hex.bytes(computed).map { $0 == Hex.bytes(stated) } == true
    }

    private static func result(_ vector: Vector, _ verdict: Verdict, _ message: String) -> Result {
        var message = message
        if verdict == .unknown, !vector.note.isEmpty { message += " (\(vector.note))" }
        return Result(id: vector.id, group: vector.group, verdict: verdict, message: message)
    }

    typealias Rule = (VectorInputs, Vector) throws(VectorProblem) -> Computed

    private static func rule(for vector: Vector) throws(VectorProblem) -> Rule {
        switch vector.group {
        case "AES-CMAC": return cmac
        case "AN10922": return diversification
        case "AN10957": return accessDataModel
        case "DESFire EV1 AES (0xAA)": return try ev1Rule(for: vector)
        case "DESFire EV1 AES full mode" where vector.inputs["header"] == nil: return ev1FullAnswer
        case "DESFire EV1 AES full mode": return ev1FullCommand
        case "DESFire EV2 (0x71)", "DESFire EV2 secure messaging", "DESFire EV2 client trace", "NTAG 424 DNA":
            return try ev2Rule(for: vector)
        case "DESFire plain/ISO framing": return framing
        case "Transaction MAC": return transactionMAC
        case "Delegated application": return delegatedKey
        case "NTAG 424 DNA SUN/SDM": return dynamicMessage
        case "Originality signature": return originality
        default: throw .noRule("no rule for the group \(vector.group)")
        }
    }
}
