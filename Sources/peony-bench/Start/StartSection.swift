import Foundation

/// (e) From the start of a process to the first picture, with the whole salon in the snapshot, and its memory then.
struct StartSection {
    private let bench: Workbench

    init(_ bench: Workbench) { self.bench = bench }

    func figures() throws -> [Figure] {
        let filling = try bench.filledStore()
        var cold = Samples()
        var warm = Samples()
        var memory: [ProcessMemory] = []
        for _ in 0..<bench.count(11, least: 3) {
            PageCache.forget([filling.path] + filesRead)
            for isCold in [true, false] {
                let kiosk = try OwnProgram(["first-frame", "--store", filling.path])
                defer { kiosk.end() }
                guard try kiosk.line() == "attract" else { throw BaselineFailure(what: "first-frame", code: 1) }
                let nanoseconds = Ticks.now() - kiosk.startedAt
                isCold ? cold.add(nanoseconds) : warm.add(nanoseconds)
                memory.append(kiosk.memory)
            }
        }
        let members = "with \(bench.salon.members) members"
        let most = memory.max { $0.peakBytes < $1.peakBytes } ?? ProcessMemory()
        return [
            Figure(
                what: "start to first frame \(members)", value: warm.median / 1e6, unit: "ms", aim: .atMost(300),
                note: "\(warm.count) starts; slowest \(Int(warm.percentile(100) / 1e6)) ms; glyphs of all screens drawn"
            ),
            Figure(
                what: "the same, files not in the page cache", value: cold.median / 1e6, unit: "ms",
                note: "the disk's figure as much as ours"),
            Figure(
                what: "memory then, resident", value: Double(most.peakBytes) / 1e6, unit: "MB", aim: .atMost(100),
                note: "peak of the worst start; \(Int(Double(most.anonymousBytes) / 1e6)) MB of it anonymous"),
            Figure(
                what: "members into the snapshot", value: Double(bench.salon.members) / filling.applySeconds,
                unit: "/s",
                note: "\(filling.bytes / 1_000_000) MB of database"),
        ]
    }
}

/// What a kiosk reads when it starts, beside its database.
private let filesRead = [
    OwnProgram.path.path, "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
]
