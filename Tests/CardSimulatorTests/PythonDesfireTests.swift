import Foundation
import KioskTesting
import Testing
import Vocabulary

@testable import CardSimulator

/// python-desfire and pyscard speak to the virtual card through a real pcscd and Debian's vpcd driver.
struct PythonDesfireTests {
    /// The interpreter that has both packages; `make python` makes it.
    private var interpreter: String {
        ProcessInfo.processInfo.environment["PEONY_PYTHON"] ?? ".venv/bin/python"
    }

    @Test(arguments: [CardProfile.desfireEV1, .desfireEV2])
    func `python-desfire issues an application and uses its files`(profile: CardProfile) async throws {
        try #require(
            FileManager.default.isExecutableFile(atPath: interpreter),
            "no \(interpreter): run `make python`, or name an interpreter with python-desfire 0.1.5 in PEONY_PYTHON")
        let folder = try TemporaryFolder("python")
        defer { withExtendedLifetime(folder) {} }
        let pcscd = try await VirtualPCSCD.start(in: folder.path)
        defer { pcscd.stop() }
        let card = VirtualCard(profile: profile, uid: try #require(SampleCard.uid), random: CardRandom(seed: 9))
        // The client has no legacy authentication, so the card's master key is AES already.
        var state = card.state
        state.desfire?.masterKey = .factory(.aes)
        card.state = state
        let reader = try VirtualReader(slot: pcscd.slot(0))
        defer { reader.stop() }
        reader.insert(card)
        let run = try ForeignProgram.run(
            interpreter,
            [ForeignProgram.folder.appending(path: "python_desfire.py").path, VirtualPCSCD.readers[0]],
            environment: pcscd.environment)
        #expect(run.status == 0, "\(run.output)")
        #expect(run.output.hasSuffix("done\n"), "\(run.output)")
        #expect(card.state.desfire?.application(SampleCard.aid)?.keys[1].version == 0x42)
    }
}
