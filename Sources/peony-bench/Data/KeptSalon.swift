import Foundation
import HubStore

/// A salon that is kept between runs, in a folder of its own. It is only ever copied.
struct KeptSalon: Hashable, Codable, Sendable {
    /// What it is made of; another number makes all kept ones anew.
    static let form = 1

    var form: Int
    /// Of the hub's tables.
    var schemaStep: Int64
    var members: Int
    var seed: UInt64
    /// When it was made, milliseconds since 1970 UTC. Time in it goes on from there.
    var madeAtMs: Int64
    var kiosks: [String]

    private static let description = "salon.json"
    static let hub = "hub.sqlite"

    init(_ size: SalonSize, seed: UInt64, madeAtMs: Int64, kiosks: [String]) {
        form = Self.form
        schemaStep = HubDatabase.schemaStep
        members = size.members
        self.seed = seed
        self.madeAtMs = madeAtMs
        self.kiosks = kiosks
    }

    /// Whether this program would make the same.
    func isCurrent(_ size: SalonSize, seed: UInt64) -> Bool {
        form == Self.form && schemaStep == HubDatabase.schemaStep && members == size.members && self.seed == seed
    }

    /// - Returns: `nil` where there is none.
    static func read(in folder: URL) -> KeptSalon? {
        guard let text = try? Data(contentsOf: folder.appending(path: description)) else { return nil }
        return try? JSONDecoder().decode(KeptSalon.self, from: text)
    }

    func write(in folder: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(self).write(to: folder.appending(path: Self.description))
    }
}
