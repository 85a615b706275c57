import ArgumentParser
import HubAPI
import HubClient
import StandardStreams

/// Why a command ends without what was asked for: one line for a person, and a code for a script (sysexits.h).
struct Failure: Error, CustomStringConvertible {
    enum Code: Int32 {
        case usage = 64
        case dataError = 65
        case noInput = 66
        case unavailable = 69
        case cannotCreate = 73
        case tryAgain = 75
        case noPermission = 77
        case configuration = 78
        /// As shells count a program that SIGINT ended.
        case interrupted = 130
    }

    let code: Code
    let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }

    init(_ error: HubClientError) {
        switch error {
        case .unreachable, .timedOut, .untrusted: self.init(.unavailable, "\(error)")
        case .unauthorized: self.init(.noPermission, "\(error); is it an operator's token?")
        case .problem(let problem): self.init(problem.status >= 500 ? .unavailable : .dataError, "\(error)")
        case .malformed, .settings: self.init(.configuration, "\(error)")
        }
    }
}

/// Standard output, line by line, for pipes.
enum Output {
    static func line(_ text: String) throws(StreamError) { try StandardStream.output.line(text) }
}

/// What goes to standard error: progress and failures, never data.
enum Notice {
    static func say(_ text: String) { StandardStream.errors.say("kioskctl: \(text)") }

    /// Shows progress in place of the last such line; on a terminal only.
    static func progress(_ text: String) {
        if StandardStream.errors.isTerminal { try? StandardStream.errors.write("\r\(text)".utf8) }
    }

    static func endProgress() { if StandardStream.errors.isTerminal { StandardStream.errors.say("") } }
}

extension AsyncParsableCommand {
    /// Runs a command's work, ends cleanly on Ctrl-C, and turns a failure into its line and its code.
    func ending(_ work: @escaping @Sendable () async throws -> Void) async throws {
        do {
            try await Interruptible.run(work)
        } catch let failure as Failure {
            if failure.code != .interrupted { Notice.say(failure.description) }
            throw ExitCode(failure.code.rawValue)
        } catch let error as HubClientError {
            let failure = Failure(error)
            Notice.say(failure.description)
            throw ExitCode(failure.code.rawValue)
        } catch let error as StreamError {
            if error != .readerGone { Notice.say("\(error). Only a part of the answer was printed.") }
            throw ExitCode(error.exitStatus)
        } catch is CancellationError {
            throw ExitCode(Failure.Code.interrupted.rawValue)
        }
    }
}
