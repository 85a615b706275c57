import Foundation
import Testing

@testable import Supervision

@Suite struct SupervisorTests {
    @Test(arguments: [false, true]) func `A supervisor hears each message as one datagram`(isAbstract: Bool) throws {
        let socket = try NotifySocket(isAbstract: isAbstract)
        let supervisor = Supervisor(environment: ["NOTIFY_SOCKET": socket.name], processID: 1)
        supervisor.tell(.ready, .status("serving on port 8440"))
        supervisor.tell(.alive)
        supervisor.tell(.stopping)
        #expect(socket.next() == ["READY=1", "STATUS=serving on port 8440"])
        #expect(socket.next() == ["WATCHDOG=1"])
        #expect(socket.next() == ["STOPPING=1"])
        #expect(socket.next(within: 0) == nil)
    }

    @Test func `A status is one line and short, whatever is put into it`() throws {
        let socket = try NotifySocket()
        let supervisor = Supervisor(environment: ["NOTIFY_SOCKET": socket.name], processID: 1)
        supervisor.tell(.status("all well\nSTOPPING=1\u{7}" + String(repeating: "x", count: 4000)))
        let lines = try #require(socket.next())
        #expect(lines.count == 1 && lines[0].hasPrefix("STATUS=all well STOPPING=1 xx"))
        #expect(lines[0].utf8.count == "STATUS=".utf8.count + Supervisor.statusBytes)
    }

    @Test(arguments: [
        "", "/", "@", "vsock:2:1234", "relative", "/" + String(repeating: "x", count: 200), "/tmp/nobody",
    ])
    func `Where nobody listens nothing happens`(name: String) {
        let supervisor = Supervisor(environment: ["NOTIFY_SOCKET": name, "WATCHDOG_USEC": "1000000"], processID: 1)
        supervisor.tell(.ready)
        #expect((supervisor.aliveEvery == nil) == (name != "/tmp/nobody"))
    }

    /// The kernel's queue is short: a daemon goes on when nobody takes the messages away.
    @Test func `A supervisor that does not read stops nobody`() throws {
        let socket = try NotifySocket()
        let supervisor = Supervisor(environment: ["NOTIFY_SOCKET": socket.name], processID: 1)
        for _ in 0..<5000 { supervisor.tell(.alive) }
        #expect(socket.next(within: 0) == ["WATCHDOG=1"])
    }

    @Test(
        arguments: [
            ("30000000", nil, Duration.seconds(15)), ("30000000", "7", .seconds(15)), ("30000000", "8", nil),
            ("0", nil, nil), ("1", nil, nil), ("-5", nil, nil), ("soon", nil, nil), (nil, nil, nil),
        ] as [(String?, String?, Duration?)])
    func `The watchdog is fed twice as often as asked, by whom it is meant for`(
        microseconds: String?, processID: String?, every: Duration?
    ) {
        var environment = ["NOTIFY_SOCKET": "/run/systemd/notify"]
        environment["WATCHDOG_USEC"] = microseconds
        environment["WATCHDOG_PID"] = processID
        #expect(Supervisor(environment: environment, processID: 7).aliveEvery == every)
        environment["NOTIFY_SOCKET"] = nil
        #expect(Supervisor(environment: environment, processID: 7).aliveEvery == nil)
    }
}
