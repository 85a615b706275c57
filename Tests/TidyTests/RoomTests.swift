import Testing

/// The order of folders inside a target, which the compiler does not know.
@Suite struct RoomTests {
    @Test(arguments: Rooms.all) func `Rooms point down`(_ rooms: Rooms) throws {
        let sources = try SourceFile.all().filter { $0.path.hasPrefix("Sources/") }
        let below = Budget.allowedImports[rooms.target] ?? []
        let foreign = Set(
            sources.filter { below.contains($0.target) }.flatMap { RoomFile($0, place: 0).names }
        ).union(Rooms.ofLibraries)
        let own = sources.filter { $0.target == rooms.target }
        let homeless = own.filter { rooms.place(of: $0) == nil }.map(\.path)
        #expect(homeless == [], "their folders are not listed in Rooms")
        let files = own.compactMap { file in rooms.place(of: file).map { RoomFile(file, place: $0) } }
        let empty = rooms.ascending.indices.filter { place in !files.contains { $0.place == place } }
        #expect(empty.map { rooms.ascending[$0] } == [], "no file stands in them")
        let problems = RoomUses(rooms, files, foreign: foreign).pointingUp
        #expect(problems == [], "\(problems.joined(separator: "\n"))")
    }

    @Test func `A use of a room above is found, and one of a room below is none`() throws {
        let rooms = Rooms(target: "Hall", ascending: ["", "Cellar", "Attic", "Attic/Box"])
        let texts = [
            "Lamp.swift": "struct Lamp { var light = 1 }",
            "Cellar/Wine.swift": """
            struct Wine {
                // Trunk in a comment, and "Trunk" in a text, are no uses.
                let label = "Trunk \\(Lamp().light)"
                var trunk: Trunk?
            }
            extension Lamp { func wrapped() -> Int { unpacked(light) + light.dusted } }
            """,
            "Attic/Trunk.swift": """
            struct Trunk {
                var wine: Wine?
            }
            extension Lamp {
                func unpacked(_ light: Int) -> Int { light }
            }
            extension Int {
                var dusted: Int { self }
                private var own: Int { self }
            }
            """,
            "Attic/Box/Hat.swift": "struct Hat { var trunk = Trunk() }",
        ]
        let files = try texts.sorted { $0.key < $1.key }.map { name, text in
            let file = SourceFile(path: "Sources/Hall/\(name)", text: text)
            return RoomFile(file, place: try #require(rooms.place(of: file)))
        }
        #expect(files.map(\.place) == [3, 2, 1, 0])
        #expect(
            RoomUses(rooms, files, foreign: []).pointingUp == [
                "Sources/Hall/Cellar/Wine.swift:4: uses Trunk of Attic, which is above it",
                "Sources/Hall/Cellar/Wine.swift:6: uses dusted of Attic, which is above it",
                "Sources/Hall/Cellar/Wine.swift:6: uses unpacked of Attic, which is above it",
            ])
        #expect(RoomUses(rooms, files, foreign: ["dusted", "unpacked"]).pointingUp.count == 1)
    }

    @Test func `A folder that is not listed belongs to no room`() {
        let rooms = Rooms(target: "Hall", ascending: ["", "Cellar"])
        #expect(rooms.place(of: SourceFile(path: "Sources/Hall/Attic/Trunk.swift", text: "")) == nil)
        #expect(rooms.place(of: SourceFile(path: "Sources/Hall/Cellar/Shelf/Wine.swift", text: "")) == 1)
    }
}
