/// The numbers and lists that the source is held to. An exemption needs a reason beside it.
enum Budget {
    static let fileLines = 400
    static let functionLines = 60
    static let columns = 120
    /// Of a function or an initialiser.
    static let parameters = 6

    static let pureTargets: Set<String> = [
        "Vocabulary", "Loyalty", "Booking", "CardProtocol", "KioskSession", "HubAPI",
        "Database",
    ]

    static let bannedInPureTargets = [
        ("Date()", "time comes in as a value"), ("Date.now", "time comes in as a value"),
        ("ContinuousClock", "delays are returned, the shell owns timers"),
        ("Task.sleep", "delays are returned, the shell owns timers"),
        ("UUID()", "ids come in as values"), (".random(", "randomness comes in as a value"),
        ("SystemRandomNumberGenerator", "randomness comes in as a value"),
        ("FileManager", "files are an adapter's"), ("FileHandle", "files are an adapter's"),
        ("fopen(", "files are an adapter's"), ("Thread", "threads are an adapter's"),
        ("DispatchQueue", "threads are an adapter's"), ("ProcessInfo", "the environment is a program's"),
        ("print(", "effects are values"),
    ]

    static let bannedEverywhere = [
        "try" + "!", "fatal" + "Error(", "as" + "! ", "FIX" + "ME", "X" + "XX", "TO" + "DO", "public " + "func",
        "public " + "struct", "// MARK" + ": - ",
    ]

    /// A closed pipe or a full disk loses what `print` says, and traps in what `FileHandle` writes.
    static let bannedOutput = ["print(", "FileHandle.standardOutput", "FileHandle.standardError", "fputs("]

    /// Spelt in two, so that this file is not one that makes folders.
    static let temporaryFolder = "temporary" + "Directory"
    static let removingFolder = "remove" + "Item(at"

    /// What a test waits for that other tests can keep from coming in time.
    static let watching = [
        "RunningHub.serve", "HubClient(baseURL", "PanelSocket(path", "RudeServer(", "PN532Line(", ".timeLimit(",
        "Process()", "PolicyProgram.", "ForeignProgram.", "ContinuousClock", "PostgresCluster", "TestEngine",
    ]

    /// Ours only; a target not named here is a program or a test and may import what its manifest allows.
    static let allowedImports: [String: Set<String>] = [
        "Vocabulary": [],
        "Loyalty": ["Vocabulary"],
        "Booking": [],
        "CardCrypto": [],
        "CardProtocol": ["CardCrypto", "Vocabulary"],
        "HubAPI": ["Vocabulary"],
        "KioskSession": ["Vocabulary", "Loyalty"],
        "Documents": ["Vocabulary"],
        "Settings": ["Documents", "Vocabulary"],
        "Supervision": [],
        "StandardStreams": [],
        "Wakeup": [],
        // Policies as documents: the subject is Loyalty's, the form is Documents'.
        "PolicyFile": ["Vocabulary", "Loyalty", "Documents"],
        "PCSC": ["CardProtocol", "Wakeup"],
        "Display": ["Vocabulary", "KioskSession", "Loyalty"],
        "Database": [],
        "DatabaseSQLite": ["Database"],
        "DatabasePostgres": ["Database", "Wakeup"],
        "KioskStore": ["HubAPI", "Vocabulary"],
        "HubStore": [
            "HubAPI", "Vocabulary", "Loyalty", "PolicyFile", "Documents", "Database", "DatabasePostgres",
            "DatabaseSQLite",
        ],
        "HubClient": ["HubAPI", "Vocabulary"],
        // A mistake shared by card and client would pass unseen, so the card must not know the client's code.
        "CardSimulator": ["CardCrypto", "Vocabulary", "Wakeup"],
    ]

    static let libraryOwners: [String: Set<String>] = [
        "GRDB": ["DatabaseSQLite", "KioskStore", "peony-bench"],
        // Below GRDB, where values are bound.
        "GRDBSQLite": ["DatabaseSQLite", "KioskStore"],
        "Yams": ["Documents"],
        "AsyncHTTPClient": ["HubClient"],
        // The hub, and the page of the virtual kiosk: two programs that serve.
        "Hummingbird": ["Hub", "virtual-kiosk"],
        "CPCSC": ["PCSC"],
        "CPQ": ["DatabasePostgres", "peony-bench"],
        "CFreeType": ["Display"],
        "CPNG": ["Display"],
    ]
}
