import Foundation
import KioskTesting
import Testing
import Vocabulary

@testable import CardSimulator

/// Debian's libfreefare and libnfc, unmodified, speak to the virtual card over a PN532 on a pseudo terminal.
struct LibfreefareTests {
    private func withLine<R>(
        _ profile: CardProfile = .desfireEV1, _ body: (PN532Line, VirtualCard) throws -> R
    ) throws -> R {
        let card = VirtualCard(profile: profile, uid: try #require(SampleCard.uid), random: CardRandom(seed: 5))
        let line = try PN532Line(card: card)
        defer { line.stop() }
        return try body(line, card)
    }

    @Test(arguments: [(CardProfile.desfireEV1, "v0.1"), (.desfireEV2, "v1.2")])
    func `The tool mifare-desfire-info describes a factory-fresh card`(
        profile: CardProfile, version: String
    ) throws {
        let run = try withLine(profile) { line, _ in
            try ForeignProgram.run("mifare-desfire-info", environment: ["LIBNFC_DEVICE": "pn532_uart:\(line.path)"])
        }
        #expect(run.status == 0, "\(run.output)")
        #expect(run.output.contains("04a1b2c3d4e5f6"), "\(run.output)")
        #expect(run.output.contains("0x0f"), "\(run.output)")
    }

    @Test(arguments: [CardProfile.desfireEV1, .desfireEV2])
    func `A program on libfreefare's API uses every kind of file and is refused where it must be`(
        profile: CardProfile
    ) throws {
        let folder = try TemporaryFolder("freefare")
        defer { withExtendedLifetime(folder) {} }
        let program = try ForeignProgram.compile("freefare.c", libraries: ["freefare", "nfc"], into: folder)
        try withLine(profile) { line, card in
            let run = try ForeignProgram.run(program, environment: ["LIBNFC_DEVICE": "pn532_uart:\(line.path)"])
            #expect(run.status == 0, "\(run.output)")
            #expect(run.output.contains("done "), "\(run.output)")
            #expect(card.state.value(application: SampleCard.aid, file: 3) == 400)
            #expect(card.state.records(application: SampleCard.aid, file: 4)?.map { $0[0] } == [3, 4, 5])
        }
    }
}

/// A program that somebody else wrote, or that is built on somebody else's library.
enum ForeignProgram {
    struct Run: Sendable {
        let status: Int32
        let output: String
    }

    struct NotBuilt: Error, CustomStringConvertible {
        let description: String
    }

    /// Long enough for a slow machine, short enough for a hanging reader.
    static let limit = "60"

    static var folder: URL { Bundle.module.bundleURL.appendingPathComponent("ForeignClients") }

    /// - Returns: the program's path.
    static func compile(_ source: String, libraries: [String], into place: TemporaryFolder) throws -> String {
        let program = place.appending(path: "client").path
        let code = folder.appendingPathComponent(source).path
        let build = try run("cc", ["-std=c11", "-Wall", "-o", program, code] + libraries.map { "-l" + $0 })
        guard build.status == 0 else {
            throw NotBuilt(description: "apt-get install libfreefare-dev libnfc-dev gcc; then:\n\(build.output)")
        }
        return program
    }

    /// Standard output and error together. A missing program is an error that names it.
    static func run(_ name: String, _ arguments: [String] = [], environment: [String: String] = [:]) throws -> Run {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
        process.arguments = [limit, name] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Run(status: process.terminationStatus, output: String(decoding: output, as: UTF8.self))
    }
}
