/// Which file uses what of a room above its own.
struct RoomUses {
    let rooms: Rooms
    let files: [RoomFile]
    /// By name, the only room that declares it.
    private var declared: [String: Int] = [:]
    private var added: [String: Int] = [:]

    /// - Parameter foreign: names that other targets give to something: where one is used, nobody can tell whose.
    init(_ rooms: Rooms, _ files: [RoomFile], foreign: Set<String>) {
        self.rooms = rooms
        self.files = files
        declared = Self.onlyPlaces(files.map { ($0.place, $0.declared) })
        let named = Self.onlyPlaces(files.map { ($0.place, $0.names) })
        added = Self.onlyPlaces(files.map { ($0.place, $0.added) }).filter {
            named[$0.key] != nil && declared[$0.key] == nil && !foreign.contains($0.key)
        }
    }

    private static func onlyPlaces(_ names: [(place: Int, names: Set<String>)]) -> [String: Int] {
        var places: [String: Set<Int>] = [:]
        for file in names { for name in file.names { places[name, default: []].insert(file.place) } }
        return places.compactMapValues { $0.count == 1 ? $0.first : nil }
    }

    var pointingUp: [String] {
        files.flatMap { file in
            (above(file, file.uses, declared) + above(file, file.memberUses, added))
                .sorted { ($0.line, $0.name) < ($1.line, $1.name) }
                .map { "\(file.path):\($0.line): uses \($0.name) of \(rooms.ascending[$0.place]), which is above it" }
        }
    }

    private func above(
        _ file: RoomFile, _ uses: [String: Int], _ places: [String: Int]
    ) -> [(name: String, line: Int, place: Int)] {
        uses.compactMap { name, line in
            guard let place = places[name], place > file.place, !file.names.contains(name) else { return nil }
            return (name, line, place)
        }
    }
}
