import CardSimulator
import Display
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// The page and what it, the demo and the tests can do.
struct ControlRoutes: Sendable {
    let panel: PanelConnection
    let cards: CardTable
    let knobs: KnobBoard
    let feed: ChangeFeed

    private static let longestBody = 16 * 1024

    func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.add(middleware: LocalPagesOnly())
        router.get("/") { _, _ in Self.answer(Page.html, "text/html; charset=utf-8") }
        router.get("/api/state") { _, _ in try Self.json(KioskReport(panel: panel, cards: cards, knobs: knobs)) }
        router.get("/api/screen.png") { _, _ in try screen() }
        router.get("/api/events") { _, _ in try events() }
        router.post("/api/touch") { request, _ in try await touch(Self.body(request)) }
        router.post("/api/latency") { request, _ in
            let wanted = try await Self.body(request, as: Latency.self)
            guard (0...1000).contains(wanted.ms) else { throw HTTPError(.badRequest, message: "ms is 0 to 1000") }
            cards.latency = .milliseconds(wanted.ms)
            return try Self.json(wanted)
        }
        addCards(to: router.group("/api/cards"))
        addKnobs(to: router.group("/api/knobs"))
        return router
    }

    private func addCards(to routes: RouterGroup<BasicRequestContext>) {
        routes.get("/") { _, _ in try Self.json(cards.reports()) }
        routes.post("/") { request, _ in
            let wanted = try await Self.body(request, as: NewCard.self)
            return try refusing { () throws(CardTable.Refusal) in
                try cards.create(
                    name: wanted.name, profile: wanted.profile, uid: wanted.uid, label: wanted.label,
                    capacity: wanted.capacity ?? .eight)
            }
        }
        routes.get("/{name}") { _, context in
            let name = try context.parameters.require("name")
            return try refusing { () throws(CardTable.Refusal) in try cards.report(name) }
        }
        routes.post("/{name}/insert") { _, context in
            let name = try context.parameters.require("name")
            do throws(CardTable.Refusal) { try await cards.insert(name) } catch { throw Self.error(error) }
            return try report(name)
        }
        routes.post("/{name}/beside") { _, context in
            let name = try context.parameters.require("name")
            do throws(CardTable.Refusal) { try await cards.layBeside(name) } catch { throw Self.error(error) }
            return try report(name)
        }
        routes.post("/{name}/remove") { _, context in
            let name = try context.parameters.require("name")
            do throws(CardTable.Refusal) { try await cards.remove(name) } catch { throw Self.error(error) }
            return try report(name)
        }
        routes.post("/{name}/fault") { request, context in
            let name = try context.parameters.require("name")
            let wanted = try await Self.body(request, as: FaultRequest.self)
            do throws(CardTable.Refusal) { try cards.fault(name, wanted) } catch { throw Self.error(error) }
            return try report(name)
        }
        routes.post("/{name}/label") { request, context in
            let name = try context.parameters.require("name")
            let wanted = try await Self.body(request, as: CardLabel.self)
            do throws(CardTable.Refusal) { try cards.relabel(name, wanted) } catch { throw Self.error(error) }
            return try report(name)
        }
    }

    private func report(_ name: String) throws -> Response {
        try refusing { () throws(CardTable.Refusal) in try cards.report(name) }
    }

    private func screen() throws -> Response {
        guard let picture = panel.picture else {
            throw HTTPError(.serviceUnavailable, message: "no kiosk has drawn anything yet")
        }
        return Self.answer(try PNG.encode(picture.surface), "image/png")
    }

    /// Server-sent events: `change`, whenever there is something new to ask for.
    private func events() throws -> Response {
        guard let changes = feed.subscribe() else {
            throw HTTPError(.serviceUnavailable, message: "too many pages are open")
        }
        let body = ResponseBody { writer in
            for await _ in changes.cancelOnGracefulShutdown() {
                try await writer.write(ByteBuffer(string: "event: change\ndata: \n\n"))
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"], body: body)
    }

    /// A press by name or by place, or one half of it as a hand makes it. 409 if nobody can be touched there.
    private func touch(_ wanted: TouchRequest) async throws -> Response {
        let isTouched: Bool
        switch (wanted.name, wanted.x, wanted.y) {
        case (let name?, _, _): isTouched = await panel.press(named: name)
        case (nil, let x?, let y?):
            guard (0...65_535).contains(x), (0...65_535).contains(y) else {
                throw HTTPError(.badRequest, message: "x and y are 0 to 65535")
            }
            let actions: [PanelTouch.Action] = wanted.action.map { [$0.onPanel] } ?? [.down, .up]
            isTouched = actions.allSatisfy {
                panel.touch($0, at: PanelPoint(x: x, y: y), sequence: wanted.sequence)
            }
        default: throw HTTPError(.badRequest, message: "a touch has a name, or x and y")
        }
        guard isTouched else {
            let screen = panel.picture?.layout.screen ?? "none"
            throw HTTPError(.conflict, message: "nothing to touch: connected \(panel.isConnected), screen \(screen)")
        }
        return try Self.json(wanted)
    }

    private func refusing<T: Encodable>(_ body: () throws(CardTable.Refusal) -> T) throws -> Response {
        do { return try Self.json(body()) } catch let refusal as CardTable.Refusal { throw Self.error(refusal) }
    }

    private static func error(_ refusal: CardTable.Refusal) -> HTTPError {
        let status: HTTPResponse.Status =
            switch refusal {
            case .unknown: .notFound
            case .taken, .full: .conflict
            case .badName, .badUID, .badFault: .badRequest
            }
        return HTTPError(status, message: refusal.description)
    }

    static func body<T: Decodable>(_ request: Request, as type: T.Type = T.self) async throws -> T {
        let bytes = try await request.body.collect(upTo: longestBody)
        do { return try JSONDecoder().decode(type, from: Data(bytes.readableBytesView)) } catch {
            throw HTTPError(.badRequest, message: "not the JSON that is wanted here: \(error)")
        }
    }

    static func json(_ value: some Encodable) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return answer(Array(try encoder.encode(value)), "application/json")
    }

    private static func answer(_ text: String, _ type: String) -> Response { answer(Array(text.utf8), type) }

    private static func answer(_ bytes: [UInt8], _ type: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

struct TouchRequest: Codable, Sendable {
    /// A region's name, as `GET /api/state` lists them: pressed once the screen has stood long enough.
    var name: String?
    /// Or a place, in pixels of the upright picture.
    var x: Int?
    var y: Int?
    /// At a place: only this half of a press.
    var action: Action?
    /// The picture that was looked at, as `GET /api/state` numbers it; without one the latest.
    var sequence: UInt32?

    enum Action: String, Codable, Sendable {
        case down, up

        fileprivate var onPanel: PanelTouch.Action { self == .down ? .down : .up }
    }
}

struct Latency: Codable, Sendable {
    /// Milliseconds that every exchange with a card takes.
    var ms: Int
}

struct NewCard: Codable, Sendable {
    var name: String
    var profile: CardProfile
    var uid: String?
    var label: CardLabel?
    /// Bytes that a DESFire holds: 2048, 4096, or 8192 if not given.
    var capacity: CardCapacity?
}
