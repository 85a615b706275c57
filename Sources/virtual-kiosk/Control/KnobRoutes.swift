import Hummingbird

extension ControlRoutes {
    /// The page sends requests with `POST /api/knobs/{knob}`. The program that runs the salon fetches them at
    /// `/api/knobs/wish` and reports the state with `POST /api/knobs`.
    func addKnobs(to routes: RouterGroup<BasicRequestContext>) {
        routes.post("/") { request, _ in
            let told = try await Self.body(request, as: Surroundings.self)
            knobs.tell(told)
            feed.tell()
            return try Self.json(told)
        }
        routes.get("/wish") { _, _ in
            guard let wish = knobs.takeWish() else { return Response(status: .noContent) }
            return try Self.json(wish)
        }
        routes.post("/{knob}") { request, context in
            let name = try context.parameters.require("knob")
            guard let knob = Knob(rawValue: name) else {
                throw HTTPError(.notFound, message: "there is no knob \(name)")
            }
            let wish = KnobBoard.Wish(knob: knob, to: try await Self.body(request, as: Turn.self).to)
            do throws(KnobBoard.Refusal) { try knobs.ask(for: wish) } catch { throw Self.error(error) }
            feed.tell()
            return try Self.json(wish)
        }
    }

    private struct Turn: Decodable { var to: String }

    private static func error(_ refusal: KnobBoard.Refusal) -> HTTPError {
        switch refusal {
        case .unknown: HTTPError(.badRequest, message: refusal.description)
        case .nobodyThere, .busy: HTTPError(.conflict, message: refusal.description)
        }
    }
}
