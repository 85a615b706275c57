import Foundation

/// Validates texts with Python's jsonschema package, which is independent of this code. `PEONY_PYTHON` names an
/// interpreter that has it (default `.venv/bin/python`).
package enum SchemaJudge {
    /// The interpreter failed: the schema is invalid, or a text is not YAML.
    package struct NoVerdict: Error {}

    private static let script = """
        import json, sys, yaml
        from jsonschema import Draft202012Validator
        class Loader(yaml.SafeLoader):
            pass
        # Days are texts in JSON; only YAML 1.1 makes dates of them.
        Loader.yaml_implicit_resolvers = {
            first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
            for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}
        given = json.load(sys.stdin)
        schema = json.loads(given["schema"])
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema)
        json.dump([validator.is_valid(yaml.load(text, Loader)) for text in given["texts"]], sys.stdout)
        """

    /// Whether each of the texts, YAML or JSON, is valid under the schema.
    package static func verdicts(on texts: [String], by schema: String) throws -> [Bool] {
        let process = Process()
        let python = ProcessInfo.processInfo.environment["PEONY_PYTHON"] ?? ".venv/bin/python"
        process.executableURL = URL(filePath: python)
        process.arguments = ["-c", script]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let given = try JSONSerialization.data(withJSONObject: ["schema": schema, "texts": texts] as [String: Any])
        try input.fileHandleForWriting.write(contentsOf: given)
        try input.fileHandleForWriting.close()
        let answer = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0,
            let verdicts = try JSONSerialization.jsonObject(with: answer) as? [Bool]
        else { throw NoVerdict() }
        return verdicts
    }
}
