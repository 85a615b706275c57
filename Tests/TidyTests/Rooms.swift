/// The folders of a target in their order, the lowest first: a file uses what its own room and lower ones declare.
struct Rooms {
    var target: String
    /// Folders below the target's; the empty one holds the files beside them.
    var ascending: [String]

    static let hubStore = Rooms(
        target: "HubStore",
        ascending: [
            // What every other room stands on: the open file, its statements, its clock.
            "Refusals", "Database", "Limits", "Steps", "Journal",
            // What happens to members is decided and booked.
            "Policies", "Incidents", "Ledger", "Members", "Cards",
            // Who asks: kiosks, staff, operators.
            "Feed", "Kiosks", "Holds", "Upload", "Desk",
            // What goes over everybody.
            "Upkeep", "Verify", "Clock", "Repair",
            // The file as a whole.
            "Migrations", "Opening", "File", "Moving", "Sample",
        ])

    static let loyalty = Rooms(
        target: "Loyalty",
        ascending: [
            "", "Why", "Calendar", "Policy",
            // What an account is made of.
            "Purse", "Bills", "Account",
            // What changes it, each by rules of its own.
            "StoredValue", "Tiers", "Redeeming", "Packages", "Earning", "Offers", "Sales", "Reversal", "Odometers",
            // Entries one after the other.
            "Members",
            // What is asked of policies and of everybody.
            "Policy/Check", "Fairness", "Replay",
            // What knows the words of all others.
            "Phrases",
        ])

    static let documents = Rooms(
        target: "Documents",
        ascending: [
            // What is said of a text, the text as a tree, JSON as a value.
            "Words", "Text", "JSON",
            // Single values, then groups of them.
            "Scalars", "Reader",
            // A document as a whole.
            "",
        ])

    static let kioskStore = Rooms(
        target: "KioskStore",
        ascending: [
            // The SQLite file and what lies beside it, then the chain of lines in it.
            "File", "Chain",
            // The open store.
            "",
            // What is written in it: by this kiosk, for the hub, from the hub.
            "Disk", "Journal", "Outbox", "Snapshot",
            // The store as a whole.
            "Status", "Opening",
        ])

    static let kiosk = Rooms(
        target: "Kiosk",
        ascending: [
            // What everything is given.
            "Logs", "Surroundings", "Settings",
            // What a kiosk has to do with: people, its file, the hub.
            "Panel", "Upkeep", "Uplink",
            // One customer: who it is, the card, the visit.
            "Members", "Cards", "Visit",
            // The daemon.
            "",
        ])

    static let all = [hubStore, loyalty, documents, kioskStore, kiosk]

    /// Members of the libraries' own types that are called as some of ours are.
    static let ofLibraries: Set<String> = ["enumerated", "key", "map"]

    /// The place of a file's room; `nil` where its folder is not listed.
    func place(of file: SourceFile) -> Int? {
        let folders = file.path.split(separator: "/").dropFirst(2).dropLast()
        for count in (0...folders.count).reversed() {
            let name = folders.prefix(count).joined(separator: "/")
            // Of a folder that is not listed, the files do not belong to those beside it.
            if let place = ascending.firstIndex(of: name), count > 0 || folders.isEmpty { return place }
        }
        return nil
    }
}
