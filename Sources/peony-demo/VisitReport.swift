import Foundation

/// What a visit came to, as the JSON object on the last line.
struct VisitReport: Encodable {
    struct Compared: Encodable {
        var what: String
        var left: String
        var right: String
        var agrees: Bool
    }

    /// What the kiosk made of a knob that was turned.
    struct Knob: Encodable {
        var ok: Bool
        var seen: String
        var ms: Int64
    }

    var latencyMs: [String: Int64] = [:]
    var compared: [Compared] = []
    var screens = 0
    var logLines = 0
    var knobs: [String: Knob] = [:]

    var ok: Bool {
        !compared.isEmpty && compared.allSatisfy(\.agrees) && screens > 0 && logLines > 0 && !knobs.isEmpty
            && knobs.values.allSatisfy(\.ok)
    }

    mutating func compare<Value: Equatable>(_ what: String, _ left: Value, _ right: Value) {
        compared.append(Compared(what: what, left: "\(left)", right: "\(right)", agrees: left == right))
    }

    mutating func check(_ what: String, _ holds: Bool, _ seen: String) {
        compared.append(Compared(what: what, left: seen, right: "as it must be", agrees: holds))
    }

    func json() throws -> String {
        struct Line: Encodable {
            var ok: Bool
            var report: VisitReport

            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: Key.self)
                try container.encode(ok, forKey: .ok)
                try container.encode(report.compared, forKey: .compared)
                try container.encode(report.latencyMs, forKey: .latencyMs)
                try container.encode(report.screens, forKey: .screens)
                try container.encode(report.logLines, forKey: .logLines)
                try container.encode(report.knobs, forKey: .knobs)
            }

            enum Key: String, CodingKey { case ok, compared, latencyMs, screens, logLines, knobs }
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(Line(ok: ok, report: self)), as: UTF8.self)
    }
}

/// Screens as PNG files, numbered in the order in which they were seen.
struct Album {
    private let folder: URL
    private(set) var count = 0

    init(folder: URL) throws {
        self.folder = folder
        try? FileManager.default.removeItem(at: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    mutating func add(_ name: String, _ picture: Data) throws {
        count += 1
        let number = count < 10 ? "0\(count)" : "\(count)"
        try picture.write(to: folder.appending(path: "\(number)-\(name).png"))
    }
}
