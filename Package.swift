// swift-tools-version: 6.2
import PackageDescription

/// One set of settings for every target of ours: the compiler is the first reviewer.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

func library(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies + [arguments], swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: dependencies + ["KioskTesting"], resources: resources,
        swiftSettings: strict)
}

/// Of a pure target: nothing but the target itself has to be built.
func pureTests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .testTarget(name: name + "Tests", dependencies: dependencies, resources: resources, swiftSettings: strict)
}

let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "peony",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "kioskd", targets: ["kioskd"]),
        .executable(name: "hubd", targets: ["hubd"]),
        .executable(name: "card-writer", targets: ["card-writer"]),
        .executable(name: "kioskctl", targets: ["kioskctl"]),
        .executable(name: "virtual-kiosk", targets: ["virtual-kiosk"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // C libraries, one module map each; the provider names the Debian package.
        .systemLibrary(name: "CPCSC", pkgConfig: "libpcsclite", providers: [.apt(["libpcsclite-dev"])]),
        .systemLibrary(name: "CFreeType", pkgConfig: "freetype2", providers: [.apt(["libfreetype-dev"])]),
        .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
        .systemLibrary(name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(name: "CKioskShim"),

        // Pure: no IO, no clock, no randomness, no threads.
        library("Vocabulary"),
        library("Loyalty", ["Vocabulary"]),
        library("Booking"),
        library("CardCrypto", ["CLibCrypto", crypto, cryptoExtras]),
        library("CardProtocol", ["CardCrypto", "Vocabulary"]),
        library("HubAPI", ["Vocabulary", crypto]),
        library("KioskSession", ["Vocabulary", "Loyalty"]),
        // The port to a database: what a transaction is, and what can go wrong with one.
        library("Database"),

        // Adapters: each owns one thing outside the process.
        library("Documents", ["Vocabulary", yams]),
        library("Settings", ["Documents", "Vocabulary"]),
        library("Supervision"),
        library("StandardStreams"),
        library("Wakeup", ["CKioskShim"]),
        library("PolicyFile", ["Vocabulary", "Loyalty", "Documents"]),
        library("PCSC", ["CardProtocol", "Wakeup", "CPCSC"]),
        library("Display", ["KioskSession", "Vocabulary", "Loyalty", "CFreeType", "CPNG", "CKioskShim"]),
        library("DatabaseSQLite", ["Database", grdb, sqlite]),
        library("DatabasePostgres", ["Database", "Wakeup", "CPQ"]),
        library("KioskStore", ["HubAPI", "Vocabulary", grdb, sqlite]),
        library(
            "HubStore",
            [
                "HubAPI", "Vocabulary", "Loyalty", "PolicyFile", "Documents", "Database", "DatabasePostgres",
                "DatabaseSQLite",
                crypto,
            ]),
        library("HubClient", ["HubAPI", "Vocabulary", httpClient, nioCore, nioPosix, nioSSL]),

        // The two daemons as values, so that tests and the bench can start them inside a process.
        library(
            "Kiosk",
            [
                "CardProtocol", "Vocabulary", "KioskSession", "HubAPI", "Loyalty", "Booking", "PolicyFile", "Documents",
                "Settings", "PCSC", "Display", "Supervision", "KioskStore", "HubClient",
            ]),
        library(
            "Hub",
            [
                "HubAPI", "Vocabulary", "PolicyFile", "Documents", "Settings", "StandardStreams", "Database",
                "HubStore",
                "Supervision", hummingbird, nioCore, nioSSL, logging, lifecycle,
            ], resources: [.embedInCode("openapi.yaml")]),

        // Programs.
        program("kioskd", ["Kiosk", "Documents", "StandardStreams", "Supervision"]),
        program(
            "hubd",
            [
                "Hub", "HubStore", "Database", "DatabasePostgres", "Loyalty", "PolicyFile", "Documents",
                "StandardStreams", "Supervision", logging,
            ]),
        program(
            "card-writer",
            [
                "CardProtocol", "CardCrypto", "Vocabulary", "PCSC", "HubAPI", "HubClient", "Settings",
                "StandardStreams",
            ]),
        program(
            "kioskctl",
            ["HubAPI", "HubClient", "Vocabulary", "Loyalty", "PolicyFile", "Documents", "Settings", "StandardStreams"]),
        program(
            "virtual-kiosk",
            [
                "CardSimulator", "Display", "Vocabulary", "StandardStreams", hummingbird, nioCore, logging, lifecycle,
                unixSignals,
            ]),
        program(
            "peony-bench",
            [
                "Kiosk", "Hub", "KioskStore", "HubStore", "HubClient", "HubAPI", "Vocabulary", "Loyalty",
                "KioskSession",
                "CardProtocol", "CardSimulator", "PCSC", "PolicyFile", "Display", "KioskTesting", "StandardStreams",
                "CBaseline", "CPQ", "Database", "DatabasePostgres", "DatabaseSQLite", "DatabaseTesting",
                grdb,
            ]),
        .target(name: "CBaseline", dependencies: ["CPCSC"], linkerSettings: [.linkedLibrary("sqlite3")]),

        // A whole salon on one machine: every program as a process of its own, for the demo and for tests.
        library("VirtualSalon", ["HubAPI", "HubClient", "Vocabulary"]),
        program(
            "peony-demo",
            [
                "VirtualSalon", "HubAPI", "HubClient", "Vocabulary", "Kiosk", "KioskStore", "Loyalty",
                "StandardStreams",
            ]),

        // Every screen as a picture.
        program("peony-screens", ["Display", "KioskSession", "Vocabulary", "Loyalty", "StandardStreams"]),

        // Virtual hardware and what tests share.
        library("CardSimulator", ["CardCrypto", "CLibCrypto", "Vocabulary", "Wakeup"]),
        library(
            "KioskTesting", ["CardProtocol", "CardCrypto", "CardSimulator", "HubAPI", "Vocabulary", "Kiosk"]),
        library("DatabaseTesting", ["Database", "DatabaseSQLite", "DatabasePostgres"]),
        library("Seeds"),

        tests("CardProtocol", ["CardProtocol", "CardCrypto", "CardSimulator"]),
        tests(
            "CardSimulator", ["CardSimulator", "CardProtocol", "CardCrypto", "Vocabulary"],
            resources: [.copy("Fixtures"), .copy("ForeignClients")]),
        pureTests("HubAPI", ["HubAPI", "Vocabulary"], resources: [.copy("Fixtures")]),
        pureTests("Loyalty", ["Loyalty", "Vocabulary", "Seeds"]),
        pureTests("KioskSession", ["KioskSession", "Vocabulary", "Loyalty"]),
        tests("Display", ["Display", "Vocabulary", "KioskSession", "Loyalty", "CPNG", "peony-screens"]),
        tests("Settings", ["Settings", "Documents", "Kiosk", "Hub", "Vocabulary"]),
        tests(
            "Supervision",
            ["Supervision", "Kiosk", "KioskSession", "KioskStore", "Display", "HubAPI", "Vocabulary", "CardProtocol"]),
        tests(
            "PolicyFile", ["PolicyFile", "Documents", "Loyalty", "Vocabulary"],
            resources: [.copy("Corpus"), .copy("Found"), .copy("Sound")]),
        tests("PCSC", ["PCSC", "CardProtocol", "CardSimulator", "Wakeup"]),
        tests("Database", ["Database", "DatabaseSQLite", "DatabasePostgres", "DatabaseTesting"]),
        tests("KioskStore", ["KioskStore", "HubAPI", grdb]),
        tests(
            "Hub",
            [
                "Hub", "HubStore", "HubAPI", "HubClient", "Vocabulary", "Loyalty", "PolicyFile", "Documents",
                "Database", "DatabasePostgres",
                "DatabaseSQLite", "DatabaseTesting", "Seeds", grdb,
            ]),
        tests(
            "Kiosk",
            [
                "Kiosk", "Hub", "HubAPI", "HubStore", "KioskSession", "KioskStore", "HubClient", "Loyalty",
                "PolicyFile", "CardSimulator", "Database",
            ]),
        tests("CardWriter", ["card-writer", "CardSimulator", "CardProtocol", "HubClient"]),
        tests(
            "Simulation",
            [
                "Kiosk", "HubStore", "KioskStore", "KioskSession", "CardSimulator", "CardProtocol",
                "HubAPI", "Vocabulary", "Loyalty", "PolicyFile", "Database", "DatabaseTesting", "Seeds", grdb,
            ]),
        pureTests("Bench", ["peony-bench"]),
        tests("Program", ["VirtualSalon", "HubAPI", "HubClient", "Vocabulary"]),
        tests(
            "VirtualKiosk",
            ["virtual-kiosk", "VirtualSalon", "Display", "KioskSession", "CardSimulator", "Vocabulary"]),
        tests("Tidy", []),
    ]
)
