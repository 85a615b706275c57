internal import Foundation

/// What happens to a salon from outside, on the real programs: each goes on by its own rules, and nothing in them knows
/// of a game.
extension VirtualSalon {
    package var hubIsOn: Bool { children["hubd"]?.isRunning ?? false }

    package func stopHub() async {
        say("stopping hubd")
        await children["hubd"]?.stop()
    }

    /// pcscd goes on without the reader, or has it again; to the kiosk either looks as with a real one.
    package func plugReader(in isIn: Bool) async throws {
        guard isIn != readerIsIn else { return }
        say(isIn ? "plugging the reader in" : "unplugging the reader")
        await children["pcscd"]?.stop()
        do { try await startPCSCD(readers: isIn) } catch {
            // Where it cannot be done, all is as it was.
            try await startPCSCD(readers: readerIsIn)
            throw error
        }
        readerIsIn = isIn
    }

    /// The theme is a line of the kiosk's settings, so the kiosk is started again.
    package func change(theme: Theme) async throws {
        self.theme = theme
        await children["kioskd"]?.stop()
        try await startKiosk()
    }

    /// Moves the clock of all programs at once, as for machines that were switched off for so long.
    ///
    /// A jump of the clock would alert the guards of running programs, and programs that got it at different moments
    /// would disagree. So all are stopped and start at the new time. Going back would be such a jump as well: instead
    /// the state of hub, kiosk and cards is restored to what it was before the first move, so that no program has seen
    /// the future.
    package func move(clock move: SalonClock.Move) async throws {
        let next = clock.moved(move)
        try await compileClock()
        let hubWasOn = hubIsOn
        for name in ["kioskd", "hubd"] { await children[name]?.stop() }
        if clock.isMoved, !next.isMoved {
            await children["virtual-kiosk"]?.stop()
            try folder.restoreState()
            try await startPage()
        } else if !clock.isMoved, next.isMoved {
            try folder.backUpState()
        }
        clock = next
        say("the clock is at \(clock.text())")
        do { if hubWasOn { try await startHub() } } catch {
            // A hub that does not come back is no reason for the kiosk to stay away.
            try await startKiosk()
            throw error
        }
        try await startKiosk()
    }

    /// Once for each salon.
    private func compileClock() async throws {
        guard !FileManager.default.fileExists(atPath: folder.clockLibrary.path) else { return }
        let source = project.appending(path: "hardware/virtual/ahead.c")
        let compiler = try ChildProcess(
            "cc", URL(filePath: "/usr/bin/cc"),
            ["-O1", "-shared", "-fPIC", "-o", folder.clockLibrary.path, source.path], log: folder.log("cc"))
        guard try await compiler.status() == 0 else {
            throw ChildProcess.Failure("\(source.path) cannot be compiled\n\(compiler.tail)")
        }
    }

    /// Accepts the hub's clock if the hub does not trust the move, as somebody must in a real salon that was shut for
    /// so long.
    func settleClock() async throws {
        guard clock.isMoved else { return }
        let database = ["--database", folder.hubDatabase.path]
        do { _ = try await run("hubd", ["clock", "show"] + database) } catch is ChildProcess.Failure {
            say("telling the hub that its clock is right: hubd clock accept")
            _ = try await run("hubd", ["clock", "accept"] + database)
        }
    }
}
