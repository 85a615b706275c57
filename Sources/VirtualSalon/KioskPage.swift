package import Foundation
package import Vocabulary
#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The page of the virtual kiosk, used as a person would: look at the screen, touch it, lay a card down.
package struct KioskPage: Sendable {
    package let address: URL

    package init(port: Int) throws {
        guard let address = URL(string: "http://127.0.0.1:\(port)") else { throw ChildProcess.Failure("no port") }
        self.address = address
    }

    /// What the panel shows.
    package struct State: Decodable, Sendable {
        /// Whether the screen is that of the kiosk that runs now.
        package var isConnected: Bool
        package var screen: String?
        package var language: String?
        package var regions: [Region]?
        package var texts: [String]?
        /// The colour of the first pixel.
        package var ground: String?
        package var surroundings: Surroundings?

        package struct Region: Decodable, Sendable { package var name: String }

        package func offers(_ touch: String) -> Bool { regions?.contains { $0.name == touch } ?? false }
    }

    /// What really stands on a card, for comparison: spent so far.
    package struct CardState: Decodable, Sendable {
        package var uid: String
        package var odometers: Amount?
    }

    /// How all stands around the kiosk, for the knobs on the page.
    package struct Surroundings: Codable, Equatable, Sendable {
        package var hub: String
        package var reader: String
        package var theme: String
        package var clockAheadSeconds: Int64
        package var timeZone: String
        /// The knob that is being turned.
        package var turning: String?
        package var problem: String?

        package init(
            hub: String, reader: String, theme: String, clockAheadSeconds: Int64, timeZone: String,
            problem: String?
        ) {
            self.hub = hub
            self.reader = reader
            self.theme = theme
            self.clockAheadSeconds = clockAheadSeconds
            self.timeZone = timeZone
            self.problem = problem
        }
    }

    /// A knob that somebody has turned on the page.
    package struct Wish: Decodable, Sendable {
        package var knob: String
        package var to: String
    }

    package func tell(_ surroundings: Surroundings) async throws { try await post("/api/knobs", surroundings) }

    /// What was asked for since the last time, if anything.
    package func wish() async throws -> Wish? {
        let data = try await get("/api/knobs/wish")
        return data.isEmpty ? nil : try JSONDecoder().decode(Wish.self, from: data)
    }

    /// Turns a knob, as a person would. It takes some seconds until all stands as `to` says.
    package func turn(_ knob: String, to: String) async throws { try await post("/api/knobs/\(knob)", ["to": to]) }

    /// Lays a card beside the one that lies on the reader.
    package func layBeside(_ card: String) async throws {
        try await post("/api/cards/\(card)/beside", [String: String]())
    }

    package func state() async throws -> State {
        try JSONDecoder().decode(State.self, from: try await get("/api/state"))
    }

    package func card(_ name: String) async throws -> CardState {
        try JSONDecoder().decode(CardState.self, from: try await get("/api/cards/\(name)"))
    }

    /// The screen as drawn, PNG.
    package func picture() async throws -> Data { try await get("/api/screen.png") }

    /// Presses a key by name, once the screen has stood long enough.
    package func touch(_ name: String) async throws { try await post("/api/touch", ["name": name]) }

    /// One half of a press, as a hand makes it: `down` or `up`, on the picture of this number.
    package func touch(x: Int, y: Int, action: String, sequence: UInt32) async throws {
        struct Move: Encodable {
            var x: Int
            var y: Int
            var action: String
            var sequence: UInt32
        }
        try await post("/api/touch", Move(x: x, y: y, action: action, sequence: sequence))
    }

    package func insert(_ card: String) async throws { try await post("/api/cards/\(card)/insert", [String: String]()) }
    package func remove(_ card: String) async throws { try await post("/api/cards/\(card)/remove", [String: String]()) }

    package func makeCard(_ name: String, profile: String) async throws {
        try await post("/api/cards", ["name": name, "profile": profile])
    }

    /// What the page prints on a card and how it draws it: `member`, `blocked` …
    ///
    /// - Parameter story: what the card shows, printed below whose it is.
    package func label(
        _ card: String, look: String, zh: String, en: String, story: (zh: String, en: String)?, order: Int
    ) async throws {
        struct Label: Encodable {
            struct Story: Encodable {
                var zh: String
                var en: String
            }
            var look: String
            var zh: String
            var en: String
            var story: Story?
            var order: Int
        }
        let story = story.map { Label.Story(zh: $0.zh, en: $0.en) }
        try await post("/api/cards/\(card)/label", Label(look: look, zh: zh, en: en, story: story, order: order))
    }

    private func get(_ path: String) async throws -> Data {
        try await answer(URLRequest(url: address.appending(path: path)))
    }

    private func post(_ path: String, _ body: some Encodable) async throws {
        var request = URLRequest(url: address.appending(path: path))
        request.httpMethod = "POST"
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.httpBody = try JSONEncoder().encode(body)
        _ = try await answer(request)
    }

    private func answer(_ request: URLRequest) async throws -> Data {
        let (data, response) = try await URLSession.shared.data(for: request)
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        guard (200..<300).contains(status) else {
            let text = String(decoding: data.prefix(400), as: UTF8.self)
            throw ChildProcess.Failure("\(request.httpMethod ?? "GET") \(request.url?.path ?? ""): \(status) \(text)")
        }
        return data
    }
}
